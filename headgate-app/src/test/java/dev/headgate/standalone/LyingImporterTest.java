package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Admission;
import dev.headgate.admit.Grant;
import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.GrantToken;
import dev.headgate.admit.Requests;
import dev.headgate.event.ProjectId;
import dev.headgate.pace.ArrivalGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An importer that wants to be faster than was agreed, and says what it likes of itself.
class LyingImporterTest {
  private static final GrantTerms TERMS = Requests.TERMS;
  private static final Grant.Active GRANT =
      new Grant.Active(ProjectId.DEFAULT, new GrantToken(7, "sesame"), TERMS);
  private static final Grant.Held HELD =
      new Grant.Held(GRANT.project(), GRANT.token(), TERMS, "a rest");
  private static final int BATCH = 50;

  private Instant now = Requests.NOON;
  private final GrantLedger ledger = new GrantLedger(() -> now, GateLimit::new);

  private boolean letIn(int events) {
    return ledger.admit(GRANT.token().header(), GRANT.project(), events)
        instanceof Admission.Allowed;
  }

  private double integralBy(Duration elapsed) {
    return TERMS.envelope().permitsBy(elapsed.plus(ArrivalGate.EARLY));
  }

  @Test
  void aPlaceThatNobodyCameToIsNotTaken() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(1);
    while (letIn(BATCH)) {
      // As much as there is.
    }
    ledger.start(GRANT, 1_000_000_000);
    double placeRate = TERMS.envelope().rateAt(Duration.ofSeconds(2));
    assertThat(ledger.onEnvelope(7).orElseThrow()).isLessThan(Duration.ofSeconds(2));
    now = now.plusSeconds(1);
    int came = 0;
    while (letIn(BATCH)) {
      came += BATCH;
    }
    assertThat((double) came).isLessThan(2 * placeRate);
  }

  @Test
  void startingAnewDoesNotUndoTheGovernor() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(12);
    letIn(BATCH);
    ledger.slow(Map.of(7, 0.1));
    now = now.plusSeconds(2);
    while (letIn(BATCH)) {
      // What has been saved up.
    }
    int came = 0;
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(10);
      ledger.start(GRANT, 1_000_000_000);
      came += letIn(BATCH) ? BATCH : 0;
    }
    assertThat(came).as("events of a second at a tenth").isLessThanOrEqualTo(100 + 2 * BATCH);
    assertThat(ledger.demands()).as("it still counts as one that sends").hasSize(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void howeverOftenItStartsAnewItIsNotAheadOfItsEnvelope(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ledger.start(GRANT, 0);
    long came = 0;
    Duration elapsed = Duration.ZERO;
    for (int i = 0; i < 20_000; i++) {
      Duration step = Duration.ofNanos(random.nextLong(2_000_000));
      now = now.plus(step);
      elapsed = elapsed.plus(step);
      if (random.nextInt(3) == 0) {
        ledger.update(7, Optional.of(HELD));
        ledger.update(7, Optional.of(GRANT));
      }
      if (random.nextInt(2) == 0) {
        ledger.start(GRANT, random.nextBoolean() ? came : random.nextLong(1_000_000_000));
      }
      int events = 1 + random.nextInt(BATCH);
      if (letIn(events)) {
        came += events;
      }
      assertThat((double) came).isLessThanOrEqualTo(integralBy(elapsed) + 1);
    }
    assertThat((double) came)
        .as("it is let in all the same")
        .isGreaterThan(0.5 * integralBy(elapsed));
  }
}
