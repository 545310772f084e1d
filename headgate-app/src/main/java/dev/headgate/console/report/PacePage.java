package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.pace.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What live traffic felt of imports over the last while, and how far those were slowed for it, as
/// one page.
public final class PacePage {
  private static final int MOST_TABLE_ROWS = 120;

  private final Html html;
  private final List<Moment> trace;

  private PacePage(Html html, List<Moment> trace) {
    this.html = html;
    this.trace = trace;
  }

  /// The page, a whole document.
  ///
  /// @param trace oldest first
  public static String of(List<Moment> trace) {
    PacePage page = new PacePage(Page.open("Live traffic beside imports"), trace);
    page.write();
    return Page.close(page.html);
  }

  private void write() {
    html.open("header").element("p", "Headgate", "class", "eyebrow");
    html.element("h1", "Live traffic beside imports");
    html.element("p", inWords());
    html.close();
    if (trace.size() < 2) {
      return;
    }
    series(
        "Events of imports that came, a second",
        "At most %s, at the end %s. ",
        moment -> moment.signals().historicalPerSecond(),
        value -> Amounts.count(Math.round(value)) + "/s");
    series(
        "What is left of the envelopes of imports",
        "The least was %2$s, at the end it is %3$s. ",
        PacePage::leastFactor,
        value -> String.format(Locale.ROOT, "%.0f %%", value * 100));
    series(
        "How long live requests took",
        "The 99th percentile of four seconds each: at most %s, at the end %s. ",
        moment -> moment.signals().captureLatency().toNanos() / 1e6,
        value -> String.format(Locale.ROOT, "%,.0f ms", value));
    series(
        "Age of the oldest live event that was not stored yet",
        "At most %s, at the end %s. Looked at twice a second, so it says up to half a second more. ",
        moment -> moment.signals().liveDelay().toNanos() / 1e9,
        value -> String.format(Locale.ROOT, "%.1f s", value));
    series(
        "Events of imports that waited before the stores",
        "At most %s, at the end %s. ",
        moment -> moment.signals().waiting(),
        value -> Amounts.count(Math.round(value)));
  }

  private String inWords() {
    if (trace.isEmpty()) {
      return "The pipeline has not been looked at yet: its log starts with the first import.";
    }
    String reason = trace.getLast().decision().reason();
    return "From %s to %s UTC. %s"
        .formatted(
            time(trace.getFirst().at()),
            time(trace.getLast().at()),
            reason.isEmpty()
                ? "At the end nothing limits imports but their envelopes."
                : "At the end imports are slowed: " + reason + ".");
  }

  /// The least of the factors of all imports; 1 without any.
  static double leastFactor(Moment moment) {
    return moment.decision().factors().values().stream()
        .mapToDouble(factor -> factor)
        .min()
        .orElse(1);
  }

  /// Writes a value for people.
  private interface Shown {
    String of(double value);
  }

  /// @param caption takes the largest value, the least and the last
  private void series(String title, String caption, ToDoubleFunction<Moment> of, Shown shown) {
    double most = trace.stream().mapToDouble(of).max().orElse(0);
    double least = trace.stream().mapToDouble(of).min().orElse(0);
    double last = of.applyAsDouble(trace.getLast());
    String words =
        caption.contains("$")
            ? caption.formatted(shown.of(most), shown.of(least), shown.of(last))
            : caption.formatted(shown.of(most), shown.of(last));
    Chart chart = new Chart(html);
    chart.open(title, words.strip());
    new Curves(html, chart, sinceFirst(trace.getLast()), most)
        .open(shown.of(most), shown.of(0), title + ". " + words.strip())
        .area(points(of))
        .close(List.of(time(trace.getFirst().at()), time(trace.getLast().at())));
    chart.closeWithTable(List.of("Time (UTC)", title), rows(of, shown));
  }

  private List<Curves.Point> points(ToDoubleFunction<Moment> of) {
    return trace.stream()
        .map(moment -> new Curves.Point(sinceFirst(moment), of.applyAsDouble(moment)))
        .toList();
  }

  /// In milliseconds.
  private double sinceFirst(Moment moment) {
    return Duration.between(trace.getFirst().at(), moment.at()).toMillis();
  }

  private List<List<String>> rows(ToDoubleFunction<Moment> of, Shown shown) {
    int step = Math.ceilDiv(trace.size(), MOST_TABLE_ROWS);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < trace.size(); i += step) {
      rows.add(List.of(time(trace.get(i).at()), shown.of(of.applyAsDouble(trace.get(i)))));
    }
    return rows;
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19);
  }
}
