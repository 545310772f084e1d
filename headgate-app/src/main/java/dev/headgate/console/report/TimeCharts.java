package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Assessment.DayCount;
import dev.headgate.assess.DayChart;
import dev.headgate.console.Html;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Events over time: by day, and by hour of the week.
final class TimeCharts {
  /// More days than this are drawn as weeks, more weeks as months, more of those as years.
  private static final int MOST_BARS = 550;

  /// Room for so many, so that a few do not become walls.
  private static final int FEWEST_BARS = 14;

  private static final int MOST_TABLE_ROWS = 1_000;
  private static final double HEIGHT = 100;
  private static final int HOURS = 24;
  private static final int WEEK_DAYS = 7;

  private final Html html;
  private final Assessment found;

  TimeCharts(Html html, Assessment found) {
    this.html = html;
    this.found = found;
  }

  private enum Period {
    DAY,
    WEEK,
    MONTH,
    YEAR;

    LocalDate start(LocalDate day) {
      return switch (this) {
        case DAY -> day;
        case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        case MONTH -> day.withDayOfMonth(1);
        case YEAR -> day.withDayOfYear(1);
      };
    }

    LocalDate next(LocalDate start) {
      return switch (this) {
        case DAY -> start.plusDays(1);
        case WEEK -> start.plusWeeks(1);
        case MONTH -> start.plusMonths(1);
        case YEAR -> start.plusYears(1);
      };
    }

    /// About how many are between the two.
    long between(LocalDate first, LocalDate last) {
      return switch (this) {
        case DAY -> ChronoUnit.DAYS.between(first, last);
        case WEEK -> ChronoUnit.WEEKS.between(first, last);
        case MONTH -> ChronoUnit.MONTHS.between(first, last);
        case YEAR -> ChronoUnit.YEARS.between(first, last);
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Weekends stand out where a bar is a day.
  void days() {
    List<DayCount> days = DayChart.withoutStrays(found.days());
    LocalDate first = LocalDate.parse(days.getFirst().day());
    LocalDate last = LocalDate.parse(days.getLast().day());
    Period period = Period.YEAR;
    for (Period fits : List.of(Period.MONTH, Period.WEEK, Period.DAY)) {
      period = fits.between(first, last) < MOST_BARS ? fits : period;
    }
    Map<LocalDate, Long> bars = bars(days, first, last, period);
    long most = bars.values().stream().mapToLong(Long::longValue).max().orElse(1);
    DayCount busiest =
        found.days().stream().max(Comparator.comparingLong(DayCount::events)).orElseThrow();
    long strays = found.events() - bars.values().stream().mapToLong(Long::longValue).sum();
    String words =
        (first.equals(last) ? "All on one day, UTC." : "From %s to %s, UTC.".formatted(first, last))
            + (period == Period.DAY
                ? ""
                : " The highest bar is %s.".formatted(Amounts.count(most, "event")))
            + " The busiest day is %s %s with %s."
                .formatted(
                    weekday(LocalDate.parse(busiest.day())),
                    busiest.day(),
                    Amounts.count(busiest.events(), "event"));
    Chart chart = new Chart(html);
    chart.open(
        "Events by " + period.word(),
        words
            + (period == Period.DAY && bars.size() > 1 ? " Saturdays and Sundays are fainter." : "")
            + (strays > 0
                ? " Not drawn: " + Amounts.count(strays, "stray event") + " far away."
                : ""));
    draw(chart, bars, most, period, words);
    chart.below(bars.size() < FEWEST_BARS ? List.of(first.toString()) : ends(first, last));
    chart.closeWithTable(List.of("Day (UTC)", "Weekday", "Events"), dayRows());
  }

  private static List<String> ends(LocalDate first, LocalDate last) {
    long days = ChronoUnit.DAYS.between(first, last);
    if (days < 2) {
      return days == 0 ? List.of(first.toString()) : List.of(first.toString(), last.toString());
    }
    return List.of(first.toString(), first.plusDays(days / 2).toString(), last.toString());
  }

  private static Map<LocalDate, Long> bars(
      List<DayCount> days, LocalDate first, LocalDate last, Period period) {
    Map<LocalDate, Long> bars = new TreeMap<>();
    for (LocalDate at = period.start(first); !at.isAfter(last); at = period.next(at)) {
      bars.put(at, 0L);
    }
    for (DayCount day : days) {
      bars.merge(period.start(LocalDate.parse(day.day())), day.events(), Long::sum);
    }
    return bars;
  }

  private static void draw(
      Chart chart, Map<LocalDate, Long> bars, long most, Period period, String words) {
    chart.picture(Math.max(FEWEST_BARS, bars.size()), HEIGHT, words, "tall");
    int at = 0;
    for (Map.Entry<LocalDate, Long> bar : bars.entrySet()) {
      boolean weekend =
          period == Period.DAY && bar.getKey().getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
      double height = bar.getValue() == 0 ? 0 : Math.max(1, HEIGHT * bar.getValue() / most);
      double gap = bars.size() > 120 ? 0.06 : 0.12;
      chart.box(at + gap, HEIGHT - height, 1 - 2 * gap, height, weekend ? "bar light" : "bar");
      at++;
    }
    chart.closePicture();
  }

  private List<List<String>> dayRows() {
    List<List<String>> rows = new ArrayList<>();
    found.days().stream()
        .limit(MOST_TABLE_ROWS)
        .forEach(day ->
            rows.add(
                List.of(
                    day.day(), weekday(LocalDate.parse(day.day())), Amounts.count(day.events()))));
    if (found.days().size() > MOST_TABLE_ROWS) {
      int more = found.days().size() - MOST_TABLE_ROWS;
      rows.add(List.of("and " + Amounts.count(more, "more day"), "", ""));
    }
    return rows;
  }

  private static String weekday(LocalDate day) {
    return day.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT);
  }

  /// A cell for each hour of the week, as strong as it has events.
  void hoursOfWeek() {
    List<Long> hours = found.load().hoursOfWeek();
    long most = hours.stream().mapToLong(Long::longValue).max().orElse(0);
    if (hours.size() < HOURS * WEEK_DAYS || most == 0) {
      return;
    }
    int busiest = hours.indexOf(most);
    String words =
        "All weeks together, UTC; the stronger the colour, the more. Most events fall on %s from %02d:00 to %02d:00: %s."
            .formatted(
                weekdayName(busiest / HOURS),
                busiest % HOURS,
                busiest % HOURS + 1,
                Amounts.count(most));
    Chart chart = new Chart(html);
    chart.open("Events by hour of the week", words);
    html.open("div", "class", "week").open("div", "class", "weekdays", "aria-hidden", "true");
    for (int day = 0; day < WEEK_DAYS; day++) {
      html.element("span", weekdayName(day).substring(0, 3));
    }
    html.close().open("div");
    chart.picture(HOURS, WEEK_DAYS, words, "heatmap");
    for (int hour = 0; hour < hours.size(); hour++) {
      double share = (double) hours.get(hour) / most;
      int day = hour / HOURS;
      chart.shade(
          hour % HOURS + 0.03,
          day + 0.04,
          0.94,
          0.92,
          hours.get(hour) == 0 ? 0.07 : 0.08 + 0.92 * share);
    }
    chart.closePicture();
    chart.below(List.of("0 h", "6", "12", "18", "24 h"));
    html.close().close();
    chart.closeWithTable(hourColumns(), hourRows(hours));
  }

  private static String weekdayName(int fromMonday) {
    return DayOfWeek.of(fromMonday + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static List<String> hourColumns() {
    List<String> columns = new ArrayList<>(List.of("Day"));
    for (int hour = 0; hour < HOURS; hour++) {
      columns.add(String.format(Locale.ROOT, "%02d", hour));
    }
    return columns;
  }

  private static List<List<String>> hourRows(List<Long> hours) {
    List<List<String>> rows = new ArrayList<>();
    for (int day = 0; day < WEEK_DAYS; day++) {
      List<String> row = new ArrayList<>(List.of(weekdayName(day).substring(0, 3)));
      hours.subList(day * HOURS, (day + 1) * HOURS).forEach(n -> row.add(Amounts.count(n)));
      rows.add(row);
    }
    return rows;
  }
}
