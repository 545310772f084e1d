package dev.headgate.eventlog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// How long the oldest record of a lane that is not stored yet has been in the log, to within the
/// time between two looks: a record is taken to have come right after the last look that did not
/// find it. What the first look finds counts from then.
///
/// Not thread-safe.
public final class LagAge {
  /// More are not remembered: what came after so many is taken to be as old as the last of them.
  private static final int MOST_LOOKS = 1_000;

  private record Look(Instant at, Map<Partition, Long> ends) {}

  private final Lane lane;
  private final ArrayDeque<Look> looks = new ArrayDeque<>();

  public LagAge(Lane lane) {
    this.lane = lane;
  }

  /// Looks again.
  ///
  /// @param ends of all partitions, after their last records
  /// @param committed the next offset to store of every partition
  /// @return zero if all is stored
  public Duration look(Instant now, Map<Partition, Long> ends, Map<Partition, Long> committed) {
    while (!looks.isEmpty() && stored(looks.getFirst().ends, committed)) {
      Look stored = looks.removeFirst();
      if (looks.isEmpty() || !stored(looks.getFirst().ends, committed)) {
        looks.addFirst(stored);
        break;
      }
    }
    Map<Partition, Long> ofLane = new HashMap<>(ends);
    ofLane.keySet().removeIf(partition -> partition.lane() != lane);
    if (stored(ofLane, committed)) {
      looks.clear();
    }
    if (looks.size() < MOST_LOOKS) {
      looks.addLast(new Look(now, ofLane));
    }
    return Duration.between(looks.getFirst().at, now);
  }

  private static boolean stored(Map<Partition, Long> ends, Map<Partition, Long> committed) {
    return ends.entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
