package dev.headgate.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A day by the clock of a zone, as the calendar has it. Where clocks change in it, it is shorter
/// or longer than others.
///
/// @param span from its first moment to the next day's
/// @param blackouts what of them lies in it
public record CalendarDay(
    LocalDate date, TimeSpan span, List<OfTeam> teams, List<Closed> blackouts) {

  /// A team's part of the day.
  ///
  /// @param works sorted
  /// @param onDuty one after another
  /// @param off why nobody works on a day of the team's that this one shares moments with
  public record OfTeam(String team, List<TimeSpan> works, List<String> onDuty, List<String> off) {
    public OfTeam {
      works = List.copyOf(works);
      onDuty = List.copyOf(onDuty);
      off = List.copyOf(off);
    }
  }

  /// A time in which nothing may run.
  public record Closed(String reason, TimeSpan span) {}

  public CalendarDay {
    teams = List.copyOf(teams);
    blackouts = List.copyOf(blackouts);
  }

  /// Days one after another.
  ///
  /// @param count one or more
  public static List<CalendarDay> from(
      LocalDate first,
      int count,
      ZoneId zone,
      TeamCalendar calendar,
      PublicHolidays publicHolidays) {
    WallClock clock = new WallClock(zone);
    List<CalendarDay> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDate date = first.plusDays(i);
      TimeSpan span =
          new TimeSpan(
              clock.first(date.atStartOfDay()), clock.first(date.plusDays(1).atStartOfDay()));
      days.add(
          new CalendarDay(
              date,
              span,
              calendar.teams().stream().map(team -> of(team, span, publicHolidays)).toList(),
              closed(calendar, span)));
    }
    return days;
  }

  private static OfTeam of(Team team, TimeSpan span, PublicHolidays publicHolidays) {
    List<String> off = new ArrayList<>();
    for (LocalDate day : team.days(span)) {
      team.dayOff(day, publicHolidays).filter(why -> !off.contains(why)).ifPresent(off::add);
    }
    return new OfTeam(
        team.name(),
        TimeSpans.union(team.workingTime(span, publicHolidays)).spans(),
        team.onDuty(span),
        off);
  }

  private static List<Closed> closed(TeamCalendar calendar, TimeSpan span) {
    List<Closed> closed = new ArrayList<>();
    for (Blackout blackout : calendar.blackoutsWithin(span)) {
      for (TimeSpan whole : blackout.within(span)) {
        Optional<TimeSpan> part = whole.common(span);
        part.ifPresent(own -> closed.add(new Closed(blackout.reason(), own)));
      }
    }
    return closed;
  }
}
