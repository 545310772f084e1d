package dev.headgate.store.memory;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Component;
import dev.headgate.identity.Fold;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Person;
import dev.headgate.identity.Persons;
import dev.headgate.identity.Sightings;
import dev.headgate.store.FactBatches;
import dev.headgate.store.MergeCounts;
import dev.headgate.store.MergeWarning;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonHistory;
import dev.headgate.store.PersonSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A copy of all facts, folded when first asked about a project.
final class MemoryPersonSnapshot implements PersonSnapshot {
  private final Map<ProjectId, Map<DistinctId, IdRegisters>> registers;
  private final Map<ProjectId, Map<EventId, PersonFacts.Merge>> merges;
  private final Map<Partition, Long> offsets;
  private final int idLimit;
  private final Map<ProjectId, Fold> folds = new HashMap<>();
  private final Persons persons = new Persons();

  MemoryPersonSnapshot(
      Map<ProjectId, Map<DistinctId, IdRegisters>> registers,
      Map<ProjectId, Map<EventId, PersonFacts.Merge>> merges,
      Map<Partition, Long> offsets,
      int idLimit) {
    this.registers = registers;
    this.merges = merges;
    this.offsets = offsets;
    this.idLimit = idLimit;
  }

  @Override
  public Map<Partition, Long> offsets() {
    return offsets;
  }

  @Override
  public void forEachPerson(ProjectId project, Consumer<Person> each) {
    TreeMap<DistinctId, Component> byFirstId = new TreeMap<>();
    Map<DistinctId, IdRegisters> ofProject = registers.getOrDefault(project, Map.of());
    ofProject.keySet().forEach(id -> byFirstId.put(id, Component.untouched(id)));
    for (Component component : fold(project).components()) {
      component.ids().forEach(byFirstId::remove);
      byFirstId.put(component.ids().getFirst(), component);
    }
    for (Component component : byFirstId.values()) {
      persons
          .of(project, component, id -> ofProject.getOrDefault(id, IdRegisters.EMPTY))
          .ifPresent(each);
    }
  }

  @Override
  public Optional<Person> person(ProjectId project, DistinctId id) {
    return history(project, id).map(PersonHistory::person);
  }

  @Override
  public List<DistinctId> firstIds(ProjectId project, Optional<DistinctId> after, int most) {
    TreeSet<DistinctId> ids = new TreeSet<>(registers.getOrDefault(project, Map.of()).keySet());
    for (Component component : fold(project).components()) {
      component.ids().forEach(ids::remove);
      ids.add(component.ids().getFirst());
    }
    return ids.stream()
        .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
        .limit(most)
        .toList();
  }

  @Override
  public Optional<DistinctId> namedBy(ProjectId project, EventId person) {
    return registers.getOrDefault(project, Map.of()).keySet().stream()
        .filter(id -> persons.idOf(project, id).equals(person))
        .findFirst();
  }

  @Override
  public EventId personOf(ProjectId project, DistinctId id) {
    DistinctId survivor = id;
    for (Component component : fold(project).components()) {
      if (component.ids().contains(id)) {
        survivor = component.survivor();
      }
    }
    return persons.idOf(project, survivor);
  }

  /// The person of every id that a legal merge names.
  Map<DistinctId, EventId> members(ProjectId project) {
    Map<DistinctId, EventId> members = new TreeMap<>();
    for (Component component : fold(project).components()) {
      EventId person = persons.idOf(project, component.survivor());
      component.ids().forEach(id -> members.put(id, person));
    }
    return members;
  }

  @Override
  public Optional<PersonHistory> history(ProjectId project, DistinctId id) {
    Map<DistinctId, IdRegisters> ofProject = registers.getOrDefault(project, Map.of());
    Component component =
        fold(project).components().stream()
            .filter(each -> each.ids().contains(id))
            .findFirst()
            .orElseGet(() -> Component.untouched(id));
    List<PersonHistory.Merge> naming = new ArrayList<>();
    for (PersonFacts.Merge merge : merges.getOrDefault(project, Map.of()).values()) {
      switch (merge) {
        case PersonFacts.Asked asked -> {
          MergeFact fact = asked.fact();
          if (component.ids().contains(fact.into()) || component.ids().contains(fact.other())) {
            naming.add(
                new PersonHistory.Merge(
                    asked, Optional.ofNullable(fold(project).outcomes().get(fact))));
          }
        }
        case PersonFacts.Illegal illegal -> {
          if (component.ids().contains(illegal.refusal().into())) {
            naming.add(new PersonHistory.Merge(illegal, Optional.empty()));
          }
        }
      }
    }
    return PersonHistory.of(
        project, persons, component, of -> ofProject.getOrDefault(of, IdRegisters.EMPTY), naming);
  }

  @Override
  public MergeCounts merges(ProjectId project, int importNumber) {
    Map<MergeFact, MergeOutcome> outcomes = fold(project).outcomes();
    MergeCounts counts = MergeCounts.ZERO;
    for (PersonFacts.Merge merge : merges.getOrDefault(project, Map.of()).values()) {
      if (merge.importNumber() == importNumber) {
        MergeCounts one =
            switch (merge) {
              case PersonFacts.Asked asked ->
                  MergeCounts.one(Objects.requireNonNull(outcomes.get(asked.fact())));
              case PersonFacts.Illegal illegal -> MergeCounts.one(illegal.refusal().reason());
            };
        counts = counts.plus(one);
      }
    }
    return counts;
  }

  @Override
  public MergeWarnings warnings(ProjectId project, MergeWarnings.Question question) {
    Map<MergeWarning, Long> counts = new EnumMap<>(MergeWarning.class);
    List<PersonHistory.Merge> warned = new ArrayList<>();
    for (PersonFacts.Merge merge : merges.getOrDefault(project, Map.of()).values()) {
      if (question.importNumber().orElse(merge.importNumber()) != merge.importNumber()) {
        continue;
      }
      PersonHistory.Merge answered =
          new PersonHistory.Merge(
              merge,
              merge instanceof PersonFacts.Asked asked
                  ? Optional.ofNullable(fold(project).outcomes().get(asked.fact()))
                  : Optional.empty());
      MergeWarning.of(answered)
          .ifPresent(warning -> {
            counts.merge(warning, 1L, Long::sum);
            warned.add(answered);
          });
    }
    List<PersonHistory.Merge> page =
        warned.stream()
            .filter(merge -> question.after().map(merge.asked().at()::isAfter).orElse(true))
            .sorted(Comparator.comparing(merge -> merge.asked().at()))
            .limit(question.most())
            .toList();
    return new MergeWarnings(counts, page);
  }

  private Fold fold(ProjectId project) {
    return folds.computeIfAbsent(
        project,
        _ -> {
          List<MergeFact> facts = new ArrayList<>();
          for (PersonFacts.Merge merge : merges.getOrDefault(project, Map.of()).values()) {
            if (merge instanceof PersonFacts.Asked asked) {
              facts.add(asked.fact());
            }
          }
          return Fold.of(facts, id -> sightings(project, id), idLimit);
        });
  }

  private Sightings sightings(ProjectId project, DistinctId id) {
    return registers
        .getOrDefault(project, Map.of())
        .getOrDefault(id, IdRegisters.EMPTY)
        .sightings();
  }

  @Override
  public void forEachFacts(Consumer<PersonFacts> each) {
    FactBatches batches = new FactBatches(each);
    registers.forEach(
        (project, ofProject) -> ofProject.forEach((id, known) -> batches.add(project, id, known)));
    merges.values().forEach(ofProject -> ofProject.values().forEach(batches::add));
    batches.end();
  }

  @Override
  public void close() {
    // A copy holds nothing open.
  }
}
