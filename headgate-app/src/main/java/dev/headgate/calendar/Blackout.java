package dev.headgate.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A while in which nothing may run.
public sealed interface Blackout {
  int DAYS_OF_A_WEEK = 7;

  String reason();

  /// Those of its spans that touch a range, whole, sorted.
  List<TimeSpan> within(TimeSpan range);

  /// Between two moments.
  record Moments(String reason, TimeSpan span) implements Blackout {
    @Override
    public List<TimeSpan> within(TimeSpan range) {
      return span.touches(range) ? List.of(span) : List.of();
    }
  }

  /// From a local time until another one, as {@link WallClock} takes them.
  record LocalTimes(String reason, ZoneId zone, LocalDateTime from, LocalDateTime to)
      implements Blackout {
    public LocalTimes {
      requireOrder(from, to);
    }

    @Override
    public List<TimeSpan> within(TimeSpan range) {
      return span(zone, from, to).filter(range::touches).stream().toList();
    }
  }

  /// The same every week, at the same local times.
  ///
  /// @param to at most a week after the other
  /// @param until the last day on which one begins
  record Weekly(
      String reason, ZoneId zone, LocalDateTime from, LocalDateTime to, Optional<LocalDate> until)
      implements Blackout {
    public Weekly {
      requireOrder(from, to);
      if (to.isAfter(from.plusWeeks(1))) {
        throw new IllegalArgumentException("what comes every week lasts a week at most");
      }
    }

    @Override
    public List<TimeSpan> within(TimeSpan range) {
      // Two weeks early: one that began before the range may go on in it.
      LocalDate early = LocalDate.ofInstant(range.from(), zone).minusWeeks(2);
      long week = Math.max(0, ChronoUnit.DAYS.between(from.toLocalDate(), early) / DAYS_OF_A_WEEK);
      LocalDate last = LocalDate.ofInstant(range.to(), zone);
      if (until.isPresent() && until.get().isBefore(last)) {
        last = until.get();
      }
      List<TimeSpan> found = new ArrayList<>();
      for (LocalDateTime begin = from.plusWeeks(week);
          !begin.toLocalDate().isAfter(last);
          begin = from.plusWeeks(++week)) {
        span(zone, begin, to.plusWeeks(week)).filter(range::touches).ifPresent(found::add);
      }
      return found;
    }
  }

  private static void requireOrder(LocalDateTime from, LocalDateTime to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a blackout ends after it begins: " + from + ", " + to);
    }
  }

  /// Empty where all of it is left out by the clock.
  private static Optional<TimeSpan> span(ZoneId zone, LocalDateTime from, LocalDateTime to) {
    WallClock clock = new WallClock(zone);
    return clock.first(from).isBefore(clock.last(to))
        ? Optional.of(new TimeSpan(clock.first(from), clock.last(to)))
        : Optional.empty();
  }
}
