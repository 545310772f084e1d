package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.pace.ArrivalGate.Decision;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An importer and the gate under a factor that moves, of which the importer hears only with the
/// answers it gets.
class PacedTogetherTest {
  private static final int RATE = 5_000;
  private static final int BATCH = 50;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theyStayTogetherWhateverTheFactorDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.constant(RATE);
    ArrivalGate gate = new ArrivalGate(envelope, BATCH, 0);
    SlowedEnvelope allowed = new SlowedEnvelope(envelope);
    Pacer pacer = new Pacer(envelope);
    double factor = 1;
    Duration now = Duration.ZERO;
    Duration change = Duration.ofSeconds(2);
    int letIn = 0;
    int refused = 0;
    int asked = 0;
    while (now.compareTo(Duration.ofMinutes(5)) < 0) {
      Duration due = now.plus(pacer.delayFor(BATCH, now));
      while (true) {
        now = due.compareTo(now) > 0 ? due : now;
        if (now.compareTo(change) >= 0) {
          factor = Math.floor((0.02 + 0.98 * random.nextDouble()) * 10_000) / 10_000;
          gate.slowTo(factor, change);
          allowed.slowTo(factor, change);
          change = change.plusSeconds(1 + random.nextInt(20));
        }
        asked++;
        Decision decision = gate.arrive(BATCH, now);
        pacer.slowTo(factor, now);
        if (decision instanceof Decision.TooEarly(Duration retryAfter)) {
          refused++;
          pacer.holdUntil(now.plus(retryAfter));
          due = now.plus(retryAfter);
        } else {
          letIn += BATCH;
          break;
        }
      }
    }
    String what = "seed " + seed + ": " + letIn + " in, " + refused + " of " + asked + " refused";
    assertThat(letIn / allowed.permitsBy(now)).as(what).isBetween(0.9, 1.01);
    assertThat((double) refused / asked).as(what).isLessThan(0.05);
  }
}
