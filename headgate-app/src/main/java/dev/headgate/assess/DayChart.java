package dev.headgate.assess;

import dev.headgate.assess.Assessment.DayCount;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The events over time as a bar chart: by day where that fits, else by the shortest period that
/// does, from week to millennium. Days without events are shown as such, a long run of them in one
/// line. A few stray events far away from the others (say, one of 1970) do not stretch it: they are
/// said in a line instead.
public final class DayChart {
  private static final int MOST_ROWS = 40;

  /// Longest run of empty rows that is drawn as it is.
  private static final int MOST_EMPTY_ROWS = 3;

  /// At most one event in so many is left out at either end.
  private static final long STRAY_ONE_IN = 1_000;

  private enum Period {
    DAY("day", "days"),
    WEEK("week, from Monday", "weeks"),
    MONTH("month", "months"),
    QUARTER("quarter", "quarters"),
    YEAR("year", "years"),
    DECADE("decade", "decades"),
    CENTURY("century", "centuries"),
    MILLENNIUM("millennium", "millennia");

    private final String title;
    private final String plural;

    Period(String title, String plural) {
      this.title = title;
      this.plural = plural;
    }

    LocalDate start(LocalDate day) {
      return switch (this) {
        case DAY -> day;
        case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        case MONTH -> day.withDayOfMonth(1);
        case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
        case YEAR -> startOfYears(day, 1);
        case DECADE -> startOfYears(day, 10);
        case CENTURY -> startOfYears(day, 100);
        case MILLENNIUM -> startOfYears(day, 1_000);
      };
    }

    private static LocalDate startOfYears(LocalDate day, int years) {
      return LocalDate.of(Math.floorDiv(day.getYear(), years) * years, 1, 1);
    }

    LocalDate next(LocalDate start) {
      return switch (this) {
        case DAY -> start.plusDays(1);
        case WEEK -> start.plusWeeks(1);
        case MONTH -> start.plusMonths(1);
        case QUARTER -> start.plusMonths(3);
        case YEAR -> start.plusYears(1);
        case DECADE -> start.plusYears(10);
        case CENTURY -> start.plusYears(100);
        case MILLENNIUM -> start.plusYears(1_000);
      };
    }

    String label(LocalDate start) {
      return switch (this) {
        case DAY -> start.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT) + " " + start;
        case WEEK -> start.toString();
        case MONTH -> start.toString().substring(0, 7);
        case QUARTER -> year(start) + " Q" + (start.getMonthValue() / 3 + 1);
        case YEAR -> year(start);
        case DECADE, CENTURY, MILLENNIUM -> "from " + year(start);
      };
    }

    private static String year(LocalDate day) {
      return day.toString().substring(0, 4);
    }
  }

  private DayChart() {}

  /// A heading, the rows, and what was left out.
  static List<String> lines(List<DayCount> days, int width) {
    if (days.isEmpty()) {
      return List.of();
    }
    List<DayCount> shown = withoutStrays(days);
    LocalDate first = LocalDate.parse(shown.getFirst().day());
    LocalDate last = LocalDate.parse(shown.getLast().day());
    Period period = period(first, last);
    BarChart chart = new BarChart(rows(shown, period));
    List<String> lines = new ArrayList<>();
    lines.add(
        "Events by "
            + period.title
            + " (UTC); the longest bar is "
            + Amounts.count(chart.most(), "event"));
    lines.addAll(withoutGaps(chart, width, period));
    long before = sum(days, "", shown.getFirst().day());
    long after = sum(days, shown.getLast().day() + "+", "~");
    if (before + after > 0) {
      lines.addAll(
          DisplayText.wrap(
                  "Not drawn: "
                      + Amounts.count(before, "stray event")
                      + " before and "
                      + Amounts.count(after)
                      + " after, between "
                      + days.getFirst().day()
                      + " and "
                      + days.getLast().day()
                      + ".",
                  width - 2)
              .stream()
              .map(line -> "  " + line)
              .toList());
    }
    return lines;
  }

  /// Long runs of rows without events are one line.
  private static List<String> withoutGaps(BarChart chart, int width, Period period) {
    List<String> lines = chart.lines(width);
    List<String> kept = new ArrayList<>();
    for (int from = 0; from < lines.size(); ) {
      int to = from;
      while (to < lines.size() && chart.rows().get(to).count() == 0) {
        to++;
      }
      if (to - from > MOST_EMPTY_ROWS) {
        kept.add("  ... " + Amounts.count(to - from) + " " + period.plural + " without events ...");
        from = to;
      } else {
        kept.add(lines.get(from++));
      }
    }
    return kept;
  }

  private static long sum(List<DayCount> days, String from, String to) {
    return days.stream()
        .filter(day -> day.day().compareTo(from) >= 0 && day.day().compareTo(to) < 0)
        .mapToLong(DayCount::events)
        .sum();
  }

  /// The days without a few stray events far away from the others, at most one in a thousand at
  /// either end.
  public static List<DayCount> withoutStrays(List<DayCount> days) {
    long mostStrays = days.stream().mapToLong(DayCount::events).sum() / STRAY_ONE_IN;
    int from = 0;
    for (long left = mostStrays - days.get(from).events(); left >= 0; ) {
      left -= days.get(++from).events();
    }
    int to = days.size();
    for (long left = mostStrays - days.get(to - 1).events(); left >= 0; ) {
      left -= days.get(--to - 1).events();
    }
    List<DayCount> middle = days.subList(from, to);
    return span(days) > MOST_ROWS && span(middle) <= span(days) / 2 ? middle : days;
  }

  private static long span(List<DayCount> days) {
    return ChronoUnit.DAYS.between(
            LocalDate.parse(days.getFirst().day()), LocalDate.parse(days.getLast().day()))
        + 1;
  }

  private static Period period(LocalDate first, LocalDate last) {
    for (Period period : Period.values()) {
      int rows = 0;
      LocalDate start = period.start(first);
      while (rows <= MOST_ROWS && !start.isAfter(last)) {
        start = period.next(start);
        rows++;
      }
      if (rows <= MOST_ROWS) {
        return period;
      }
    }
    return Period.MILLENNIUM;
  }

  private static List<BarChart.Row> rows(List<DayCount> days, Period period) {
    List<BarChart.Row> rows = new ArrayList<>();
    LocalDate start = period.start(LocalDate.parse(days.getFirst().day()));
    int next = 0;
    while (next < days.size()) {
      LocalDate end = period.next(start);
      long events = 0;
      while (next < days.size() && LocalDate.parse(days.get(next).day()).isBefore(end)) {
        events += days.get(next++).events();
      }
      rows.add(new BarChart.Row(period.label(start), events, ""));
      start = end;
    }
    return rows;
  }
}
