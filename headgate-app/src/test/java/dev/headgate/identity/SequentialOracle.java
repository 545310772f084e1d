package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.IllegalIds;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// What the persons must be: a processor that reads every event once, in (event time, uuid) order,
/// and does to its persons what PostHog does, but where Headgate differs on purpose. It knows
/// nothing of registers, stamps or folds.
public final class SequentialOracle {
  /// What became of a merge that an event asked for.
  public enum Verdict {
    APPLIED,
    REFUSED,
    SET_ASIDE,
    ILLEGAL,
    PERSONLESS
  }

  private final int project;
  private final int idLimit;
  private final Map<String, Someone> personOf = new HashMap<>();
  private final Set<String> metPersonless = new HashSet<>();
  private final Map<EventId, Verdict> verdicts = new HashMap<>();

  private SequentialOracle(int project, int idLimit) {
    this.project = project;
    this.idLimit = idLimit;
  }

  public static SequentialOracle of(int project, int idLimit, Collection<Happening> history) {
    SequentialOracle oracle = new SequentialOracle(project, idLimit);
    new HashSet<>(history)
        .stream()
            .sorted(Comparator.comparingLong(Happening::micros).thenComparing(Happening::uuid))
            .forEach(oracle::process);
    return oracle;
  }

  public Map<EventId, Verdict> verdicts() {
    return verdicts;
  }

  public Set<Person> persons() {
    Set<Person> persons = new HashSet<>();
    for (Someone someone : new HashSet<>(personOf.values())) {
      persons.add(someone.person(project));
    }
    return persons;
  }

  private void process(Happening h) {
    if (h.personless()) {
      metPersonless.add(h.id());
      if (h.merge() != null) {
        verdicts.put(h.uuid(), Verdict.PERSONLESS);
      }
      return;
    }
    if (h.merge() != null) {
      verdicts.put(h.uuid(), merge(h));
    }
    Someone person = findOrMake(h.id(), h.micros());
    if (person.seen.isEmpty()) {
      person.seen = OptionalLong.of(h.micros());
    }
    h.setOnce().forEach((key, value) -> person.properties.putIfAbsent(key, Optional.of(value)));
    h.set().forEach((key, value) -> person.properties.put(key, Optional.of(value)));
    h.unset().forEach(key -> person.properties.put(key, Optional.empty()));
  }

  private Verdict merge(Happening h) {
    if (h.id().equals(h.other())) {
      return Verdict.APPLIED;
    }
    if (IllegalIds.isIllegal(h.id()) || IllegalIds.isIllegal(h.other())) {
      return Verdict.ILLEGAL;
    }
    boolean intoExists = personOf.containsKey(h.id());
    boolean otherExists = personOf.containsKey(h.other());
    boolean otherFirst = metPersonless.contains(h.other()) && !metPersonless.contains(h.id());
    boolean otherWasIdentified = otherExists && findOrMake(h.other(), h.micros()).identified;
    Someone into = findOrMake(h.id(), h.micros());
    Someone other = findOrMake(h.other(), h.micros());
    into.identified = true;
    other.identified = true;
    if (into == other) {
      return Verdict.APPLIED;
    }
    if (intoExists && otherWasIdentified && h.merge() != MergeKind.MERGE_DANGEROUSLY) {
      return Verdict.REFUSED;
    }
    if (into.ids.size() + other.ids.size() > idLimit) {
      return Verdict.SET_ASIDE;
    }
    boolean otherSurvives = !intoExists && (otherExists || otherFirst);
    into.takeIn(other);
    if (otherSurvives) {
      into.first = other.first;
    }
    into.ids.forEach(id -> personOf.put(id, into));
    return Verdict.APPLIED;
  }

  private Someone findOrMake(String id, long micros) {
    return personOf.computeIfAbsent(id, _ -> new Someone(id, micros));
  }

  /// A person in the making. A property that is there but empty was unset: `$set_once` leaves it
  /// so.
  private static final class Someone {
    private String first;
    private final long named;
    private OptionalLong seen = OptionalLong.empty();
    private boolean identified;
    private final Set<String> ids = new LinkedHashSet<>();
    private final Map<String, Optional<Integer>> properties = new HashMap<>();

    Someone(String first, long named) {
      this.first = first;
      this.named = named;
      ids.add(first);
    }

    void takeIn(Someone other) {
      ids.addAll(other.ids);
      if (seen.isEmpty() || (other.seen.isPresent() && other.seen.getAsLong() < seen.getAsLong())) {
        seen = other.seen;
      }
      other.properties.forEach((key, theirs) -> {
        Optional<Integer> mine = properties.getOrDefault(key, Optional.empty());
        properties.put(key, mine.isPresent() ? mine : theirs);
      });
    }

    Person person(int project) {
      NamedIds namedIds =
          new NamedIds(EventId.parse("932979b4-65c3-4424-8467-0b66ec27bc22").orElseThrow());
      TreeMap<String, JsonBytes> values = new TreeMap<>();
      properties.forEach(
          (key, value) -> value.ifPresent(v -> values.put(key, JsonBytes.of(v.toString()))));
      return new Person(
          namedIds.of((project + ":" + first).getBytes(StandardCharsets.UTF_8)),
          ids.stream().map(DistinctId::new).sorted().toList(),
          identified,
          seen.orElse(named),
          values);
    }
  }
}
