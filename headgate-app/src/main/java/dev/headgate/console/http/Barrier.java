package dev.headgate.console.http;

import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import java.util.Map;
import java.util.TreeMap;

/// A place in a lane of the log, in text: `0:120,1:98,..` (partition, offset), so that a client can
/// ask until everything before it is stored.
final class Barrier {
  private Barrier() {}

  static String of(Map<Partition, Long> end) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(end)
        .forEach((partition, offset) ->
            text.append(text.isEmpty() ? "" : ",")
                .append(partition.number())
                .append(':')
                .append(offset.longValue()));
    return text.toString();
  }

  /// How many records before the barrier are not stored.
  static long lag(Lane lane, String barrier, Map<Partition, Long> committed) {
    long lag = 0;
    for (String place : barrier.isEmpty() ? new String[0] : barrier.split(",", -1)) {
      String[] sides = place.split(":", 2);
      Partition partition = new Partition(lane, Integer.parseInt(sides[0]));
      lag += Math.max(0, Long.parseLong(sides[1]) - committed.getOrDefault(partition, 0L));
    }
    return lag;
  }
}
