package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowedEnvelopeTest {
  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  @Test
  void nothingIsMadeUpForAfterASlowTime() {
    SlowedEnvelope slowed = new SlowedEnvelope(Envelopes.constant(1_000));
    slowed.slowTo(0.25, seconds(10));
    assertThat(slowed.rateAt(seconds(12))).isEqualTo(250);
    slowed.slowTo(1, seconds(14));
    assertThat(slowed.permitsBy(seconds(10))).isEqualTo(10_000);
    assertThat(slowed.permitsBy(seconds(14))).isEqualTo(11_000);
    assertThat(slowed.permitsBy(seconds(16))).isEqualTo(13_000);
    assertThat(slowed.timeOf(10_500)).isEqualTo(seconds(12));
    assertThat(slowed.timeOf(12_000)).isEqualTo(seconds(15));
  }

  @Test
  void aFactorLiesAboveNothingAndUpToOne() {
    SlowedEnvelope slowed = new SlowedEnvelope(Envelopes.constant(1_000));
    for (double no : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> slowed.slowTo(no, seconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void itIsTheIntegralOfFactorTimesRate(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.random(random);
    SlowedEnvelope slowed = new SlowedEnvelope(envelope);
    double step = 0.001;
    double sum = 0;
    double factor = 1;
    double nextChange = random.nextDouble();
    for (int i = 0; i < 60_000; i++) {
      double now = i * step;
      if (now >= nextChange) {
        factor = 0.01 + 0.99 * random.nextDouble();
        slowed.slowTo(factor, seconds(now));
        nextChange = now + random.nextDouble() * 3;
      }
      sum += factor * envelope.rateAt(seconds(now + step / 2)) * step;
      if (i % 500 == 0) {
        String what = "seed " + seed + " at " + now;
        Duration at = seconds(now + step);
        assertThat(slowed.permitsBy(at)).as(what).isCloseTo(sum, within(1 + sum / 1_000));
        assertThat(slowed.permitsBy(slowed.timeOf(sum))).as(what).isCloseTo(sum, within(0.01));
      }
    }
  }
}
