package dev.headgate.eventlog;

import dev.headgate.event.ProjectToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The durable log. Thread-safe for writers; readers belong to one thread each.
///
/// Events of one (token, distinct_id) share a partition, or the few that a {@link Locality} lets a
/// hot id use; copies of one uuid share a partition either way.
public interface EventLog extends AutoCloseable {
  /// A log that does not take an event within this does not take it.
  Duration LONGEST_PATIENCE = Duration.ofSeconds(30);

  /// Writes all events and returns once every one of them is durable (for Kafka: acknowledged by
  /// all in-sync replicas). The time of the records is the time of this call, never the events'.
  ///
  /// @param patience how long to wait for that at most
  /// @throws LogFault if one or more could not be made durable in time; some may have been, or may
  ///   still become so, and sending all again is safe
  void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault;

  /// The same with the patience that the log itself has.
  default void append(Lane lane, ProjectToken token, List<CapturedEvent> events) throws LogFault {
    append(lane, token, events, LONGEST_PATIENCE);
  }

  /// Longest encoded event ({@link LogCodec#lengthAtMost}) that can be appended. A longer one fails
  /// the whole `append`, so ask first.
  int maxEventBytes();

  /// Opens a reader at the given offsets (the next to read). A partition not named, or named with
  /// an offset that was deleted already, starts at its beginning. Reads all partitions of all
  /// lanes.
  ///
  /// @throws LogFault also if an offset lies beyond the end: the log is not the one it was taken
  ///   from, or has lost events
  LogReader reader(Map<Partition, Long> from) throws LogFault;

  /// The offset after the last record of every partition, now.
  Map<Partition, Long> endOffsets() throws LogFault;

  /// About how many events so many records of a lane hold: a record may hold several, all of one
  /// request and partition. Zero for none, and never fewer than the records.
  default long eventsIn(Lane lane, long records) {
    return records;
  }

  /// Events handed to each partition since this log was opened.
  default Map<Partition, Long> handed() {
    return Map.of();
  }

  /// Lets the log forget what lies before these offsets: both stores have committed it.
  void deleteBefore(Map<Partition, Long> committed) throws LogFault;

  @Override
  void close();
}
