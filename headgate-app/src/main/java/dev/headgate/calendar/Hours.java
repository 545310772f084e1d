package dev.headgate.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/// Working hours of a day, by the clock on the wall.
///
/// @param to exclusive; where it is not after the other they end on the next day, so that 22:00 to
///   06:00 is a night and 00:00 to 00:00 a whole day
public record Hours(LocalTime from, LocalTime to) {

  /// When those of this day begin.
  LocalDateTime from(LocalDate day) {
    return day.atTime(from);
  }

  LocalDateTime to(LocalDate day) {
    return (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
  }
}
