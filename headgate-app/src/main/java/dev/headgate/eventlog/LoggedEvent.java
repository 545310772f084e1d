package dev.headgate.eventlog;

/// An event as it is read back from the log.
///
/// @param offset the place of its record in the partition, shared by all events of the record; the
///   next record is at least at `offset + 1`
public record LoggedEvent(Partition partition, long offset, CapturedEvent captured) {

  /// Whether both stand in the same record.
  public boolean ofOneRecordWith(LoggedEvent other) {
    return offset == other.offset && partition.equals(other.partition);
  }
}
