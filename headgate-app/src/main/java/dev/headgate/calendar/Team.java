package dev.headgate.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// People who look after the pipeline: where they are, when they work, who of them is on duty.
///
/// @param hours a day that is not named is free
/// @param holidays regions whose public holidays are free
/// @param daysOff days that are free beside those, each with its reason
public record Team(
    String name,
    ZoneId zone,
    Map<DayOfWeek, List<Hours>> hours,
    List<String> holidays,
    Map<LocalDate, String> daysOff,
    Rota rota) {
  public Team {
    hours = Map.copyOf(hours);
    holidays = List.copyOf(holidays);
    daysOff = Map.copyOf(daysOff);
  }

  /// Why nobody works on a day; empty on any other.
  public Optional<String> dayOff(LocalDate day, PublicHolidays publicHolidays) {
    Optional<String> own = Optional.ofNullable(daysOff.get(day));
    return own.isPresent()
        ? own
        : holidays.stream().flatMap(region -> publicHolidays.on(region, day).stream()).findFirst();
  }

  /// The working time within a span. Hours that go over midnight belong to the day they begin on.
  List<TimeSpan> workingTime(TimeSpan range, PublicHolidays publicHolidays) {
    WallClock clock = new WallClock(zone);
    List<TimeSpan> found = new ArrayList<>();
    LocalDate last = LocalDate.ofInstant(range.to(), zone);
    for (LocalDate day = LocalDate.ofInstant(range.from(), zone).minusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      List<Hours> ofDay = hours.getOrDefault(day.getDayOfWeek(), List.of());
      if (ofDay.isEmpty() || dayOff(day, publicHolidays).isPresent()) {
        continue;
      }
      for (Hours each : ofDay) {
        for (TimeSpan span : clock.showing(each.from(day), each.to(day))) {
          span.common(range).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /// Who is on duty within a span, one after another.
  List<String> onDuty(TimeSpan span) {
    Set<String> names = new LinkedHashSet<>();
    days(span).forEach(day -> rota.on(day).ifPresent(names::add));
    return List.copyOf(names);
  }

  /// The days by its clock that a span has moments of.
  List<LocalDate> days(TimeSpan span) {
    LocalDate last = LocalDate.ofInstant(span.to().minusNanos(1), zone);
    return LocalDate.ofInstant(span.from(), zone).datesUntil(last.plusDays(1)).toList();
  }
}
