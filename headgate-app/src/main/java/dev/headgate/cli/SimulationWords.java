package dev.headgate.cli;

import dev.headgate.plan.Range;
import dev.headgate.plan.SimulatedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the simulation says of a plan, for a terminal.
final class SimulationWords {
  private SimulationWords() {}

  static List<String> lines(SimulatedRun run) {
    List<String> lines = new ArrayList<>();
    if (!run.exists()) {
      return lines;
    }
    Range finish = run.finishSeconds();
    lines.add(
        (run.ends()
                ? "  simulated: ends after %s (%s to %s)"
                    .formatted(
                        duration(finish.likely()), duration(finish.low()), duration(finish.high()))
                : "  simulated: does not end (given up after %s), other traffic takes what there is"
                    .formatted(duration(finish.likely())))
            + ", lag at most %s with %s events waiting"
                .formatted(
                    duration(run.lagSeconds().likely()),
                    Words.count(Math.round(run.waitingEvents().likely()))));
    if (run.liveDelaySeconds().likely() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "             live events stored within %.1f s (%.1f to %.1f)",
              run.liveDelaySeconds().likely(),
              run.liveDelaySeconds().low(),
              run.liveDelaySeconds().high()));
    }
    if (run.leastFactor() < 1) {
      lines.add(
          String.format(
              Locale.ROOT,
              "             the governor slows it to %.0f %% of the plan",
              100 * run.leastFactor()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "             the fullest partition gets %.1f %% (%.1f to %.1f)",
            100 * run.fullestShare().likely(),
            100 * run.fullestShare().low(),
            100 * run.fullestShare().high()));
    if (!run.change().isEmpty()) {
      lines.add("             fits with " + run.change());
    }
    if (!run.measured()) {
      lines.add(
          "             for a pipeline of the usual size: headgate calibrate measures this one");
    }
    return lines;
  }

  private static String duration(double seconds) {
    return Words.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
