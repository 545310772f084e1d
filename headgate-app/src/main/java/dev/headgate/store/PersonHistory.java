package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.Component;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Person;
import dev.headgate.identity.Persons;
import dev.headgate.identity.PropertyRegister;
import dev.headgate.identity.Sightings;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Why a person is as it is.
///
/// @param survivor the first id of the person that survived all joins: it names the person
/// @param ids sorted by id
/// @param merges every merge that names one of the ids, legal or not, in time order
/// @param properties the write that stands under each key, also where it unset the key
public record PersonHistory(
    Person person,
    DistinctId survivor,
    List<Member> ids,
    List<Merge> merges,
    SortedMap<String, Origin> properties) {

  /// An id of the person, and when it was first met.
  ///
  /// @param keys how many property keys it has written
  /// @param full whether those are as many as an id may have, so that more may have been written
  public record Member(DistinctId id, Sightings sightings, int keys, boolean full) {
    static Member of(DistinctId id, IdRegisters registers) {
      return new Member(id, registers.sightings(), registers.size(), registers.isFull());
    }
  }

  /// A merge that an event asked for.
  ///
  /// @param outcome what became of it; empty if it was not legal
  public record Merge(PersonFacts.Merge asked, Optional<MergeOutcome> outcome) {}

  /// A write, and the id it was written under.
  public record Origin(DistinctId writer, PropertyRegister register) {}

  /// Puts a history together; empty if the component is no person.
  public static Optional<PersonHistory> of(
      ProjectId project,
      Persons persons,
      Component component,
      Function<DistinctId, IdRegisters> registersOf,
      Collection<Merge> merges) {
    return persons
        .of(project, component, registersOf)
        .map(person ->
            new PersonHistory(
                person,
                component.survivor(),
                component.ids().stream().map(id -> Member.of(id, registersOf.apply(id))).toList(),
                merges.stream().sorted(Comparator.comparing(each -> each.asked().at())).toList(),
                origins(persons, component, registersOf)));
  }

  private record Written(String key, PropertyRegister register) {}

  private static SortedMap<String, Origin> origins(
      Persons persons, Component component, Function<DistinctId, IdRegisters> registersOf) {
    Map<Written, DistinctId> writers = new HashMap<>();
    for (DistinctId id : component.ids()) {
      registersOf
          .apply(id)
          .forEach((key, register) -> writers.putIfAbsent(new Written(key, register), id));
    }
    SortedMap<String, Origin> origins = new TreeMap<>();
    persons
        .writes(component, registersOf)
        .forEach((key, register) -> {
          DistinctId writer = writers.get(new Written(key, register));
          if (writer != null) {
            origins.put(key, new Origin(writer, register));
          }
        });
    return origins;
  }
}
