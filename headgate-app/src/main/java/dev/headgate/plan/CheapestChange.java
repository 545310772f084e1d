package dev.headgate.plan;

import dev.headgate.assess.Amounts;
import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Looks for the change of a plan that makes it fit and costs least time: a lower peak, found by
/// bisection, or a longer ramp to the same peak. A plan fits while nothing waits longer in the log
/// than the governor would let it, and live traffic is stored within its target: so the governor
/// has nothing to do.
///
/// A lower peak never makes anything wait longer, but for the moment at which a segment happens to
/// be cut; the bisection relies on that.
final class CheapestChange {
  /// A peak below this share of the one wished is no change but another plan.
  private static final double LEAST_SHARE = 0.02;

  private static final int BISECTIONS = 9;
  private static final double[] LONGER_RAMPS = {0.2, 0.35, 0.5};

  private final LoadProfile load;
  private final Capacity capacity;
  private final Conditions conditions;

  /// A change that makes it fit.
  record Change(String inWords, double peakPerSecond, double lagSeconds) {}

  CheapestChange(LoadProfile load, Capacity capacity, Conditions conditions) {
    this.load = load;
    this.capacity = capacity;
    this.conditions = conditions;
  }

  /// The cheapest change; empty if the plan fits, or nothing helps.
  ///
  /// @param run of the plan as it is
  Optional<Change> of(ImportPlan plan, SimulatedRun run) {
    if (load.events() == 0
        || fits(
            run.ends(),
            run.lagSeconds().likely(),
            run.liveDelaySeconds().likely(),
            run.leastFactor())) {
      return Optional.empty();
    }
    if (!run.ends() && !tried("", plan.at(slowest(plan))).played().ends()) {
      return Optional.empty();
    }
    Optional<Tried> ramp = longerRamp(plan);
    Optional<Tried> peak = lowerPeak(plan);
    Optional<Tried> best =
        ramp.isPresent() && (peak.isEmpty() || ramp.get().finish() <= peak.get().finish())
            ? ramp
            : peak;
    return best.map(tried ->
        new Change(
            tried.what() + ": " + when(tried, run) + ", " + lag(tried),
            tried.plan().peakPerSecond(),
            tried.played().lagSeconds()));
  }

  /// A plan that was played.
  private record Tried(String what, ImportPlan plan, Play.Played played, double finish) {}

  private Tried tried(String what, ImportPlan plan) {
    Play.Played played = new Play(load, plan, capacity, conditions).run();
    return new Tried(what, plan, played, Simulation.finish(played, load, capacity));
  }

  private boolean fits(Tried tried) {
    return fits(
        tried.played().ends(),
        tried.played().lagSeconds(),
        tried.played().liveDelaySeconds(),
        tried.played().leastFactor());
  }

  private boolean fits(boolean ends, double lag, double liveDelay, double leastFactor) {
    return ends
        && lag <= seconds(conditions.targets().backlog())
        && liveDelay <= seconds(conditions.targets().liveDelay())
        && leastFactor >= 1;
  }

  private Optional<Tried> longerRamp(ImportPlan plan) {
    for (double length : LONGER_RAMPS) {
      ImportPlan longer = plan.at(Planner.ramp(load.events(), plan.peakPerSecond(), length));
      double seconds = length * longer.durationSeconds();
      Tried tried = tried("a ramp of " + Amounts.duration(seconds) + " to the same peak", longer);
      if (fits(tried)) {
        return Optional.of(tried);
      }
    }
    return Optional.empty();
  }

  /// Below which nothing is tried.
  private Envelope slowest(ImportPlan plan) {
    return Planner.ramp(load.events(), LEAST_SHARE * plan.peakPerSecond(), Planner.RAMP_LENGTH);
  }

  private Optional<Tried> lowerPeak(ImportPlan plan) {
    Optional<Tried> best = Optional.empty();
    double low = LEAST_SHARE;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      // By the quotient, as the rate is felt.
      double share = Math.sqrt(low * high);
      double peak = rounded(share * plan.peakPerSecond());
      Tried tried =
          tried(
              "peak %s instead of %s"
                  .formatted(
                      Amounts.count(Math.round(peak)),
                      Amounts.count(Math.round(plan.peakPerSecond()))),
              plan.at(Planner.ramp(load.events(), peak, Planner.RAMP_LENGTH)));
      if (fits(tried)) {
        best = Optional.of(tried);
        low = share;
      } else {
        high = share;
      }
    }
    return best;
  }

  /// Down to two digits that say something, as people name rates.
  private static double rounded(double peak) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(peak)) - 1));
    return Math.max(1, Math.floor(peak / unit) * unit);
  }

  private static String when(Tried tried, SimulatedRun before) {
    if (!before.ends()) {
      return "ends after " + Amounts.duration(tried.finish());
    }
    double later = tried.finish() - before.finishSeconds().likely();
    return Math.abs(later) < 1
        ? "ends as early"
        : "ends " + Amounts.duration(Math.abs(later)) + (later > 0 ? " later" : " earlier");
  }

  private static String lag(Tried tried) {
    String lag =
        String.format(
            Locale.ROOT, "lag never above %.0f s", Math.ceil(tried.played().lagSeconds()));
    double live = tried.played().liveDelaySeconds();
    return live > 0
        ? lag + String.format(Locale.ROOT, ", live events stored within %.1f s", live)
        : lag;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
