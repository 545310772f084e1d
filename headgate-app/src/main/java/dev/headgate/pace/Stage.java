package dev.headgate.pace;

import java.time.Duration;

/// A stretch of an envelope: the rate moves in a straight line from where it was to the target.
///
/// @param targetPerSecond events a second at its end
public record Stage(Duration duration, double targetPerSecond) {
  public Stage {
    if (duration.isNegative() || duration.isZero() || !(targetPerSecond > 0)) {
      throw new IllegalArgumentException("a stage lasts and has a rate: " + duration);
    }
  }
}
