package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The load test that runs, as the gate checks its requests. There is one at a time: two would
/// measure each other. Safe for threads.
///
/// Its envelope's clock starts when its sender first says that it is there, so that what it needs
/// to get ready is no stretch in which nothing came. Requests may come late for as long as an
/// {@link ArrivalLimit} lets permits live, or until as many are late as may be under way at once.
public final class LoadTestLedger {
  private static final int FORBIDDEN = 403;
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final long MOST_LATE = 1_000_000;

  /// A load test whose sender says nothing for so long has none any more.
  public static final Duration SILENT = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final ArrivalLimit.Maker limits;
  private Optional<Run> run = Optional.empty();
  private Optional<Ended> ended = Optional.empty();

  private record Ended(LoadTestToken token, String why) {}

  private static final class Run {
    private final LoadTestToken token;
    private final ProjectId project;
    private final GrantTerms terms;
    private final ArrivalLimit limit;
    private Instant heard;
    private Optional<Instant> first = Optional.empty();

    Run(
        LoadTestToken token,
        ProjectId project,
        GrantTerms terms,
        ArrivalLimit limit,
        Instant heard) {
      this.token = token;
      this.project = project;
      this.terms = terms;
      this.limit = limit;
      this.heard = heard;
    }

    void hear(Instant now) {
      heard = now;
      first = first.or(() -> Optional.of(now));
    }
  }

  public LoadTestLedger(InstantSource clock, ArrivalLimit.Maker limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /// Lets the requests of a load test in from now on.
  ///
  /// @param mostAtOnce requests that may be under way at once
  public synchronized void start(
      LoadTestToken token, ProjectId project, GrantTerms terms, int mostAtOnce) {
    if (run.isPresent()) {
      throw new IllegalStateException("load test " + run.get().token.number() + " runs");
    }
    // A limit lets two largest batches come late.
    int late = Math.toIntExact(Math.min(MOST_LATE, (long) terms.batchEvents() * mostAtOnce / 2));
    GrantTerms patient =
        new GrantTerms(
            terms.window(),
            terms.envelope(),
            Math.max(terms.batchEvents(), late),
            terms.batchBytes());
    run = Optional.of(new Run(token, project, terms, limits.of(patient, 0), clock.instant()));
  }

  /// Lets no more of its requests in.
  ///
  /// @param why its sender is told
  public synchronized void end(int number, String why) {
    run.filter(running -> running.token.number() == number)
        .ifPresent(running -> {
          ended = Optional.of(new Ended(running.token, why));
          run = Optional.empty();
        });
  }

  /// The number of the one that runs.
  public synchronized Optional<Integer> running() {
    return run.map(running -> running.token.number());
  }

  /// Takes note that the sender of a load test is there.
  public synchronized void heard(int number) {
    run.filter(running -> running.token.number() == number)
        .ifPresent(running -> running.hear(clock.instant()));
  }

  /// The number of the one that runs, if nothing was heard of its sender for {@link #SILENT}.
  public synchronized Optional<Integer> silent() {
    Instant old = clock.instant().minus(SILENT);
    return run.filter(running -> running.heard.isBefore(old))
        .map(running -> running.token.number());
  }

  /// Decides about a request of a load test, and counts its events if they may come.
  ///
  /// @param header the value of {@link GrantToken#HEADER}
  /// @param project the project of the request's token
  public synchronized Admission admit(String header, ProjectId project, int events) {
    Optional<LoadTestToken> token = LoadTestToken.parse(header);
    if (token.isEmpty()) {
      return forbidden(GrantToken.HEADER + " is not readable: send it as the load test names it");
    }
    Optional<Ended> gone = ended.filter(each -> each.token.matches(token.get()));
    if (gone.isPresent()) {
      return forbidden("load test " + token.get().number() + " has ended: " + gone.get().why);
    }
    Optional<Run> running = run.filter(each -> each.token.matches(token.get()));
    if (running.isEmpty()) {
      return forbidden(
          "no such load test runs: run it with headgate load-test PLAN, which asks for the green"
              + " light");
    }
    if (!running.get().project.equals(project)) {
      return forbidden("this load test is of another project: send with that project's token");
    }
    return admit(running.get(), events);
  }

  private Admission admit(Run running, int events) {
    Instant now = clock.instant();
    running.hear(now);
    if (!now.isBefore(running.terms.window().to())) {
      return forbidden(
          "the window of load test "
              + running.token.number()
              + " closed at "
              + running.terms.window().to());
    }
    if (events > running.terms.batchEvents()) {
      return new Admission.Refused(
          TOO_LARGE,
          events
              + " events in a request, the load test has "
              + running.terms.batchEvents()
              + " in each",
          Optional.empty(),
          Optional.empty());
    }
    Duration elapsed =
        running
            .first
            .map(first -> Duration.between(first, now))
            .filter(since -> !since.isNegative())
            .orElse(Duration.ZERO);
    Pace pace = new Pace(1, running.terms.envelope().rateAt(elapsed));
    return running
        .limit
        .tooEarlyBy(events, elapsed)
        .<Admission>map(early ->
            new Admission.Refused(
                TOO_MANY_REQUESTS,
                "ahead of the rate envelope of load test "
                    + running.token.number()
                    + ": its plan has fewer requests by now",
                Optional.of(early),
                Optional.empty()))
        .orElseGet(() -> new Admission.Allowed(running.token.number(), pace));
  }

  private static Admission forbidden(String message) {
    return new Admission.Refused(FORBIDDEN, message, Optional.empty(), Optional.empty());
  }
}
