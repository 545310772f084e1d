package dev.headgate.pace;

import java.time.Duration;
import java.util.List;

/// How many events may come, over time: stages with straight lines between their targets, as load
/// tests define ramping arrival rates. What has been allowed by a time is the integral of the rate;
/// after the last stage its target holds.
///
/// @param startPerSecond the rate at time zero
public record Envelope(double startPerSecond, List<Stage> stages) {

  public Envelope {
    stages = List.copyOf(stages);
    if (stages.isEmpty() || !(startPerSecond > 0)) {
      throw new IllegalArgumentException("an envelope starts with a rate and has a stage");
    }
  }

  /// Events a second at this time.
  public double rateAt(Duration elapsed) {
    throw new UnsupportedOperationException();
  }

  /// The integral of the rate: how many permits are out by this time.
  public double permitsBy(Duration elapsed) {
    throw new UnsupportedOperationException();
  }

  /// The inverse of {@link #permitsBy}: when this many permits are out.
  public Duration timeOf(double permits) {
    throw new UnsupportedOperationException();
  }

  public double peakPerSecond() {
    return Math.max(
        startPerSecond, stages.stream().mapToDouble(Stage::targetPerSecond).max().orElseThrow());
  }
}
