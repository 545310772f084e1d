package dev.headgate.admit;

import static dev.headgate.admit.Requests.ENVELOPE;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.ProjectId;
import dev.headgate.pace.Demand;
import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantLedgerTest {
  private static final ProjectId PROJECT = ProjectId.DEFAULT;
  private static final GrantToken TOKEN = new GrantToken(7, "sesame");
  private static final Grant.Active GRANT = new Grant.Active(PROJECT, TOKEN, TERMS);

  private Instant now = NOON;
  private final GrantLedger ledger = new GrantLedger(() -> now, Strict::new);
  private final List<Double> factors = new ArrayList<>();

  /// Lets through what the envelope has allowed by now, and not one more.
  private final class Strict implements ArrivalLimit {
    private final Envelope envelope;
    private long arrived;

    Strict(GrantTerms terms, long arrived) {
      this.envelope = terms.envelope();
      this.arrived = arrived;
    }

    @Override
    public Optional<Duration> tooEarlyBy(int events, Duration elapsed) {
      Duration due = envelope.timeOf((double) (arrived + events));
      if (due.compareTo(elapsed) > 0) {
        return Optional.of(due.minus(elapsed));
      }
      arrived += events;
      return Optional.empty();
    }

    @Override
    public Duration lead(Duration elapsed) {
      return Duration.ZERO;
    }

    @Override
    public void slowTo(double factor, Duration elapsed) {
      factors.add(factor);
    }
  }

  private Admission admit(int events) {
    return ledger.admit(TOKEN.header(), PROJECT, events);
  }

  private static void isRefused(Admission admission, int status, String message) {
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    assertThat(((Admission.Refused) admission).status()).isEqualTo(status);
    assertThat(((Admission.Refused) admission).message()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "7", "7.", ".sesame", "x.sesame", "-7.sesame", "99999999999.x", "٧.x"})
  void aHeaderThatIsNoneIsForbidden(String header) {
    ledger.start(GRANT, 0);
    isRefused(ledger.admit(header, PROJECT, 1), 403, "not readable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.sesam", "7.sesame2", "7.Sesame", "8.sesame", "7.."})
  void aGrantNobodyGaveIsForbidden(String header) {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(5);
    isRefused(ledger.admit(header, PROJECT, 1), 403, "not in force");
  }

  @Test
  void aGrantIsForItsProject() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(5);
    isRefused(ledger.admit("7.sesame", new ProjectId(2), 1), 403, "another project");
    assertThat(admit(1)).isInstanceOf(Admission.Allowed.class);
  }

  @Test
  void aGrantHoldsInsideItsWindow() {
    ledger.start(GRANT, 0);
    now = WINDOW.from().minusSeconds(90);
    Admission early = admit(1);
    isRefused(early, 403, "opens at");
    assertThat(((Admission.Refused) early).retryAfter()).contains(Duration.ofSeconds(90));
    now = WINDOW.to();
    isRefused(admit(1), 403, "closed at");
    now = WINDOW.to().minusNanos(1);
    assertThat(admit(1)).isInstanceOf(Admission.Allowed.class);
  }

  @Test
  void whatWasNotStartedIsForbidden() {
    ledger.update(7, Optional.of(GRANT));
    isRefused(admit(1), 403, "not started");
    ledger.start(GRANT, 0);
    ledger.update(7, Optional.of(GRANT));
    now = now.plusSeconds(1);
    assertThat(admit(1))
        .as("the same grant again changes nothing")
        .isInstanceOf(Admission.Allowed.class);
  }

  @Test
  void aPauseForbidsUntilTheNextStart() {
    ledger.start(GRANT, 0);
    ledger.update(7, Optional.of(new Grant.Held(PROJECT, TOKEN, TERMS, "live traffic is behind")));
    now = now.plusSeconds(5);
    isRefused(admit(1), 403, "paused: live traffic is behind");
    ledger.update(7, Optional.of(GRANT));
    isRefused(admit(1), 403, "not started");
    ledger.start(GRANT, 0);
    now = now.plusSeconds(1);
    assertThat(admit(1)).isInstanceOf(Admission.Allowed.class);
  }

  @Test
  void whatEndedOrWasTakenBackIsForbidden() {
    for (Optional<Grant> after :
        List.of(
            Optional.<Grant>empty(), Optional.<Grant>of(new Grant.Ended(PROJECT, TOKEN, TERMS)))) {
      ledger.start(GRANT, 0);
      ledger.update(7, after);
      isRefused(admit(1), 403, "not in force");
    }
  }

  @Test
  void aNewSecretMakesTheOldOneWorthless() {
    ledger.start(GRANT, 0);
    ledger.start(new Grant.Active(PROJECT, new GrantToken(7, "other"), TERMS), 0);
    now = now.plusSeconds(5);
    isRefused(admit(1), 403, "not in force");
    assertThat(ledger.admit("7.other", PROJECT, 1)).isInstanceOf(Admission.Allowed.class);
  }

  @Test
  void aBatchIsAsLargeAsGranted() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(20);
    assertThat(admit(500)).isInstanceOf(Admission.Allowed.class);
    isRefused(admit(501), 413, "allows 500");
  }

  @Test
  void whatIsAheadOfTheEnvelopeComesAgainLater() {
    ledger.start(GRANT, 0);
    Admission early = admit(100);
    isRefused(early, 429, "ahead of the rate envelope");
    Duration wait = ((Admission.Refused) early).retryAfter().orElseThrow();
    assertThat(wait).isEqualTo(ENVELOPE.timeOf(100));

    now = now.plus(wait);
    assertThat(admit(100)).isInstanceOf(Admission.Allowed.class);
    isRefused(admit(1), 429, "later");
  }

  @Test
  void aStartGoesOnAtItsPlaceOnTheEnvelope() {
    ledger.start(GRANT, 3_000);
    isRefused(admit(1), 429, "later");
    now = now.plusSeconds(1);
    double rate = ENVELOPE.rateAt(ENVELOPE.timeOf(3_000));
    int due = (int) (ENVELOPE.permitsBy(ENVELOPE.timeOf(3_000).plusSeconds(1)) - 3_000);
    assertThat(due).isGreaterThan((int) rate);
    int taken = 0;
    while (admit(1) instanceof Admission.Allowed) {
      taken++;
    }
    assertThat(taken).isBetween(due - 1, due);
  }

  @Test
  void theClockGoingBackIsNoTimePassed() {
    ledger.start(GRANT, 0);
    now = now.minusSeconds(30);
    isRefused(admit(1), 429, "later");
  }

  @Test
  void interruptedAtRandomAnImportNeverGetsAheadOfItsEnvelope() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("GrantLedgerTest -Dseed=" + seed);
    Random random = new Random(seed);
    long acknowledged = 0;
    ledger.start(GRANT, 0);
    Duration running = Duration.ZERO;
    for (int i = 0; i < 5_000; i++) {
      Duration step = Duration.ofMillis(random.nextInt(200));
      now = now.plus(step);
      running = running.plus(step);
      int events = 1 + random.nextInt(500);
      if (admit(events) instanceof Admission.Allowed) {
        acknowledged += events;
      }
      assertThat((double) acknowledged).isLessThanOrEqualTo(ENVELOPE.permitsBy(running) + 1);
      if (random.nextInt(100) == 0) {
        now = now.plusSeconds(1);
        ledger.start(GRANT, acknowledged);
      }
    }
    assertThat(acknowledged).isPositive();
  }

  @Test
  void whoIsSlowedIsToldSoWithEveryAnswer() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(5);
    double rate = TERMS.envelope().rateAt(Duration.ofSeconds(5));
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(1, rate)));
    ledger.slow(Map.of(7, 0.25));
    assertThat(factors).containsExactly(0.25);
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(0.25, rate / 4)));
    ledger.slow(Map.of(7, 0.33339));
    assertThat(admit(1))
        .as("what an answer can tell, and not more")
        .isEqualTo(new Admission.Allowed(7, new Pace(0.3333, rate * 0.3333)));
    ledger.slow(Map.of());
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(1, rate)));
  }

  @Test
  void whoIsSlowedComesAgainSoonToHearOfBetter() {
    ledger.start(GRANT, 0);
    ledger.slow(Map.of(7, 0.01));
    Admission.Refused early = (Admission.Refused) admit(500);
    assertThat(early.retryAfter()).contains(Duration.ofSeconds(2));
    ledger.slow(Map.of());
    Admission.Refused later = (Admission.Refused) admit(500);
    assertThat(later.retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void anAmendmentActsOnTheRunThatIsUnderWay() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(10);
    GrantTerms half =
        new GrantTerms(
            TERMS.window(),
            TERMS.envelope(),
            TERMS.batchEvents(),
            TERMS.batchBytes(),
            OptionalDouble.of(500));
    ledger.update(7, Optional.of(new Grant.Active(PROJECT, TOKEN, half)));
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(0.5, 500)));
    assertThat(ledger.demands()).containsExactly(new Demand(7, 500, 1));
    ledger.slow(Map.of(7, 0.5));
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(0.25, 250)));

    ledger.update(7, Optional.of(GRANT));
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(0.5, 500)));
    ledger.slow(Map.of());
    assertThat(admit(1)).isEqualTo(new Admission.Allowed(7, new Pace(1, 1_000)));
    GrantLedger anew = new GrantLedger(() -> now, Strict::new);
    anew.start(new Grant.Active(PROJECT, TOKEN, half), 10_000);
    assertThat(factors.getLast()).as("from the first request on").isEqualTo(0.5);
  }

  @Test
  void onlyWhoSendsHasADemand() {
    ledger.start(GRANT, 0);
    now = now.plusSeconds(9);
    assertThat(ledger.demands()).isEmpty();
    admit(1);
    assertThat(ledger.demands())
        .containsExactly(new Demand(7, TERMS.envelope().rateAt(Duration.ofSeconds(9)), 1));
    now = now.plusSeconds(10);
    assertThat(ledger.demands()).isEmpty();
    ledger.heard("7.other");
    assertThat(ledger.demands()).isEmpty();
    ledger.heard(TOKEN.header());
    assertThat(ledger.demands()).as("though nothing of it got in").hasSize(1);
    ledger.update(7, Optional.of(new Grant.Held(PROJECT, TOKEN, TERMS, "paused")));
    assertThat(ledger.demands()).isEmpty();
  }
}
