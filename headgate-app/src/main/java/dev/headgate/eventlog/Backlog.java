package dev.headgate.eventlog;

/// How many events of a lane are in the log and not stored yet, by counting what was handed to it
/// and what was stored of it. Records alone would not tell: they hold one event or hundreds.
///
/// What the log held before anybody counted becomes known when it is empty for the first time;
/// until then each record counts for one event at least. Not thread-safe.
public final class Backlog {
  private boolean counted;

  /// Events that were stored and never handed over while somebody counted.
  private long before;

  /// Looks again.
  ///
  /// @param records of the lane that are not stored yet
  /// @param handed events handed to the log since the start
  /// @param stored events of the lane stored since the start
  public long events(long records, long handed, long stored) {
    if (records <= 0) {
      counted = true;
      before = stored - handed;
      return 0;
    }
    return counted
        ? Math.max(records, handed - stored + before)
        : Math.max(records, handed - stored);
  }
}
