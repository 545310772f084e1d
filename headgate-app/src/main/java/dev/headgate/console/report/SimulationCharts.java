package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.plan.Range;
import dev.headgate.plan.SimulatedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What the simulation says of a plan: when it ends, the rate, and how long events wait.
final class SimulationCharts {

  private final Html html;
  private final SimulatedRun run;

  SimulationCharts(Html html, SimulatedRun run) {
    this.html = html;
    this.run = run;
  }

  /// Nothing where nothing was simulated.
  void show() {
    if (!run.exists()) {
      return;
    }
    html.element("h3", "Tried in simulation");
    html.element("p", inWords());
    if (!run.change().isEmpty()) {
      html.element("p", "It fits with " + run.change() + ".", "class", "todo");
    }
    List<Curves.Point> rates = rates();
    curve(
        "Predicted rate of sending",
        run.ends()
            ? "Events sent a second; the last is stored and proved after %s."
                .formatted(time(run.finishSeconds().likely()))
            : "Events sent a second.",
        rates,
        value -> Amounts.count(Math.round(value)) + "/s",
        List.of("After", "Events sent a second"));
    curve(
        "Predicted lag",
        "How long the oldest event has been in the log that is not stored: at most %s; at most %s wait."
            .formatted(
                time(run.lagSeconds().likely()),
                Amounts.count(Math.round(run.waitingEvents().likely()), "event")),
        values(SimulatedRun.Point::lagSeconds),
        SimulationCharts::time,
        List.of("After", "Lag"));
    if (run.liveDelaySeconds().likely() > 0) {
      curve(
          "Predicted delay of live events",
          "From their capture until they are stored: at most %s."
              .formatted(time(run.liveDelaySeconds().likely())),
          values(SimulatedRun.Point::liveDelaySeconds),
          SimulationCharts::time,
          List.of("After", "Delay"));
    }
  }

  private String inWords() {
    return "%s The fullest of %d partitions gets %s of the events. %s"
        .formatted(
            ending(),
            run.partitionShares().size(),
            Amounts.percent(run.fullestShare().likely()),
            run.measured()
                ? "The pipeline's capacity was measured."
                : "Nobody has measured the pipeline's capacity: that of the usual size was taken.");
  }

  private String ending() {
    Range finish = run.finishSeconds();
    return run.ends()
        ? "It ends after %s (%s to %s)."
            .formatted(time(finish.likely()), time(finish.low()), time(finish.high()))
        : "It does not end: other traffic takes what there is. The try was given up after %s."
            .formatted(time(finish.likely()));
  }

  private List<Curves.Point> values(ToDoubleFunction<SimulatedRun.Point> of) {
    List<Curves.Point> values = new ArrayList<>(List.of(new Curves.Point(0, 0)));
    run.points()
        .forEach(point -> values.add(new Curves.Point(point.seconds(), of.applyAsDouble(point))));
    return values;
  }

  private List<Curves.Point> rates() {
    List<Curves.Point> rates = new ArrayList<>();
    double seconds = 0;
    double sent = 0;
    for (SimulatedRun.Point point : run.points()) {
      if (point.seconds() > seconds) {
        rates.add(
            new Curves.Point(point.seconds(), (point.sent() - sent) / (point.seconds() - seconds)));
      }
      seconds = point.seconds();
      sent = point.sent();
    }
    return rates;
  }

  private interface Words {
    String of(double value);
  }

  private void curve(
      String title, String words, List<Curves.Point> values, Words unit, List<String> columns) {
    double most = values.stream().mapToDouble(Curves.Point::value).max().orElse(0);
    double last = values.isEmpty() ? 0 : values.getLast().at();
    if (most <= 0 || last <= 0) {
      return;
    }
    Chart chart = new Chart(html);
    chart.open(title, words);
    new Curves(html, chart, last, most)
        .open(unit.of(most), "0", words)
        .area(values)
        .close(List.of("0 s", time(last / 2), time(last)));
    chart.closeWithTable(
        columns,
        values.stream().map(each -> List.of(time(each.at()), unit.of(each.value()))).toList());
  }

  private static String time(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : Amounts.duration(seconds);
  }
}
