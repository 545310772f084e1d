package dev.headgate.cli;

import dev.headgate.assess.Amounts;
import dev.headgate.pace.Moment;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `headgate pace` prints.
final class PaceReport {
  private static final int MOST_ROWS = 20;

  private PaceReport() {}

  /// A table of the last while, and how it stands now.
  ///
  /// @param trace oldest first
  static List<String> lines(List<Moment> trace) {
    if (trace.isEmpty()) {
      return List.of("Nothing was felt yet: the log of this pipeline has not started.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "time (UTC)   live/s  p99 of live  live stored  imports/s  waiting  may be as fast as");
    int step = Math.ceilDiv(trace.size(), MOST_ROWS);
    for (int i = (trace.size() - 1) % step; i < trace.size(); i += step) {
      lines.add(row(trace.get(i)));
    }
    String reason = trace.getLast().decision().reason();
    lines.add("");
    lines.add(
        reason.isEmpty()
            ? "Nothing limits imports now but their envelopes."
            : "Imports are slowed: " + reason + ".");
    return lines;
  }

  private static String row(Moment moment) {
    return String.format(
        Locale.ROOT,
        "%s   %6.0f  %8.0f ms  within %3.1f s  %9s  %7s  %s",
        moment.at().truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19),
        moment.signals().livePerSecond(),
        moment.signals().captureLatency().toNanos() / 1e6,
        moment.signals().liveDelay().toNanos() / 1e9,
        Amounts.count(Math.round(moment.signals().historicalPerSecond())),
        Amounts.count(Math.round(moment.signals().waiting())),
        factors(moment.decision().factors()));
  }

  private static String factors(Map<Integer, Double> factors) {
    List<String> words = new ArrayList<>();
    factors.forEach((number, factor) ->
        words.add(
            factors.size() == 1
                ? percent(factor) + " of its envelope"
                : percent(factor) + " (import " + number + ")"));
    return words.isEmpty() ? "no import" : String.join(", ", words);
  }

  private static String percent(double factor) {
    return String.format(Locale.ROOT, factor < 0.1 ? "%.1f %%" : "%.0f %%", factor * 100);
  }
}
