package dev.headgate.standalone;

import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.LoadTestLedger;
import dev.headgate.admit.LoadTestToken;
import dev.headgate.admit.Pace;
import dev.headgate.capture.GrantGate;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Who may bring events now: live traffic while there is room, an import by its grant, while the
/// stores keep up.
final class Gate implements GrantGate {
  /// Historical events that may wait in the log: what the worker stores in some ten seconds. An
  /// import that is faster than the stores is asked to wait here, so that the log stays small.
  static final long MOST_WAITING = 400_000;

  /// Events of load tests that may wait in the log.
  static final long MOST_WAITING_OF_LOAD_TESTS = 100_000;

  private static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
  private static final Duration WHILE_STORING = Duration.ofMillis(250);
  private static final Duration WHILE_IN_TROUBLE = Duration.ofSeconds(1);

  private final GrantLedger ledger;
  private final LoadTestLedger loadTests;
  private final EmbeddedEngines engines;
  private final DiskWatch disk;
  private final boolean acceptUngrantedHistorical;

  Gate(
      GrantLedger ledger,
      LoadTestLedger loadTests,
      EmbeddedEngines engines,
      DiskWatch disk,
      boolean acceptUngrantedHistorical) {
    this.ledger = ledger;
    this.loadTests = loadTests;
    this.engines = engines;
    this.disk = disk;
    this.acceptUngrantedHistorical = acceptUngrantedHistorical;
  }

  @Override
  public Optional<Admission.Refused> turnAway(Optional<String> grant) {
    grant.ifPresent(ledger::heard);
    if (grant.isEmpty() || LoadTestToken.isOne(grant.get())) {
      return Optional.empty();
    }
    return unableToStore();
  }

  private Optional<Admission.Refused> unableToStore() {
    Optional<DiskGuard.TooFull> full = disk.tooFull();
    if (full.isPresent()) {
      return Optional.of(refused(507, message(full.get()), Optional.empty()));
    }
    Optional<String> trouble = engines.trouble();
    if (trouble.isPresent()) {
      return Optional.of(refused(503, trouble.get(), Optional.of(WHILE_IN_TROUBLE)));
    }
    if (engines.waiting(Lane.HISTORICAL) > MOST_WAITING) {
      return Optional.of(
          refused(
              429,
              "the stores have "
                  + MOST_WAITING
                  + " events of imports to go: send these again later",
              Optional.of(WHILE_STORING)));
    }
    return Optional.empty();
  }

  private static String message(DiskGuard.TooFull full) {
    return full.what() + ". " + full.next();
  }

  @Override
  public Admission admit(
      ProjectId project, boolean historical, Optional<String> grant, int events) {
    if (grant.isPresent() && LoadTestToken.isOne(grant.get())) {
      return admitOfLoadTest(project, historical, grant.get(), events);
    }
    if (!historical) {
      return disk.tooFull()
          .<Admission>map(full -> refused(503, message(full), Optional.of(WHILE_IN_TROUBLE)))
          .orElseGet(() -> new Admission.Allowed(Lane.LIVE, 0));
    }
    if (grant.isEmpty() && !acceptUngrantedHistorical) {
      return Admission.Refused.WITHOUT_GRANT;
    }
    Optional<Admission.Refused> unable = unableToStore();
    if (unable.isPresent()) {
      return unable.get();
    }
    if (grant.isEmpty()) {
      return new Admission.Allowed(Lane.HISTORICAL, 0);
    }
    return switch (ledger.admit(grant.get(), project, events)) {
      case dev.headgate.admit.Admission.Allowed(int importNumber, Pace pace) ->
          new Admission.Allowed(Lane.HISTORICAL, importNumber, headers(pace));
      case dev.headgate.admit.Admission.Refused(
              int status,
              String message,
              var retryAfter,
              var pace) ->
          new Admission.Refused(status, message, retryAfter, headers(pace, retryAfter));
    };
  }

  /// A load test is of live traffic, and yet never among it.
  private Admission admitOfLoadTest(
      ProjectId project, boolean historical, String grant, int events) {
    if (historical) {
      return refused(
          403, "a load test sends no history: leave historical_migration out", Optional.empty());
    }
    Optional<DiskGuard.TooFull> full = disk.tooFull();
    if (full.isPresent()) {
      return refused(507, message(full.get()), Optional.empty());
    }
    if (engines.underWay(Lane.LOAD_TEST) > MOST_WAITING_OF_LOAD_TESTS) {
      return refused(
          429,
          "the stores have " + MOST_WAITING_OF_LOAD_TESTS + " events of load tests to go",
          Optional.of(WHILE_STORING));
    }
    return switch (loadTests.admit(grant, project, events)) {
      case dev.headgate.admit.Admission.Allowed(int number, Pace _) ->
          new Admission.Allowed(Lane.LOAD_TEST, number);
      case dev.headgate.admit.Admission.Refused(
              int status,
              String message,
              var retryAfter,
              var _) ->
          refused(status, message, retryAfter);
    };
  }

  /// Of a request that is refused: which limit it met, where that is the governor's.
  private static Map<String, String> headers(Optional<Pace> pace, Optional<Duration> retryAfter) {
    Map<String, String> headers = new HashMap<>(pace.map(Gate::headers).orElse(Map.of()));
    if (!headers.isEmpty() && retryAfter.isPresent()) {
      long seconds = Math.ceilDiv(Math.max(1, retryAfter.get().toMillis()), 1000L);
      headers.put("RateLimit", "\"governor\";r=0;t=" + seconds);
    }
    return headers;
  }

  /// Tells an importer that is slowed how fast it may be; who hears nothing may be as fast as its
  /// envelope.
  private static Map<String, String> headers(Pace pace) {
    return pace.slowed()
        ? Map.of(
            RATE_LIMIT_POLICY,
            String.format(
                Locale.ROOT,
                "\"governor\";q=%d;w=1;factor=%.4f",
                Math.max(1, Math.round(pace.perSecond())),
                pace.factor()))
        : Map.of();
  }

  private static Admission.Refused refused(
      int status, String message, Optional<Duration> retryAfter) {
    return new Admission.Refused(status, message, retryAfter, Map.of());
  }
}
