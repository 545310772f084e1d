package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

  @Test
  void aBatchWaitsUntilItsLastPermitIsOut() {
    Pacer pacer = new Pacer(Envelopes.constant(1_000));
    assertThat(pacer.delayFor(100, Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
    assertThat(pacer.delayFor(100, Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    assertThat(pacer.delayFor(50, Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aShortDelayIsMadeUpFor() {
    Pacer pacer = new Pacer(Envelopes.constant(1_000));
    pacer.delayFor(100, Duration.ZERO);
    assertThat(pacer.delayFor(100, Duration.ofMillis(300))).isZero();
    assertThat(pacer.delayFor(100, Duration.ofMillis(300))).isZero();
    assertThat(pacer.delayFor(100, Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void whatWasMissedInALongStallExpires() {
    Pacer pacer = new Pacer(Envelopes.constant(1_000));
    Duration afterStall = Duration.ofSeconds(60);
    assertThat(pacer.delayFor(100, afterStall)).isZero();
    assertThat(pacer.delayFor(100, afterStall)).isZero();
    assertThat(pacer.delayFor(100, afterStall)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aBatchThatIsRareByItsEnvelopeNeverLosesItsTurn() {
    Pacer pacer = new Pacer(Envelopes.constant(10));
    assertThat(pacer.delayFor(500, Duration.ZERO)).isEqualTo(Duration.ofSeconds(50));
    // Asked for four seconds late: as much as a batch is kept.
    assertThat(pacer.delayFor(500, Duration.ofSeconds(54))).isEqualTo(Duration.ofSeconds(46));
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void whatIsSentByAnyTimeIsAtMostTheIntegral(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.random(random);
    Pacer pacer = new Pacer(envelope);
    Duration now = Duration.ZERO;
    long sent = 0;
    for (int batch = 0; batch < 5_000; batch++) {
      int events = random.nextInt(1, 1_000);
      now = now.plus(pacer.delayFor(events, now));
      sent += events;
      assertThat((double) sent)
          .as("seed %d, batch %d of %s", seed, batch, envelope)
          .isLessThanOrEqualTo(envelope.permitsBy(now) + 0.01);
      if (random.nextInt(100) == 0) {
        now = now.plusMillis(random.nextInt(2_000));
      }
    }
  }

  @Test
  void everySecondIsWithinTwoPercentOfTheIntegral() {
    long seed = 27;
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.ramp(5_000, Duration.ofSeconds(60));
    Pacer pacer = new Pacer(envelope);
    long[] arrived = new long[60];
    Duration now = Duration.ZERO;
    while (true) {
      int events = pacer.evenBatch(500, now);
      now = now.plus(pacer.delayFor(events, now));
      Duration arrival = now.plusNanos(random.nextInt(1_000_000, 4_000_000));
      if (arrival.toSeconds() >= arrived.length) {
        break;
      }
      arrived[(int) arrival.toSeconds()] += events;
    }
    for (int second = 0; second < arrived.length; second++) {
      double due =
          envelope.permitsBy(Duration.ofSeconds(second + 1))
              - envelope.permitsBy(Duration.ofSeconds(second));
      assertThat((double) arrived[second])
          .as("seed %d, second %d", seed, second)
          .isCloseTo(due, within(0.02 * due));
    }
  }

  @Test
  void anEvenBatchIsAHundredthOfTheRate() {
    Pacer pacer = new Pacer(Envelopes.ramp(5_000, Duration.ofSeconds(60)));
    assertThat(pacer.evenBatch(500, Duration.ZERO)).isEqualTo(5);
    assertThat(pacer.evenBatch(500, Duration.ofSeconds(30))).isEqualTo(50);
    assertThat(pacer.evenBatch(20, Duration.ofSeconds(30))).isEqualTo(20);
    assertThat(new Pacer(Envelopes.constant(3)).evenBatch(500, Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void anEmptyBatchIsAMistake() {
    Pacer pacer = new Pacer(Envelopes.constant(10));
    assertThatThrownBy(() -> pacer.delayFor(0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
