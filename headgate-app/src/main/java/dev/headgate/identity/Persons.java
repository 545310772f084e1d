package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.NamedIds;
import dev.headgate.event.ProjectId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// Makes persons of components and registers. Not thread-safe: it owns a digest for the persons'
/// ids.
public final class Persons {
  private static final EventId NAMESPACE =
      EventId.parse("932979b4-65c3-4424-8467-0b66ec27bc22").orElseThrow();

  private final NamedIds ids = new NamedIds(NAMESPACE);

  /// A person's id: uuidv5 of `"<project number>:<first id of the surviving person>"`.
  public EventId idOf(ProjectId project, DistinctId survivor) {
    return ids.of((project.number() + ":" + survivor.value()).getBytes(StandardCharsets.UTF_8));
  }

  /// The write that stands under each key of a person, also where it unsets.
  public SortedMap<String, PropertyRegister> writes(
      Component component, Function<DistinctId, IdRegisters> registersOf) {
    return PropertyReplay.writes(component, registersOf);
  }

  /// The person, or empty if there is none: an id that no merge names, and that was only ever met
  /// personless.
  public Optional<Person> of(
      ProjectId project, Component component, Function<DistinctId, IdRegisters> registersOf) {
    Stamp created = null;
    for (DistinctId id : component.ids()) {
      created = Stamp.earlier(created, registersOf.apply(id).sightings().seen());
    }
    if (created == null) {
      created = component.touched();
    }
    if (created == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Person(
            idOf(project, component.survivor()),
            component.ids(),
            component.touched() != null,
            created.timestampMicros(),
            PropertyReplay.of(component, registersOf)));
  }
}
