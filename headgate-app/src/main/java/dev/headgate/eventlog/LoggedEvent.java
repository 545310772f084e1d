package dev.headgate.eventlog;

/// An event as it is read back from the log.
///
/// @param offset the place of its record in the partition, shared by all events of the record; the
///   next record is at least at `offset + 1`
/// @param capturedMillis when it was captured, in milliseconds since 1970: the record's timestamp,
///   which no reader changes
public record LoggedEvent(
    Partition partition, long offset, long capturedMillis, CapturedEvent captured) {

  /// Whether both stand in the same record.
  public boolean ofOneRecordWith(LoggedEvent other) {
    return offset == other.offset && partition.equals(other.partition);
  }
}
