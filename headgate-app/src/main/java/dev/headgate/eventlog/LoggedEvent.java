package dev.headgate.eventlog;

/// An event as it is read back from the log.
///
/// @param offset its place in the partition; the next one to read is at least `offset + 1`
public record LoggedEvent(Partition partition, long offset, CapturedEvent captured) {}
