package dev.headgate.tell;

import dev.headgate.calendar.WallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/// Hours of every day in which only alerts are told, by a clock on the wall. Where it is changed
/// they reach from the first moment that shows their beginning to the last that shows their end.
///
/// @param to exclusive; before the other it is on the next day, so that 22:00 to 07:00 is a night
public record QuietHours(ZoneId zone, LocalTime from, LocalTime to) {
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours end at another time than they begin");
    }
  }

  /// When they end, if they are now.
  public Optional<Instant> until(Instant now) {
    WallClock clock = new WallClock(zone);
    LocalDate today = now.atZone(zone).toLocalDate();
    Optional<Instant> until = Optional.empty();
    for (LocalDate day = today.minusDays(1); !day.isAfter(today); day = day.plusDays(1)) {
      Instant begin = clock.first(day.atTime(from));
      Instant end = clock.last((to.isAfter(from) ? day : day.plusDays(1)).atTime(to));
      if (!now.isBefore(begin) && now.isBefore(end)) {
        until = Optional.of(end);
      }
    }
    return until;
  }
}
