package dev.headgate.console.report;

import dev.headgate.admit.Finding;
import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.calendar.StackedPiece;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import dev.headgate.pace.Moment;
import dev.headgate.plan.ImportPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Reports and charts for the console.
public final class ConsoleReports implements Reports {
  private static final int MOST_TABLE_ROWS = 60;

  @Override
  public String ofImport(
      String title, Assessment assessment, Optional<ImportPlan> plan, List<Finding> findings) {
    return ReportPage.of(title, assessment, plan, findings);
  }

  @Override
  public String ofPace(List<Moment> trace) {
    return PacePage.of(trace);
  }

  @Override
  public void ramp(Html into, Assessment assessment, ImportPlan plan) {
    new LoadCharts(into, assessment).ramp(plan);
  }

  @Override
  public void simulation(Html into, ImportPlan plan) {
    new SimulationCharts(into, plan.simulation()).show();
  }

  @Override
  public void rates(Html into, List<RateAt> rates) {
    double most =
        rates.stream().mapToDouble(at -> Math.max(at.came(), at.allowed())).max().orElse(0);
    RateAt last = rates.getLast();
    String words =
        "At the end %s come a second, %s may. What came is an average of the last seconds."
            .formatted(perSecond(last.came()), perSecond(last.allowed()));
    Chart chart = new Chart(into);
    chart.open("Events a second: what came, and what may", words);
    into.open("p", "class", "legend").element("span", "came", "class", "key");
    into.text(" ").element("span", "may come", "class", "key second").close();
    new Curves(into, chart, sinceFirst(last, rates), most)
        .open(perSecond(most) + "/s", "0", words)
        .area(points(rates, RateAt::came))
        .line(points(rates, RateAt::allowed), "second")
        .close(List.of(time(rates.getFirst().at()), time(last.at())));
    chart.closeWithTable(List.of("Time (UTC)", "Came", "May come"), rows(rates));
  }

  private static List<Curves.Point> points(List<RateAt> rates, ToDoubleFunction<RateAt> of) {
    return rates.stream()
        .map(rate -> new Curves.Point(sinceFirst(rate, rates), of.applyAsDouble(rate)))
        .toList();
  }

  /// In milliseconds.
  private static double sinceFirst(RateAt rate, List<RateAt> rates) {
    return Duration.between(rates.getFirst().at(), rate.at()).toMillis();
  }

  private static List<List<String>> rows(List<RateAt> rates) {
    int step = Math.ceilDiv(rates.size(), MOST_TABLE_ROWS);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < rates.size(); i += step) {
      RateAt rate = rates.get(i);
      rows.add(List.of(time(rate.at()), perSecond(rate.came()), perSecond(rate.allowed())));
    }
    return rows;
  }

  private static String perSecond(double rate) {
    return Amounts.count(Math.round(rate));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19);
  }

  @Override
  public void days(Html into, Days days) {
    new CalendarCharts(into, days.zone()).days(days);
  }

  @Override
  public void stack(Html into, ZoneId zone, List<StackedPiece> pieces, double capacityPerSecond) {
    new CalendarCharts(into, zone).stack(pieces, capacityPerSecond);
  }

  @Override
  public String style() {
    return Page.style();
  }
}
