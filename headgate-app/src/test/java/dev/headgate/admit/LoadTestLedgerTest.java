package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.ProjectId;
import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.pace.ArrivalGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadTestLedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final ProjectId PROJECT = new ProjectId(1);
  private static final LoadTestToken TOKEN = new LoadTestToken(7, "secret");
  private static final ArrivalRate TEN_A_SECOND =
      new ArrivalRate(
          ArrivalRate.Executor.CONSTANT,
          10,
          List.of(new ArrivalRate.Ramp(Duration.ofSeconds(10), 10)));

  private Instant now = NOON;
  private final LoadTestLedger ledger = new LoadTestLedger(() -> now, (terms, _) -> limit(terms));

  private static ArrivalLimit limit(GrantTerms terms) {
    ArrivalGate gate = new ArrivalGate(terms.envelope(), terms.batchEvents(), 0);
    return new ArrivalLimit() {
      @Override
      public Optional<Duration> tooEarlyBy(int events, Duration elapsed) {
        return gate.arrive(events, elapsed) instanceof ArrivalGate.Decision.TooEarly(Duration wait)
            ? Optional.of(wait)
            : Optional.empty();
      }

      @Override
      public Duration lead(Duration elapsed) {
        return gate.lead(elapsed);
      }

      @Override
      public void slowTo(double factor, Duration elapsed) {}
    };
  }

  private void start(int mostAtOnce) {
    Window window = new Window(NOON, NOON.plusSeconds(3_600));
    ledger.start(
        TOKEN, PROJECT, new GrantTerms(window, TEN_A_SECOND.enforced(1), 1, 1), mostAtOnce);
  }

  private int status() {
    return status(TOKEN.header(), PROJECT, 1);
  }

  private int status(String header, ProjectId project, int events) {
    return switch (ledger.admit(header, project, events)) {
      case Admission.Allowed(int number, Pace _) -> {
        assertThat(number).isEqualTo(7);
        yield 200;
      }
      case Admission.Refused refused -> refused.status();
    };
  }

  @Test
  void arrivalsAreHeldToTheIntegralOfThePlan() {
    start(4);
    ledger.heard(7);
    int let = 0;
    for (int millis = 0; millis < 30_000; millis += 5) {
      now = NOON.plusMillis(millis);
      let += status() == 200 ? 1 : 0;
      assertThat((double) let)
          .isLessThanOrEqualTo(10 * (Math.min(millis, 10_000) / 1e3 + 0.25) + 1e-6);
    }
    assertThat(let).as("all of the plan, and nothing after its end").isEqualTo(100);
  }

  @Test
  void asManyMayComeLateAsMayBeUnderWayAtOnce() {
    start(50);
    ledger.heard(7);
    now = NOON.plusSeconds(6);
    int let = 0;
    for (int i = 0; i < 100; i++) {
      let += status() == 200 ? 1 : 0;
    }
    assertThat(let).as("60 were due, 2 may come early, 50 may be late").isBetween(48, 54);
  }

  @Test
  void itsClockStartsWhenItsSenderIsThere() {
    start(1);
    now = NOON.plusSeconds(5);
    assertThat(status()).isEqualTo(200);
    int let = 0;
    for (int i = 0; i < 60; i++) {
      let += status() == 200 ? 1 : 0;
    }
    assertThat(let).as("five seconds before the first request are no permits").isLessThan(3);
  }

  @Test
  void onlyTheOneThatRunsIsLetIn() {
    assertThat(status()).isEqualTo(403);
    start(1);
    assertThat(status("load-test-7.wrong", PROJECT, 1)).isEqualTo(403);
    assertThat(status("load-test-8.secret", PROJECT, 1)).isEqualTo(403);
    assertThat(status("load-test-x", PROJECT, 1)).isEqualTo(403);
    assertThat(status(TOKEN.header(), new ProjectId(2), 1)).isEqualTo(403);
    assertThat(status(TOKEN.header(), PROJECT, 2)).isEqualTo(413);
    assertThat(status()).isEqualTo(200);
    ledger.end(8, "another");
    assertThat(ledger.running()).contains(7);
    ledger.end(7, "stop order");
    assertThat(ledger.admit(TOKEN.header(), PROJECT, 1))
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            refused -> assertThat(refused.message()).contains("has ended: stop order"));
    assertThat(ledger.running()).isEmpty();
  }

  @Test
  void aSenderThatIsGoneIsNoticed() {
    start(1);
    now = NOON.plusSeconds(4);
    assertThat(ledger.silent()).isEmpty();
    status();
    now = NOON.plusSeconds(8);
    assertThat(ledger.silent()).isEmpty();
    ledger.heard(7);
    now = NOON.plusSeconds(12);
    assertThat(ledger.silent()).isEmpty();
    now = NOON.plusSeconds(14);
    assertThat(ledger.silent()).contains(7);
  }

  @Test
  void afterItsWindowNothingIsLetIn() {
    start(1);
    ledger.heard(7);
    now = NOON.plusSeconds(3_600);
    assertThat(status()).isEqualTo(403);
  }
}
