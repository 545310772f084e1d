package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Person;
import java.util.Map;
import java.util.function.Consumer;

/// Keeps what makes persons: merge facts, sightings and property registers, and which ids are one
/// person because of them. Whatever is written is a fact: writing it twice, or in another order,
/// changes nothing. Any number of threads may use it.
public interface PersonStore extends PersonChanges, AutoCloseable {

  /// Adds facts and the offsets they were read up to, durably, and marks the ids whose person may
  /// change. Offsets are never there without their facts; after a crash a part of the facts may be
  /// there without their offsets. Of two merges under one uuid the first stored stays.
  void apply(PersonFacts facts, Map<Partition, Long> offsets) throws StoreFault;

  /// The next offset to read of every partition ever applied.
  Map<Partition, Long> offsets() throws StoreFault;

  /// Computes some of the persons anew that are marked, a few thousand ids, so that nobody who
  /// writes or reads waits long. Those that live events marked come before those that only
  /// historical ones did.
  ///
  /// @return whether there may be more
  boolean foldSome() throws StoreFault;

  /// Brings persons up to date with all facts; cheap when nothing is marked. Readers below do it by
  /// themselves.
  default void fold() throws StoreFault {
    boolean more = true;
    while (more) {
      more = foldSome();
    }
  }

  /// Folds, and holds that moment still for any number of questions.
  PersonSnapshot snapshot() throws StoreFault;

  /// Every person of a project, sorted by smallest distinct_id, as of one moment.
  default void forEachPerson(ProjectId project, Consumer<Person> each) throws StoreFault {
    try (PersonSnapshot now = snapshot()) {
      now.forEachPerson(project, each);
    }
  }

  /// The id of the person that a distinct_id belongs to now.
  default EventId personOf(ProjectId project, DistinctId id) throws StoreFault {
    try (PersonSnapshot now = snapshot()) {
      return now.personOf(project, id);
    }
  }

  /// What became of the merges that an import's events asked for.
  default MergeCounts merges(ProjectId project, int importNumber) throws StoreFault {
    try (PersonSnapshot now = snapshot()) {
      return now.merges(project, importNumber);
    }
  }

  @Override
  void close();
}
