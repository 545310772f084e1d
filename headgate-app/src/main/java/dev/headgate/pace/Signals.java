package dev.headgate.pace;

import java.time.Duration;

/// What a pipeline feels, as of some time ago.
///
/// @param age how old this is
/// @param liveDelay how long the oldest live event that is not stored yet has been in the log
/// @param captureLatency 99th percentile of the time that a live request took, of the last seconds
/// @param livePerSecond live events that came, of the last seconds
/// @param historicalPerSecond events of imports that came, likewise
/// @param waiting events of imports that are in the log and not stored yet
/// @param storedPerSecond events of imports that were stored, of the last seconds; 0 where too
///   little was to tell
/// @param oldest how long the oldest of the events that wait has been in the log
public record Signals(
    Duration age,
    Duration liveDelay,
    Duration captureLatency,
    double livePerSecond,
    double historicalPerSecond,
    double waiting,
    double storedPerSecond,
    Duration oldest) {

  /// How long the stores need for what waits, at their present rate; zero also where nothing is
  /// known of that rate.
  public Duration backlog() {
    double seconds = storedPerSecond > 0 ? waiting / storedPerSecond : 0;
    return Duration.ofMillis(Math.round(Math.min(seconds, 3600) * 1000));
  }
}
