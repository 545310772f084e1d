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
    double left = seconds(elapsed);
    double rate = startPerSecond;
    for (Stage stage : stages) {
      double length = seconds(stage.duration());
      if (left < length) {
        return rate + (stage.targetPerSecond() - rate) * left / length;
      }
      left -= length;
      rate = stage.targetPerSecond();
    }
    return rate;
  }

  /// The integral of the rate: how many permits are out by this time.
  public double permitsBy(Duration elapsed) {
    double left = seconds(elapsed);
    double rate = startPerSecond;
    double permits = 0;
    for (Stage stage : stages) {
      double length = seconds(stage.duration());
      double slope = (stage.targetPerSecond() - rate) / length;
      double within = Math.min(left, length);
      permits += rate * within + slope * within * within / 2;
      if (left <= length) {
        return permits;
      }
      left -= length;
      rate = stage.targetPerSecond();
    }
    return permits + rate * left;
  }

  /// The inverse of {@link #permitsBy}: when this many permits are out.
  public Duration timeOf(double permits) {
    double left = permits;
    double rate = startPerSecond;
    double time = 0;
    for (Stage stage : stages) {
      double length = seconds(stage.duration());
      double inStage = (rate + stage.targetPerSecond()) / 2 * length;
      if (left <= inStage) {
        double slope = (stage.targetPerSecond() - rate) / length;
        // The root of rate*t + slope*t*t/2 = left that stays exact as the slope goes to zero.
        double root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * left));
        return ofSeconds(time + 2 * left / (rate + root));
      }
      left -= inStage;
      time += length;
      rate = stage.targetPerSecond();
    }
    return ofSeconds(time + left / rate);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  public double peakPerSecond() {
    return Math.max(
        startPerSecond, stages.stream().mapToDouble(Stage::targetPerSecond).max().orElseThrow());
  }
}
