package dev.headgate.eventlog;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;

/// How many partitions the events of an id use. Asked for every event.
@FunctionalInterface
public interface Locality {
  /// All events of an id are in one partition.
  Locality ONE_PARTITION = (_, _, _) -> 1;

  /// At least 1; more than there are is as many as there are.
  int partitionsOf(Lane lane, ProjectId project, DistinctId id);

  /// The partition of an event: by its uuid one of those its id uses, so that a copy meets the
  /// first.
  ///
  /// @param home the id's own partition, from 0
  /// @param used how many the id uses
  /// @param partitions there are
  static int partition(int home, EventId uuid, int used, int partitions) {
    int choices = Math.min(used, partitions);
    return choices <= 1
        ? home
        : (home + Math.floorMod(Long.hashCode(uuid.high() * 31 + uuid.low()), choices))
            % partitions;
  }
}
