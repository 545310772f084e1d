package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Sends events through registers and fold as a store would, but in any order, in batches of any
/// size, some of them more than once.
final class ShuffledFold {
  private final Map<DistinctId, IdRegisters> registers = new HashMap<>();
  private final Set<MergeFact> facts = new HashSet<>();
  private final Map<EventId, SequentialOracle.Verdict> refused = new HashMap<>();

  private ShuffledFold() {}

  static ShuffledFold of(List<EventFacts> events, Random random) {
    List<EventFacts> arrivals = new ArrayList<>(events);
    for (EventFacts event : events) {
      if (random.nextInt(5) == 0) {
        arrivals.add(event);
      }
    }
    Collections.shuffle(arrivals, random);
    ShuffledFold fold = new ShuffledFold();
    for (int from = 0; from < arrivals.size(); ) {
      int to = random.nextInt(from, arrivals.size()) + 1;
      fold.apply(arrivals.subList(from, to), random.nextBoolean());
      from = to;
    }
    return fold;
  }

  static ShuffledFold inOrder(List<EventFacts> events) {
    ShuffledFold fold = new ShuffledFold();
    fold.apply(events, true);
    return fold;
  }

  private void apply(List<EventFacts> batch, boolean throughBytes) {
    Map<DistinctId, IdRegisters.Builder> builders = new HashMap<>();
    for (EventFacts event : batch) {
      builders.computeIfAbsent(event.id(), _ -> new IdRegisters.Builder()).absorb(event);
      event.fact().ifPresent(facts::add);
      event.refusal().ifPresent(refusal -> refused.put(refusal.at().uuid(), verdict(refusal)));
    }
    builders.forEach((id, builder) -> {
      IdRegisters merged = registersOf(id).merge(builder.build());
      registers.put(id, throughBytes ? IdRegisters.decode(merged.encode()) : merged);
    });
  }

  private IdRegisters registersOf(DistinctId id) {
    return registers.getOrDefault(id, IdRegisters.EMPTY);
  }

  private static SequentialOracle.Verdict verdict(MergeRefusal refusal) {
    return switch (refusal.reason()) {
      case SAME_DISTINCT_ID -> SequentialOracle.Verdict.APPLIED;
      case CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID -> SequentialOracle.Verdict.ILLEGAL;
      case INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE ->
          SequentialOracle.Verdict.PERSONLESS;
    };
  }

  /// Told no more sightings than a store has to read for it.
  private Fold fold(int idLimit) {
    Set<DistinctId> asked = new HashSet<>();
    for (MergeFact fact : facts) {
      asked.add(fact.into());
      if (Fold.asksForOther(fact, registersOf(fact.into()).sightings())) {
        asked.add(fact.other());
      }
    }
    return Fold.of(
        facts, id -> asked.contains(id) ? registersOf(id).sightings() : Sightings.NONE, idLimit);
  }

  Set<Person> persons(ProjectId project, int idLimit) {
    Set<Person> found = new HashSet<>();
    Persons persons = new Persons();
    Set<DistinctId> untouched = new HashSet<>(registers.keySet());
    for (Component component : fold(idLimit).components()) {
      component.ids().forEach(untouched::remove);
      persons.of(project, component, this::registersOf).ifPresent(found::add);
    }
    for (DistinctId id : untouched) {
      persons.of(project, Component.untouched(id), this::registersOf).ifPresent(found::add);
    }
    return found;
  }

  Map<EventId, SequentialOracle.Verdict> verdicts(int idLimit) {
    Map<EventId, SequentialOracle.Verdict> verdicts = new HashMap<>(refused);
    fold(idLimit)
        .outcomes()
        .forEach((fact, outcome) -> verdicts.put(fact.at().uuid(), verdict(outcome)));
    return verdicts;
  }

  /// The types of the warnings that go with what was refused, by PostHog's names.
  List<String> warnings(int idLimit) {
    List<String> warnings = new ArrayList<>();
    verdicts(idLimit)
        .values()
        .forEach(verdict -> {
          switch (verdict) {
            case APPLIED -> {}
            case REFUSED -> warnings.add("cannot_merge_already_identified");
            case SET_ASIDE -> warnings.add("set_aside");
            case ILLEGAL -> warnings.add("cannot_merge_with_illegal_distinct_id");
            case PERSONLESS -> warnings.add("invalid_event_when_process_person_profile_is_false");
          }
        });
    return warnings;
  }

  private static SequentialOracle.Verdict verdict(MergeOutcome outcome) {
    return switch (outcome) {
      case JOINED, NOTHING_TO_DO -> SequentialOracle.Verdict.APPLIED;
      case REFUSED -> SequentialOracle.Verdict.REFUSED;
      case SET_ASIDE -> SequentialOracle.Verdict.SET_ASIDE;
    };
  }
}
