package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.loadtest.Interval;
import dev.headgate.loadtest.LoadTestResult;
import dev.headgate.loadtest.ServerMoment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// A load test over time: what was due beside what was sent, how long it took, what failed, and
/// what live traffic felt.
final class LoadTestCharts {

  private final Html html;
  private final LoadTestResult result;
  private final List<Interval> intervals;

  LoadTestCharts(Html html, LoadTestResult result) {
    this.html = html;
    this.result = result;
    this.intervals = result.intervals();
  }

  /// One curve.
  ///
  /// @param style a class of the style sheet
  private record Series(String name, String style, List<Curves.Point> points) {}

  void write() {
    draw(
        "Requests a second",
        "Of those that were due, how many were sent; what lies between was dropped. ",
        value -> Amounts.count(Math.round(value)) + "/s",
        List.of(
            series("due", "", each -> perSecond(each, each.planned())),
            series("sent", "second", each -> perSecond(each, each.sent()))));
    draw(
        "How long requests took",
        "By when each was due. ",
        LoadTestPage::millis,
        List.of(
            series("99 of 100 within", "", each -> each.latency().atPercentile(99)),
            series("95 of 100 within", "third", each -> each.latency().atPercentile(95)),
            series("half within", "second", each -> each.latency().atPercentile(50))));
    if (result.figures().failed() + result.figures().dropped() > 0) {
      draw(
          "Requests that failed, and that were dropped",
          "A second. ",
          value -> Amounts.count(Math.round(value)) + "/s",
          List.of(
              series("failed", "", each -> perSecond(each, each.failed())),
              series("dropped", "second", each -> perSecond(each, each.dropped()))));
    }
    if (result.server().stream().anyMatch(moment -> moment.livePerSecond() > 0)) {
      draw(
          "How long requests of live traffic took",
          "As the pipeline measured it meanwhile, the 99th percentile of four seconds each. ",
          LoadTestPage::millis,
          List.of(
              new Series(
                  "99 of 100 within",
                  "",
                  result.server().stream()
                      .map(each -> new Curves.Point(seconds(each.at()), each.liveP99Millis()))
                      .toList())));
    } else {
      html.element("p", "There was no live traffic beside it.", "class", "places");
    }
  }

  private static double perSecond(Interval interval, long count) {
    return count / seconds(interval.length());
  }

  private Series series(String name, String style, ToDoubleFunction<Interval> of) {
    List<Curves.Point> points = new ArrayList<>();
    for (Interval each : intervals) {
      points.add(new Curves.Point(middle(each), of.applyAsDouble(each)));
    }
    return new Series(name, style, points);
  }

  private static double middle(Interval interval) {
    return seconds(interval.from()) + seconds(interval.length()) / 2;
  }

  private void draw(String title, String caption, DoubleFunction<String> shown, List<Series> all) {
    double most =
        all.stream()
            .flatMap(each -> each.points.stream())
            .mapToDouble(Curves.Point::value)
            .max()
            .orElse(0);
    double end =
        Math.max(
            seconds(result.plan().rate().duration()),
            result.server().stream()
                .map(ServerMoment::at)
                .mapToDouble(LoadTestCharts::seconds)
                .max()
                .orElse(0));
    String words = caption + "At most " + shown.apply(most) + ".";
    Chart chart = new Chart(html);
    chart.open(title, words);
    if (all.size() > 1) {
      html.open("p", "class", "legend");
      for (Series each : all) {
        html.element("span", each.name, "class", "key " + each.style).text("  ");
      }
      html.close();
    }
    Curves curves =
        new Curves(html, chart, end, most)
            .open(shown.apply(most), shown.apply(0), title + ". " + words);
    all.forEach(each -> curves.line(each.points, each.style));
    curves.close(List.of("0 s", Amounts.duration(end)));
    table(chart, shown, all);
  }

  private static void table(Chart chart, DoubleFunction<String> shown, List<Series> all) {
    List<String> columns = new ArrayList<>(List.of("Second"));
    all.forEach(each -> columns.add(each.name));
    List<List<String>> rows = new ArrayList<>();
    List<Curves.Point> first = all.getFirst().points;
    for (int i = 0; i < first.size(); i++) {
      List<String> row = new ArrayList<>();
      row.add(String.format(Locale.ROOT, "%.0f", first.get(i).at()));
      for (Series each : all) {
        row.add(shown.apply(each.points.get(i).value()));
      }
      rows.add(row);
    }
    chart.closeWithTable(columns, rows);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
