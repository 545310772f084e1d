package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.Figures;
import dev.headgate.loadtest.Latency;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.LoadTestResult;
import dev.headgate.loadtest.Threshold;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a load test was to do and what came of it, as one page.
public final class LoadTestPage {
  private static final List<Double> PERCENTILES = List.of(0.0, 50.0, 90.0, 95.0, 99.0, 99.9, 100.0);

  private final Html html;
  private final LoadTestResult result;
  private final LoadTestPlan plan;
  private final Figures figures;

  private LoadTestPage(Html html, LoadTestResult result) {
    this.html = html;
    this.result = result;
    this.plan = result.plan();
    this.figures = result.figures();
  }

  /// The page, a whole document.
  public static String of(LoadTestResult result) {
    String title = "Load test " + result.number() + ": " + Chart.visible(result.plan().name());
    LoadTestPage page = new LoadTestPage(Page.open(title), result);
    page.write(title);
    return Page.close(page.html);
  }

  private void write(String title) {
    html.open("header").element("p", "Headgate", "class", "eyebrow");
    html.element("h1", title);
    html.element("p", inWords());
    html.close();
    tiles();
    section("Thresholds", this::thresholds);
    section("Over time", () -> new LoadTestCharts(html, result).write());
    section("What was answered", this::answers);
    section("How long it took", this::latency);
    section("What was agreed", this::agreed);
  }

  private void section(String title, Runnable content) {
    html.open("section").element("h2", title);
    content.run();
    html.close();
  }

  private String inWords() {
    String began =
        "Began %s UTC, ended after %s. "
            .formatted(
                result
                    .startedAt()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replace('T', ' ')
                    .replace("Z", ""),
                Amounts.duration(figures.elapsed().toMillis() / 1e3));
    String ended =
        switch (result.ending().kind()) {
          case OVER -> "All its requests were due. ";
          case ABORTED -> "It ended early: " + Chart.visible(result.ending().reason()) + ". ";
          case STOPPED ->
              "The pipeline stopped it: " + Chart.visible(result.ending().reason()) + ". ";
          case INTERRUPTED -> "It was interrupted. ";
        };
    return began + ended + (result.passed() ? "It passed." : "It did not pass.");
  }

  private void tiles() {
    html.open("ul", "class", "tiles");
    tile(Amounts.count(figures.sent()), "requests sent");
    tile(Amounts.count(figures.answered()), "answered with 200");
    tile(Amounts.count(figures.failed()), "failed");
    tile(Amounts.count(figures.dropped()), "dropped");
    tile(millis(figures.latency().atPercentile(50)), "median");
    tile(millis(figures.latency().atPercentile(99)), "99th percentile");
    result.accounting().ifPresent(events -> tile(Amounts.count(events.stored()), "events stored"));
    html.close();
  }

  private void tile(String value, String what) {
    html.open("li").element("b", value).element("span", what).close();
  }

  private void thresholds() {
    if (result.verdicts().isEmpty()) {
      html.element("p", "It had none.");
      return;
    }
    html.open("ul", "class", "cards");
    for (Threshold.Verdict verdict : result.verdicts()) {
      Threshold threshold = verdict.threshold();
      html.open("li").open("p");
      html.element(
          "span",
          verdict.passed() ? "held" : "failed",
          "class",
          verdict.passed() ? "badge note" : "badge block");
      html.text(" ").element("code", threshold.toString()).close();
      html.element(
          "p",
          (verdict.value().isPresent()
                  ? "It was " + measured(threshold, verdict.value().getAsDouble()) + "."
                  : "Nothing was measured that it speaks of.")
              + (threshold.abortOnFail() ? " It ends the load test where it does not hold." : ""),
          "class",
          "places");
      html.close();
    }
    html.close();
  }

  private static String measured(Threshold threshold, double value) {
    return switch (threshold.metric()) {
      case HTTP_REQ_DURATION -> millis(value);
      case HTTP_REQ_FAILED -> Amounts.percent(value);
      case DROPPED_ITERATIONS, HTTP_REQS ->
          threshold.expression().strip().startsWith("rate")
              ? String.format(Locale.ROOT, "%,.1f a second", value)
              : Amounts.count(Math.round(value));
    };
  }

  private void answers() {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String column : List.of("Answer", "Requests", "What was said first")) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
    for (Map.Entry<String, Long> answer : new TreeMap<>(result.answers()).entrySet()) {
      html.open("tr").element("th", answer.getKey(), "scope", "row");
      html.element("td", Amounts.count(answer.getValue()));
      String said = result.said().getOrDefault(answer.getKey(), "");
      html.element("td", said.isEmpty() ? "" : Chart.visible(said));
      html.close();
    }
    if (figures.dropped() > 0) {
      html.open("tr").element("th", "dropped", "scope", "row");
      html.element("td", Amounts.count(figures.dropped()));
      html.element("td", "due while " + plan.mostAtOnce() + " were under way").close();
    }
    html.close().close().close();
    html.element("p", stored());
  }

  private String stored() {
    return result
        .accounting()
        .map(events ->
            events.allAnsweredAreStored()
                ? "%s of requests that were answered with 200, %s: %s."
                    .formatted(
                        Amounts.count(events.answered(), "event"),
                        Amounts.count(events.stored()) + " stored",
                        events.unanswered() == 0
                            ? "the same uuids by the sum of their hashes, none lost, none doubled"
                            : "with "
                                + Amounts.count(events.unanswered())
                                + " of requests that were"
                                + " not answered, which may be stored or not")
                : "Of %s of requests that were answered with 200 and %s of requests that were not,"
                        .formatted(
                            Amounts.count(events.answered(), "event"),
                            Amounts.count(events.unanswered()))
                    + " %s are stored: these are not the same."
                        .formatted(Amounts.count(events.stored())))
        .orElse("How many events are stored could not be asked.");
  }

  private void latency() {
    html.element(
        "p", "From when each request was due, also where it was sent late, to its answer.");
    html.open("dl");
    Latency latency = figures.latency();
    for (double percentile : PERCENTILES) {
      pair(
          percentile == 0
              ? "shortest"
              : percentile == 100 ? "longest" : Chart.number(percentile) + " % within",
          millis(latency.atPercentile(percentile)));
    }
    pair("mean", millis(latency.meanMillis()));
    html.close();
  }

  private void agreed() {
    html.open("dl");
    pair("Contact", Chart.visible(plan.contact()));
    pair("Reason", Chart.visible(plan.reason()));
    if (plan.from().isPresent() || plan.to().isPresent()) {
      pair(
          "Window",
          plan.from().map(from -> "from " + from + " ").orElse("")
              + plan.to().map(to -> "to " + to).orElse(""));
    }
    pair("Arrivals", plan.rate().executor().key() + ": " + stages(plan.rate()));
    pair(
        "Requests",
        "%s of %s each, by %s; at most %s under way at once"
            .formatted(
                Amounts.count(plan.rate().requests()),
                Amounts.count(plan.request().events(), "event"),
                Amounts.count(plan.request().distinctIds(), "distinct_id"),
                Amounts.count(plan.mostAtOnce())));
    pair("Timeout", plan.timeout().toMillis() + " ms");
    html.close();
  }

  private static String stages(ArrivalRate rate) {
    List<String> words = new ArrayList<>();
    words.add(perSecond(rate.startPerSecond()));
    for (ArrivalRate.Ramp ramp : rate.ramps()) {
      Duration length = ramp.duration();
      words.add(
          "%s in %s"
              .formatted(
                  perSecond(ramp.targetPerSecond()), Amounts.duration(length.toMillis() / 1e3)));
    }
    return String.join(", to ", words);
  }

  private static String perSecond(double rate) {
    return (rate < 10 ? Chart.number(rate) : Amounts.count(Math.round(rate))) + "/s";
  }

  private void pair(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }

  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
  }
}
