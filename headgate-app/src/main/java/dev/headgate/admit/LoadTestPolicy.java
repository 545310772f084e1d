package dev.headgate.admit;

import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.Threshold;
import dev.headgate.plan.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the pipeline has to say about a load test before anybody decides. Pure.
///
/// @param capacity of events
/// @param requestsPerSecond that the pipeline answers, with nothing else going on
public record LoadTestPolicy(Capacity capacity, double requestsPerSecond) {
  /// The embedded pipeline on two cores, about, where requests hold one event each: what its load
  /// tests show (`docs/benchmarks.md`).
  public static final LoadTestPolicy EMBEDDED = new LoadTestPolicy(Capacity.EMBEDDED, 5_000);

  /// A green light that states no window holds for so long.
  private static final Duration USUAL_WINDOW = Duration.ofDays(1);

  /// What may come suddenly: a share of the requests that the pipeline answers, within so long.
  private static final double SUDDEN_SHARE = 0.1;

  private static final Duration SUDDENLY = Duration.ofSeconds(10);

  /// The window of a plan, from now on where it states none.
  public static Window window(LoadTestPlan plan, Instant now) {
    Instant from = plan.from().orElse(now);
    Instant to = plan.to().orElse(from.plus(USUAL_WINDOW).plus(plan.rate().duration()));
    return from.isBefore(to) ? new Window(from, to) : new Window(to.minusSeconds(1), to);
  }

  /// The findings, in the order of what weighs most.
  public List<Finding> check(LoadTestPlan plan, Instant now) {
    List<Finding> findings = new ArrayList<>();
    window(plan, now, findings);
    tooFast(plan, findings);
    sudden(plan.rate()).ifPresent(findings::add);
    if (plan.thresholds().stream().noneMatch(Threshold::abortOnFail)) {
      findings.add(
          new Finding(
              "load_test_without_abort",
              Finding.Level.WARN,
              "no threshold ends it: it goes on to its end whatever it meets",
              "give a threshold abortOnFail: true; live traffic is protected without one"));
    }
    findings.add(
        new Finding(
            "load_test_volume",
            Finding.Level.NOTE,
            String.format(
                Locale.ROOT,
                "%,d requests with %,d events in %s, at most %,.0f requests a second",
                plan.rate().requests(),
                plan.events(),
                length(plan.rate().duration()),
                plan.rate().peakPerSecond()),
            "its events are kept apart; headgate load-test remove NUMBER deletes them"));
    return findings;
  }

  private static String length(Duration duration) {
    return duration.toSeconds() < 120
        ? duration.toSeconds() + " s"
        : Math.ceilDiv(duration.toSeconds(), 60L) + " min";
  }

  private static void window(LoadTestPlan plan, Instant now, List<Finding> findings) {
    Duration length = plan.rate().duration();
    if (plan.to().filter(to -> !to.isAfter(now)).isPresent()) {
      findings.add(
          new Finding(
              "load_test_window",
              Finding.Level.BLOCK,
              "its window closed at " + plan.to().orElseThrow(),
              "state a window that lies ahead"));
      return;
    }
    Window window = window(plan, now);
    Instant from = window.from().isAfter(now) ? window.from() : now;
    if (from.plus(length).isAfter(window.to())) {
      findings.add(
          new Finding(
              "load_test_window",
              Finding.Level.BLOCK,
              "it takes " + length(length) + ", longer than its window has left",
              "state a window that is longer than the load test"));
    }
  }

  private void tooFast(LoadTestPlan plan, List<Finding> findings) {
    double requests = plan.rate().peakPerSecond();
    double events = requests * plan.request().events();
    if (requests > requestsPerSecond || events > capacity.eventsPerSecond()) {
      findings.add(
          new Finding(
              "load_test_above_capacity",
              Finding.Level.BLOCK,
              String.format(
                  Locale.ROOT,
                  "at its peak %,.0f requests a second with %,.0f events; this pipeline takes"
                      + " %,.0f requests or %,.0f events",
                  requests,
                  events,
                  requestsPerSecond,
                  capacity.eventsPerSecond()),
              "lower the targets of its stages"));
    }
  }

  private Optional<Finding> sudden(ArrivalRate rate) {
    double rise = rate.steepestRise(SUDDENLY);
    if (rise <= SUDDEN_SHARE * requestsPerSecond) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "load_test_without_ramp",
            Finding.Level.WARN,
            String.format(
                Locale.ROOT,
                "within %d s the rate rises by %,.0f requests a second: live traffic feels that"
                    + " before anything can give way",
                SUDDENLY.toSeconds(),
                rise),
            "ramp up over a minute or more"));
  }
}
