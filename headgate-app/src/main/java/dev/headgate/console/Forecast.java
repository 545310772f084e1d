package dev.headgate.console;

import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.util.Optional;

/// When an import that runs will be through.
///
/// ```
/// rate now = the lesser of envelope and cap, times the governor's factor
/// ```
///
/// Where the importer keeps to that, the rest is due when the envelope says, under cap and factor
/// as they are now; where it is much slower, when its own rate says.
///
/// @param cap most events a second, however high the envelope; infinite without one
/// @param factor above 0 and at most 1
public record Forecast(Envelope envelope, double cap, double factor) {
  /// Below this part of what it may, an importer is taken to be as fast as it can.
  private static final double KEEPS_UP = 0.8;

  private static final int STEPS = 1_000;
  private static final Duration FARTHEST = Duration.ofDays(3_650);

  public Forecast {
    if (!(cap > 0 && factor > 0)) {
      throw new IllegalArgumentException("what runs has a rate: " + cap + ", " + factor);
    }
  }

  /// Events a second that are allowed at a time on the envelope.
  public double rateAt(Duration elapsed) {
    return Math.min(envelope.rateAt(elapsed), cap) * factor;
  }

  /// How long the rest takes from here; empty if it takes longer than anybody plans.
  ///
  /// @param elapsed where on the envelope it is
  /// @param came events a second of late; 0 where nothing is known of it
  public Optional<Duration> left(long events, Duration elapsed, double came) {
    if (events <= 0) {
      return Optional.of(Duration.ZERO);
    }
    double seconds =
        came > 0 && came < KEEPS_UP * rateAt(elapsed)
            ? events / came
            : bySteps((double) events, elapsed);
    return seconds < FARTHEST.toSeconds()
        ? Optional.of(Duration.ofMillis(Math.round(seconds * 1_000)))
        : Optional.empty();
  }

  /// Walks the rest of the envelope's stages in small steps; after them the rate stays.
  private double bySteps(double events, Duration elapsed) {
    Duration end = Duration.ZERO;
    for (var stage : envelope.stages()) {
      end = end.plus(stage.duration());
    }
    double ahead = Math.max(0, end.minus(elapsed).toNanos() / 1e9);
    double step = ahead / STEPS;
    double left = events;
    for (int i = 0; i < STEPS && step > 0; i++) {
      double rate = rateAt(elapsed.plusNanos(Math.round((i + 0.5) * step * 1e9)));
      if (rate * step >= left) {
        return i * step + left / rate;
      }
      left -= rate * step;
    }
    return ahead + left / rateAt(elapsed.compareTo(end) > 0 ? elapsed : end);
  }
}
