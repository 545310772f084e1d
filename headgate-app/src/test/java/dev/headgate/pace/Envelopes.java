package dev.headgate.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Envelopes for tests.
final class Envelopes {
  private Envelopes() {}

  /// From a tenth of the peak to the peak over a tenth of the time, then the peak.
  static Envelope ramp(double peakPerSecond, Duration whole) {
    Duration rise = whole.dividedBy(10);
    return new Envelope(
        peakPerSecond / 10,
        List.of(new Stage(rise, peakPerSecond), new Stage(whole.minus(rise), peakPerSecond)));
  }

  static Envelope constant(double perSecond) {
    return new Envelope(perSecond, List.of(new Stage(Duration.ofSeconds(1), perSecond)));
  }

  /// One to six stages that rise, fall or hold, of up to half a minute and 20,000/s each.
  static Envelope random(RandomGenerator random) {
    List<Stage> stages = new ArrayList<>();
    double rate = 1 + random.nextDouble() * 5_000;
    double start = rate;
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      rate = random.nextInt(4) == 0 ? rate : 1 + random.nextDouble() * 20_000;
      stages.add(new Stage(Duration.ofMillis(random.nextInt(1, 30_000)), rate));
    }
    return new Envelope(start, stages);
  }
}
