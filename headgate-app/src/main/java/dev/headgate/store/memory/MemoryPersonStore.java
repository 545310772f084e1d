package dev.headgate.store.memory;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.IdRegisters;
import dev.headgate.store.ChangeLag;
import dev.headgate.store.PersonChange;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.PersonStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Persons in memory: every reader gets a copy of the facts and folds all of them. Nothing is
/// durable.
public final class MemoryPersonStore implements PersonStore {
  private final int idLimit;
  private final Map<ProjectId, Map<DistinctId, IdRegisters>> registers = new HashMap<>();
  private final Map<ProjectId, Map<EventId, PersonFacts.Merge>> merges = new HashMap<>();
  private final Map<Partition, Long> offsets = new HashMap<>();
  private final EventId storeId;
  private final InstantSource clock;
  private final Map<ProjectId, Map<DistinctId, Member>> members = new HashMap<>();
  private final Map<ProjectId, Long> latest = new HashMap<>();
  private boolean folded;

  /// Whose person an id is, and since when.
  private record Member(PersonChange change, Instant at) {}

  /// @param idLimit the most ids of one person
  public MemoryPersonStore(int idLimit) {
    this(idLimit, InstantSource.system());
  }

  /// @param idLimit the most ids of one person
  /// @param clock that tells when changes are made
  public MemoryPersonStore(int idLimit, InstantSource clock) {
    this.idLimit = idLimit;
    this.clock = clock;
    UUID random = UUID.randomUUID();
    this.storeId = new EventId(random.getMostSignificantBits(), random.getLeastSignificantBits());
  }

  @Override
  public synchronized void apply(PersonFacts facts, Map<Partition, Long> readUpTo) {
    facts
        .registers()
        .forEach((project, byId) -> {
          Map<DistinctId, IdRegisters> ours =
              registers.computeIfAbsent(project, _ -> new HashMap<>());
          byId.forEach((id, news) -> ours.merge(id, news, IdRegisters::merge));
        });
    for (PersonFacts.Merge merge : facts.merges()) {
      merges
          .computeIfAbsent(merge.project(), _ -> new LinkedHashMap<>())
          .putIfAbsent(merge.at().uuid(), merge);
    }
    offsets.putAll(readUpTo);
    facts.registers().keySet().forEach(project -> members.putIfAbsent(project, new HashMap<>()));
    facts.merges().forEach(merge -> members.putIfAbsent(merge.project(), new HashMap<>()));
    folded = false;
  }

  @Override
  public synchronized Map<Partition, Long> offsets() {
    return Map.copyOf(offsets);
  }

  /// A snapshot folds for itself; this numbers the changes.
  @Override
  public synchronized boolean foldSome() {
    if (!folded) {
      folded = true;
      MemoryPersonSnapshot now = copy();
      members.forEach((project, known) ->
          now.members(project).forEach((id, person) -> change(project, known, id, person)));
    }
    return false;
  }

  private void change(
      ProjectId project, Map<DistinctId, Member> known, DistinctId id, EventId person) {
    Member before = known.get(id);
    if (before == null || !before.change.person().equals(person)) {
      long number = latest.merge(project, 1L, Long::sum);
      known.put(id, new Member(new PersonChange(id, person, number), clock.instant()));
    }
  }

  @Override
  public synchronized PersonSnapshot snapshot() {
    foldSome();
    return copy();
  }

  private MemoryPersonSnapshot copy() {
    Map<ProjectId, Map<DistinctId, IdRegisters>> copiedRegisters = new HashMap<>();
    registers.forEach((project, byId) -> copiedRegisters.put(project, Map.copyOf(byId)));
    Map<ProjectId, Map<EventId, PersonFacts.Merge>> copiedMerges = new HashMap<>();
    merges.forEach((project, byUuid) -> copiedMerges.put(project, Map.copyOf(byUuid)));
    return new MemoryPersonSnapshot(copiedRegisters, copiedMerges, offsets(), idLimit);
  }

  @Override
  public EventId storeId() {
    return storeId;
  }

  @Override
  public synchronized Map<ProjectId, Long> latestChanges() {
    return Map.copyOf(latest);
  }

  @Override
  public synchronized List<PersonChange> changes(ProjectId project, long after, int most) {
    return after(project, after).map(Member::change).limit(most).toList();
  }

  @Override
  public synchronized ChangeLag lag(ProjectId project, long after) {
    List<Member> behind = after(project, after).toList();
    return behind.isEmpty()
        ? ChangeLag.NONE
        : new ChangeLag(behind.size(), Duration.between(behind.getFirst().at, clock.instant()));
  }

  private Stream<Member> after(ProjectId project, long after) {
    return members.getOrDefault(project, Map.of()).values().stream()
        .filter(member -> member.change.number() > after)
        .sorted(Comparator.comparingLong(member -> member.change.number()));
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
