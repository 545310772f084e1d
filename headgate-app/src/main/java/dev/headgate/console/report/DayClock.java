package dev.headgate.console.report;

import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.TimeSpan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;

/// How the clock of a zone shows moments of one day. Where it changes on that day, times have their
/// offset beside them, for without it one may stand for two.
final class DayClock {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("HH:mm xxx", Locale.ROOT);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);
  private static final double MINUTES_OF_AN_HOUR = 60;

  private final CalendarDay day;
  private final ZoneId zone;
  private final Optional<ZoneOffsetTransition> transition;

  DayClock(CalendarDay day, ZoneId zone) {
    this.day = day;
    this.zone = zone;
    this.transition =
        Optional.ofNullable(zone.getRules().nextTransition(day.span().from().minusNanos(1)))
            .filter(next -> next.getInstant().isBefore(day.span().to()));
  }

  /// `Mon 2026-11-30`
  static String name(LocalDate date) {
    return DAY.format(date);
  }

  /// `11-30`, where there is hardly room.
  static String shortName(LocalDate date) {
    return SHORT.format(date);
  }

  /// `Mon 2026-11-30 09:00 +01:00`
  static String full(Instant at, ZoneId zone) {
    return FULL.withZone(zone).format(at);
  }

  /// `09:00 to 17:00`; the day's end is 24:00.
  String span(TimeSpan span) {
    return time(span.from())
        + " to "
        + (span.to().equals(day.span().to()) ? "24:00" : time(span.to()));
  }

  private String time(Instant at) {
    return (transition.isPresent() ? EXACT : TIME).withZone(zone).format(at);
  }

  /// What the clock does on this day beside going on, in a sentence.
  Optional<String> change() {
    return transition.map(change ->
        "Clocks go from %s to %s: this day has %s hours."
            .formatted(
                TIME.format(change.getDateTimeBefore()),
                TIME.format(change.getDateTimeAfter()),
                Chart.number(day.span().length().toMinutes() / MINUTES_OF_AN_HOUR)));
  }
}
