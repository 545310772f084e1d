package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import dev.headgate.pace.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The grants in force, as the gate checks them: on every request of an import, by its header.
/// Holds only imports that run or are paused. One object for a pipeline; safe for threads.
///
/// Each start of a run sets the envelope's clock to where the events that came so far put it, so an
/// import that was interrupted goes on at its place on the ramp instead of catching up:
///
/// ```
/// time on the envelope = envelope.timeOf(events acknowledged before) + time since the start
/// ```
///
/// What an importer says of earlier runs is held against what this ledger has let in. A run that is
/// started anew, however often, is as far ahead of its envelope as the one before was: see {@link
/// Account}.
///
/// Within its envelope an import may be slowed ({@link #slow}); it is told so with every answer.
public final class GrantLedger {
  private static final int FORBIDDEN = 403;
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY_REQUESTS = 429;

  /// An import that has sent nothing for so long makes way for others.
  private static final Duration SILENT = Duration.ofSeconds(10);

  /// Who is slowed comes again after so long at most, however early it is: else it would sleep
  /// through being let go of, and look like one that sends nothing any more.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /// Factors have four digits after the point.
  private static final double FACTOR_STEPS = 10_000;

  private final InstantSource clock;
  private final ArrivalLimit.Maker limits;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private final Map<Integer, Account> accounts = new HashMap<>();

  public GrantLedger(InstantSource clock, ArrivalLimit.Maker limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /// Starts a run, or starts it anew.
  ///
  /// @param acknowledged the import's events that the pipeline has taken in earlier runs, as its
  ///   importer says: more than came by here it cannot be, since the pipeline was started
  public synchronized void start(Grant.Active grant, long acknowledged) {
    Instant now = clock.instant();
    Account account =
        accounts.computeIfAbsent(grant.importNumber(), _ -> new Account(acknowledged));
    long arrived = Math.min(acknowledged, account.events);
    Duration place = grant.terms().envelope().timeOf((double) arrived);
    Run run = new Run(now, account.behind(place, now), limits.of(grant.terms(), arrived));
    run.arrived = account.arrived;
    run.governed = account.governed;
    run.keepTo(grant.terms(), now);
    entries.put(grant.importNumber(), new Entry(grant, Optional.of(run)));
  }

  /// What the imports that are sending may send now by their envelopes.
  public synchronized List<Demand> demands() {
    Instant now = clock.instant();
    List<Demand> demands = new ArrayList<>();
    entries.forEach((number, entry) -> {
      if (entry.run.isPresent() && entry.run.get().sending(now)) {
        GrantTerms terms = entry.grant.terms();
        double perSecond = terms.envelope().rateAt(entry.run.get().elapsed(now));
        demands.add(new Demand(number, perSecond * terms.partOf(perSecond), 1));
      }
    });
    return demands;
  }

  /// The place in time on its envelope that an import has come to; empty while it does not run.
  public synchronized Optional<Duration> onEnvelope(int importNumber) {
    return Optional.ofNullable(entries.get(importNumber))
        .flatMap(Entry::run)
        .map(run -> run.elapsed(clock.instant()));
  }

  /// Slows imports within their envelopes, or lets them be as fast as those again, and cuts the
  /// envelopes at what {@link GrantTerms#mostPerSecond} says.
  ///
  /// @param factors above 0 and at most 1, by import; who is not named is not slowed
  public synchronized void slow(Map<Integer, Double> factors) {
    Instant now = clock.instant();
    entries.forEach((number, entry) ->
        entry.run.ifPresent(run -> {
          run.governed = factors.getOrDefault(number, 1.0);
          account(number).governed = run.governed;
          run.keepTo(entry.grant.terms(), now);
        }));
  }

  /// A factor that an answer can tell, so that gate and importer hold to the same.
  private static double told(double factor) {
    return Math.max(1, Math.floor(factor * FACTOR_STEPS)) / FACTOR_STEPS;
  }

  /// Takes note that an import is there and sends, whatever becomes of its request.
  ///
  /// @param header the value of {@link GrantToken#HEADER}
  public synchronized void heard(String header) {
    GrantToken.parse(header)
        .ifPresent(token -> {
          Entry entry = entries.get(token.importNumber());
          if (entry != null && entry.grant.token().matches(token)) {
            entry.run.ifPresent(run -> arrive(token.importNumber(), run, clock.instant()));
          }
        });
  }

  /// Takes note of what became of an import's grant: `now` is empty where it has none any longer.
  /// After a pause only {@link #start} lets requests in again.
  public synchronized void update(int importNumber, Optional<Grant> now) {
    switch (now.orElse(null)) {
      case null -> entries.remove(importNumber);
      case Grant.Ended _ -> entries.remove(importNumber);
      case Grant.Held held -> entries.put(importNumber, new Entry(held, Optional.empty()));
      case Grant.Active active -> {
        Entry entry = entries.get(importNumber);
        Optional<Run> run =
            entry != null && entry.grant.token().matches(active.token())
                ? entry.run
                : Optional.empty();
        run.ifPresent(under -> under.keepTo(active.terms(), clock.instant()));
        entries.put(importNumber, new Entry(active, run));
      }
    }
  }

  /// Decides about a request of an import, and counts its events if they may come.
  ///
  /// @param header the value of {@link GrantToken#HEADER}
  /// @param project the project of the request's token
  public synchronized Admission admit(String header, ProjectId project, int events) {
    Optional<GrantToken> token = GrantToken.parse(header);
    if (token.isEmpty()) {
      return forbidden(
          GrantToken.HEADER + " is not readable: send it as the grant names it (number.secret)");
    }
    Entry entry = entries.get(token.get().importNumber());
    if (entry == null || !entry.grant.token().matches(token.get())) {
      return forbidden(
          "this grant is not in force: it is unknown, ended or was taken back; look at the import's"
              + " state, then run the import again");
    }
    if (!entry.grant.project().equals(project)) {
      return forbidden(
          "this grant is for another project: send with the token of the project it was given for");
    }
    return switch (entry.grant) {
      case Grant.Active active -> admitActive(active, entry.run, events);
      case Grant.Held held ->
          forbidden(
              "import "
                  + held.importNumber()
                  + " is paused: "
                  + held.reason()
                  + "; resume it, then run the import again");
      case Grant.Ended _ -> throw new IllegalStateException("ended grants are not kept");
    };
  }

  private Admission admitActive(Grant.Active grant, Optional<Run> started, int events) {
    Instant now = clock.instant();
    Window window = grant.terms().window();
    if (now.isBefore(window.from())) {
      return new Admission.Refused(
          FORBIDDEN,
          "the window of import " + grant.importNumber() + " opens at " + window.from(),
          Optional.of(Duration.between(now, window.from())),
          Optional.empty());
    }
    if (!now.isBefore(window.to())) {
      return forbidden(
          "the window of import "
              + grant.importNumber()
              + " closed at "
              + window.to()
              + ": ask the pipeline team for another one");
    }
    if (started.isEmpty()) {
      return forbidden("import " + grant.importNumber() + " was not started: run the import again");
    }
    if (events > grant.terms().batchEvents()) {
      return new Admission.Refused(
          TOO_LARGE,
          events
              + " events in a request, the grant allows "
              + grant.terms().batchEvents()
              + ": send smaller batches",
          Optional.empty(),
          Optional.empty());
    }
    return admitOnEnvelope(grant, started.get(), now, events);
  }

  private Admission admitOnEnvelope(Grant.Active grant, Run run, Instant now, int events) {
    arrive(grant.importNumber(), run, now);
    run.keepTo(grant.terms(), now);
    Duration elapsed = run.elapsed(now);
    Pace pace = new Pace(run.factor, grant.terms().envelope().rateAt(elapsed) * run.factor);
    return run.limit
        .tooEarlyBy(events, elapsed)
        .<Admission>map(early ->
            new Admission.Refused(
                TOO_MANY_REQUESTS,
                (pace.slowed()
                        ? "ahead of the rate that live traffic leaves to import "
                        : "ahead of the rate envelope of import ")
                    + grant.importNumber()
                    + ": send these events again later",
                Optional.of(
                    pace.slowed() && early.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : early),
                Optional.of(pace)))
        .orElseGet(() -> {
          Account account = account(grant.importNumber());
          account.events += events;
          account.aheadUntil = now.plus(run.limit.lead(elapsed));
          return new Admission.Allowed(grant.importNumber(), pace);
        });
  }

  private static Admission forbidden(String message) {
    return new Admission.Refused(FORBIDDEN, message, Optional.empty(), Optional.empty());
  }

  private void arrive(int importNumber, Run run, Instant now) {
    run.arrived = Optional.of(now);
    account(importNumber).arrived = run.arrived;
  }

  /// Of an import that was started.
  private Account account(int importNumber) {
    return accounts.computeIfAbsent(importNumber, _ -> new Account(0));
  }

  /// What is known of an import that was started since the pipeline was, whatever became of its
  /// runs and grants: a few words for each. Of what came before, the importer is believed.
  private static final class Account {
    private long events;
    private Optional<Instant> arrived = Optional.empty();
    private double governed = 1;

    /// When the integral will have caught up with what has come.
    private Instant aheadUntil = Instant.MIN;

    Account(long events) {
      this.events = events;
    }

    /// A place on the envelope, less what has come ahead of time.
    Duration behind(Duration place, Instant now) {
      if (!aheadUntil.isAfter(now)) {
        return place;
      }
      Duration start = place.minus(Duration.between(now, aheadUntil));
      return start.isNegative() ? Duration.ZERO : start;
    }
  }

  private record Entry(Grant grant, Optional<Run> run) {}

  private static final class Run {
    private final Instant startedAt;

    /// The place on the envelope where the run started.
    private final Duration offset;

    private final ArrivalLimit limit;
    private Optional<Instant> arrived = Optional.empty();
    private double governed = 1;

    /// That it is told, and held to.
    private double factor = 1;

    Run(Instant startedAt, Duration offset, ArrivalLimit limit) {
      this.startedAt = startedAt;
      this.offset = offset;
      this.limit = limit;
    }

    Duration elapsed(Instant now) {
      Duration sinceStart = Duration.between(startedAt, now);
      return offset.plus(sinceStart.isNegative() ? Duration.ZERO : sinceStart);
    }

    boolean sending(Instant now) {
      return arrived.map(at -> at.plus(SILENT).isAfter(now)).orElse(false);
    }

    /// Holds it to what the governor leaves of what the terms leave of the envelope.
    void keepTo(GrantTerms terms, Instant now) {
      double to = told(governed * terms.partOf(terms.envelope().rateAt(elapsed(now))));
      if (to != factor) {
        factor = to;
        limit.slowTo(to, elapsed(now));
      }
    }
  }
}
