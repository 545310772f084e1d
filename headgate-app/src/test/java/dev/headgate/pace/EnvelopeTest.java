package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final Envelope TRAPEZE =
      new Envelope(
          100,
          List.of(
              new Stage(Duration.ofSeconds(10), 1_000),
              new Stage(Duration.ofSeconds(20), 1_000),
              new Stage(Duration.ofSeconds(5), 200)));

  @Test
  void ratesLieOnStraightLinesAndTheLastOneHolds() {
    assertThat(TRAPEZE.rateAt(Duration.ZERO)).isEqualTo(100);
    assertThat(TRAPEZE.rateAt(Duration.ofSeconds(5))).isEqualTo(550);
    assertThat(TRAPEZE.rateAt(Duration.ofSeconds(15))).isEqualTo(1_000);
    assertThat(TRAPEZE.rateAt(Duration.ofMillis(32_500))).isEqualTo(600);
    assertThat(TRAPEZE.rateAt(Duration.ofHours(1))).isEqualTo(200);
    assertThat(TRAPEZE.peakPerSecond()).isEqualTo(1_000);
  }

  @Test
  void permitsAreTheAreaUnderTheRates() {
    assertThat(TRAPEZE.permitsBy(Duration.ZERO)).isZero();
    assertThat(TRAPEZE.permitsBy(Duration.ofSeconds(10))).isCloseTo(5_500, within(1e-6));
    assertThat(TRAPEZE.permitsBy(Duration.ofSeconds(30))).isCloseTo(25_500, within(1e-6));
    assertThat(TRAPEZE.permitsBy(Duration.ofSeconds(35))).isCloseTo(28_500, within(1e-6));
    assertThat(TRAPEZE.permitsBy(Duration.ofSeconds(45))).isCloseTo(30_500, within(1e-6));
  }

  @Test
  void timeOfFindsWhenAPermitIsOut() {
    assertThat(TRAPEZE.timeOf(0)).isZero();
    assertThat(TRAPEZE.timeOf(5_500)).isEqualTo(Duration.ofSeconds(10));
    assertThat(TRAPEZE.timeOf(15_500)).isEqualTo(Duration.ofSeconds(20));
    assertThat(TRAPEZE.timeOf(30_500)).isEqualTo(Duration.ofSeconds(45));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void permitsAgreeWithSummingTheRateInSmallSteps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.random(random);
    double stepSeconds = 0.001;
    double sum = 0;
    for (int step = 0; step < 60_000; step++) {
      // The midpoint rule is exact on straight lines; what is left comes from the corners.
      sum += envelope.rateAt(Duration.ofNanos(step * 1_000_000L + 500_000L)) * stepSeconds;
      if (step % 1_000 == 0) {
        assertThat(envelope.permitsBy(Duration.ofMillis(step + 1)))
            .as("seed %d, step %d of %s", seed, step, envelope)
            .isCloseTo(sum, within(1e-6 * sum + 20));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void timeOfIsTheInverseOfPermitsBy(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 2_000; round++) {
      Envelope envelope = Envelopes.random(random);
      Duration time = Duration.ofNanos(random.nextLong(0, 300_000_000_000L));
      assertThat(envelope.timeOf(envelope.permitsBy(time)).toNanos())
          .as("seed %d, round %d: %s at %s", seed, round, envelope, time)
          .isCloseTo(time.toNanos(), within(100_000L));
    }
  }

  @Test
  void refusesRatesAndStagesThatNeverEnd() {
    assertThatThrownBy(() -> new Envelope(0, List.of(new Stage(Duration.ofSeconds(1), 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Envelope(1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stage(Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stage(Duration.ofSeconds(1), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
