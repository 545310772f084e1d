package dev.headgate.cli;

import dev.headgate.loadtest.Figures;
import dev.headgate.loadtest.Latency;
import dev.headgate.loadtest.LoadTestResult;
import dev.headgate.loadtest.Threshold;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What `headgate load-test` prints at the end.
final class LoadTestReport {
  private LoadTestReport() {}

  static List<String> lines(LoadTestResult result, Path page) {
    Figures figures = result.figures();
    Latency latency = figures.latency();
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (result.ending().kind()) {
          case OVER -> "load test %d is over".formatted(result.number());
          case ABORTED ->
              "load test %d ended early: %s".formatted(result.number(), result.ending().reason());
          case STOPPED ->
              "load test %d was stopped: %s".formatted(result.number(), result.ending().reason());
          case INTERRUPTED -> "load test %d was interrupted".formatted(result.number());
        });
    lines.add(
        String.format(
            Locale.ROOT,
            "  requests    %,d planned, %,d sent, %,d answered with 200, %,d failed, %,d dropped",
            result.plan().rate().requests(),
            figures.sent(),
            figures.answered(),
            figures.failed(),
            figures.dropped()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  latency     half within %.1f ms, p95 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f",
            latency.atPercentile(50),
            latency.atPercentile(95),
            latency.atPercentile(99),
            latency.atPercentile(99.9),
            latency.atPercentile(100)));
    new TreeMap<>(result.answers())
        .forEach((answer, count) -> {
          String said = result.said().getOrDefault(answer, "");
          lines.add(
              String.format(
                  Locale.ROOT,
                  "  answers     %s: %,d%s",
                  answer,
                  count,
                  said.isEmpty() ? "" : ": " + said));
        });
    for (Threshold.Verdict verdict : result.verdicts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  threshold   %s %s%s",
              verdict.passed() ? "held  " : "failed",
              verdict.threshold(),
              verdict.value().isPresent()
                  ? String.format(Locale.ROOT, " (%.3f)", verdict.value().getAsDouble())
                  : " (nothing measured)"));
    }
    result
        .accounting()
        .ifPresent(events ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "  events      %,d answered with 200, %,d not answered, %,d stored: %s",
                    events.answered(),
                    events.unanswered(),
                    events.stored(),
                    events.allAnsweredAreStored() ? "none lost, none doubled" : "NOT THE SAME")));
    lines.add("  report      " + page);
    return lines;
  }
}
