package dev.headgate.store.memory;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.IdRegisters;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.PersonStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Persons in memory: every reader gets a copy of the facts and folds all of them. Nothing is
/// durable.
public final class MemoryPersonStore implements PersonStore {
  private final int idLimit;
  private final Map<ProjectId, Map<DistinctId, IdRegisters>> registers = new HashMap<>();
  private final Map<ProjectId, Map<EventId, PersonFacts.Merge>> merges = new HashMap<>();
  private final Map<Partition, Long> offsets = new HashMap<>();

  /// @param idLimit the most ids of one person
  public MemoryPersonStore(int idLimit) {
    this.idLimit = idLimit;
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
  }

  @Override
  public synchronized Map<Partition, Long> offsets() {
    return Map.copyOf(offsets);
  }

  @Override
  public boolean foldSome() {
    return false; // A snapshot folds for itself.
  }

  @Override
  public synchronized PersonSnapshot snapshot() {
    Map<ProjectId, Map<DistinctId, IdRegisters>> copiedRegisters = new HashMap<>();
    registers.forEach((project, byId) -> copiedRegisters.put(project, Map.copyOf(byId)));
    Map<ProjectId, Map<EventId, PersonFacts.Merge>> copiedMerges = new HashMap<>();
    merges.forEach((project, byUuid) -> copiedMerges.put(project, Map.copyOf(byUuid)));
    return new MemoryPersonSnapshot(copiedRegisters, copiedMerges, offsets(), idLimit);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
