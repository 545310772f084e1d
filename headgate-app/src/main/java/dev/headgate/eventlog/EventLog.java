package dev.headgate.eventlog;

import dev.headgate.event.ProjectToken;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The durable log. Thread-safe for writers; readers belong to one thread each.
///
/// Events of one (token, distinct_id) share a partition, so that a retry meets its first copy.
public interface EventLog extends AutoCloseable {

  /// Writes all events and returns once every one of them is durable (for Kafka: acknowledged by
  /// all in-sync replicas). The time of the records is the time of this call, never the events'.
  ///
  /// @throws LogFault if one or more could not be made durable in time; some may have been, and
  ///   sending all again is safe
  void append(Lane lane, ProjectToken token, List<CapturedEvent> events) throws LogFault;

  /// Longest encoded event ({@link LogCodec#lengthAtMost}) that can be appended. A longer one fails
  /// the whole `append`, so ask first.
  int maxEventBytes();

  /// Opens a reader at the given offsets (the next to read). A partition not named, or named with
  /// an offset that was deleted already, starts at its beginning. Reads all partitions of both
  /// lanes.
  ///
  /// @throws LogFault also if an offset lies beyond the end: the log is not the one it was taken
  ///   from, or has lost events
  LogReader reader(Map<Partition, Long> from) throws LogFault;

  /// The offset after the last record of every partition, now.
  Map<Partition, Long> endOffsets() throws LogFault;

  /// How many events each partition holds at or after the given offsets (the next to read).
  default Map<Partition, Long> lag(Map<Partition, Long> next) throws LogFault {
    Map<Partition, Long> lag = new TreeMap<>(endOffsets());
    lag.replaceAll((partition, end) -> Math.max(0, end - next.getOrDefault(partition, 0L)));
    return lag;
  }

  /// Lets the log forget what lies before these offsets: both stores have committed it.
  void deleteBefore(Map<Partition, Long> committed) throws LogFault;

  @Override
  void close();
}
