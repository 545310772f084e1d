package dev.headgate.loadtest;

import java.time.Duration;
import java.util.OptionalDouble;

/// The figures of a load test so far, as thresholds look at them.
///
/// @param answered with 200
/// @param failed sent, and not answered with 200
/// @param dropped due, and not sent, because as many were under way as may be
/// @param latency of all that were sent
/// @param elapsed since the beginning
public record Figures(long answered, long failed, long dropped, Latency latency, Duration elapsed) {

  public long sent() {
    return answered + failed;
  }

  /// Empty where nothing was sent.
  public OptionalDouble failedShare() {
    return sent() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) failed / sent());
  }
}
