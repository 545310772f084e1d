package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one transaction of the event store writes.
///
/// @param events a spool of the same store
/// @param fresh the places in it of the events to be stored: new to the store, each uuid once
/// @param deduplicated what an import brought although another holder had it first
/// @param dropped what an app dropped
/// @param conflicts other events that came under the uuid of one that is stored, or is with this
///   segment; each (project, uuid, import) once
/// @param offsets the next offset to read of every partition the segment was read from
/// @param loadTests a spool of the same store with events of load tests, each uuid once; those that
///   the store has already are passed over
public record Segment(
    EventSpool events,
    BitSet fresh,
    List<Deduplicated> deduplicated,
    List<Dropped> dropped,
    List<Conflict> conflicts,
    Map<Partition, Long> offsets,
    Optional<EventSpool> loadTests) {

  /// One without events of load tests.
  public Segment(
      EventSpool events,
      BitSet fresh,
      List<Deduplicated> deduplicated,
      List<Dropped> dropped,
      List<Conflict> conflicts,
      Map<Partition, Long> offsets) {
    this(events, fresh, deduplicated, dropped, conflicts, offsets, Optional.empty());
  }

  /// Events to be stored, those of load tests among them.
  public int size() {
    return fresh.cardinality() + loadTests.map(EventSpool::size).orElse(0);
  }

  /// The same, with these conflicts.
  public Segment with(List<Conflict> found) {
    return new Segment(events, fresh, deduplicated, dropped, found, offsets, loadTests);
  }

  /// An event that another holder had first.
  ///
  /// @param importNumber the import that brought it
  /// @param holder the import that has it; 0 for live traffic
  public record Deduplicated(ProjectId project, EventId uuid, int importNumber, int holder) {}

  public record Dropped(ProjectId project, EventId uuid, int importNumber, String app) {}
}
