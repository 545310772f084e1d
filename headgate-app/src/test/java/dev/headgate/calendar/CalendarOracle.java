package dev.headgate.calendar;

import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The calendar as somebody would find it who looks at the clock on the wall every minute and takes
/// notes. All it knows of zones is which local time a moment has. Everything it is asked about
/// begins and ends on whole minutes.
final class CalendarOracle {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofDays(2);

  private final PublicHolidays publicHolidays;
  private final List<Booking> bookings;
  private final TimeSpan range;
  private final int minutes;
  private final boolean[] works;
  private final boolean[] blackedOut;
  private final double[] othersAtBegin;
  private final double[] othersAtEnd;

  CalendarOracle(
      TeamCalendar calendar,
      PublicHolidays publicHolidays,
      List<Booking> bookings,
      TimeSpan range) {
    this.publicHolidays = publicHolidays;
    this.bookings = bookings;
    this.range = range;
    minutes = (int) range.length().toMinutes();
    works = new boolean[minutes];
    blackedOut = new boolean[minutes];
    othersAtBegin = new double[minutes];
    othersAtEnd = new double[minutes];
    List<Instant[]> blackouts =
        calendar.blackouts().stream().flatMap(b -> ends(b).stream()).toList();
    for (int i = 0; i < minutes; i++) {
      Instant minute = minute(i);
      works[i] = calendar.teams().stream().anyMatch(team -> works(team, minute));
      blackedOut[i] =
          blackouts.stream()
              .anyMatch(ends -> !minute.isBefore(ends[0]) && minute.isBefore(ends[1]));
      for (Booking booking : bookings) {
        if (!minute.isBefore(booking.span().from()) && minute.isBefore(booking.span().to())) {
          othersAtBegin[i] += rate(booking, minute);
          othersAtEnd[i] += rate(booking, minute.plus(MINUTE));
        }
      }
    }
  }

  private Instant minute(int i) {
    return range.from().plus(MINUTE.multipliedBy(i));
  }

  private static double rate(Booking booking, Instant at) {
    return booking.began().isEmpty()
        ? booking.envelope().peakPerSecond()
        : booking.envelope().rateAt(Duration.between(booking.began().get(), at));
  }

  private boolean works(Team team, Instant minute) {
    LocalDateTime shown = LocalDateTime.ofInstant(minute, team.zone());
    return worksOn(team, shown.toLocalDate(), shown.toLocalTime(), false)
        || worksOn(team, shown.toLocalDate().minusDays(1), shown.toLocalTime(), true);
  }

  /// @param next whether the time is on the day after
  private boolean worksOn(Team team, LocalDate day, LocalTime time, boolean next) {
    boolean free =
        team.daysOff().containsKey(day)
            || team.holidays().stream().anyMatch(r -> publicHolidays.on(r, day).isPresent());
    if (free) {
      return false;
    }
    for (Hours hours : team.hours().getOrDefault(day.getDayOfWeek(), List.of())) {
      boolean overMidnight = !hours.to().isAfter(hours.from());
      boolean in =
          next
              ? overMidnight && time.isBefore(hours.to())
              : !time.isBefore(hours.from()) && (overMidnight || time.isBefore(hours.to()));
      if (in) {
        return true;
      }
    }
    return false;
  }

  private List<Instant[]> ends(Blackout blackout) {
    List<Instant[]> found = new ArrayList<>();
    switch (blackout) {
      case Blackout.Moments(String _, TimeSpan span) ->
          found.add(new Instant[] {span.from(), span.to()});
      case Blackout.LocalTimes(String _, ZoneId zone, LocalDateTime from, LocalDateTime to) ->
          found.add(ends(zone, from, to));
      case Blackout.Weekly weekly -> {
        for (int week = 0; week < 60; week++) {
          LocalDate begin = weekly.from().plusWeeks(week).toLocalDate();
          boolean over = weekly.until().isPresent() && begin.isAfter(weekly.until().get());
          if (!over && near(begin)) {
            found.add(
                ends(weekly.zone(), weekly.from().plusWeeks(week), weekly.to().plusWeeks(week)));
          }
        }
      }
    }
    return found;
  }

  private boolean near(LocalDate begin) {
    Instant about = begin.atStartOfDay().toInstant(ZoneOffset.UTC);
    return about.isAfter(range.from().minus(Duration.ofDays(12)))
        && about.isBefore(range.to().plus(LONG));
  }

  /// From the first minute that shows the time or a later one, to the last that shows the other or
  /// an earlier one.
  private static Instant[] ends(ZoneId zone, LocalDateTime from, LocalDateTime to) {
    Instant begin = from.toInstant(ZoneOffset.UTC).minus(LONG);
    while (LocalDateTime.ofInstant(begin, zone).isBefore(from)) {
      begin = begin.plus(MINUTE);
    }
    Instant end = to.toInstant(ZoneOffset.UTC).plus(LONG);
    while (LocalDateTime.ofInstant(end, zone).isAfter(to)) {
      end = end.minus(MINUTE);
    }
    // Left out by the clock: what is earlier is shown until the minute is over.
    boolean shown = LocalDateTime.ofInstant(end, zone).equals(to);
    return new Instant[] {begin, shown ? end : end.plus(MINUTE)};
  }

  private int index(Instant moment) {
    return (int) Duration.between(range.from(), moment).toMinutes();
  }

  Duration working(TimeSpan span) {
    int count = 0;
    for (int i = index(span.from()); i < index(span.to()); i++) {
      count += works[i] ? 1 : 0;
    }
    return Duration.ofMinutes(count);
  }

  boolean blackedOut(TimeSpan span) {
    for (int i = index(span.from()); i < index(span.to()); i++) {
      if (blackedOut[i]) {
        return true;
      }
    }
    return false;
  }

  double peak(TimeSpan span, Envelope own) {
    double peak = 0;
    for (int i = index(span.from()); i < index(span.to()); i++) {
      Duration since = Duration.between(span.from(), minute(i));
      peak = Math.max(peak, othersAtBegin[i] + own.rateAt(since));
      peak = Math.max(peak, othersAtEnd[i] + own.rateAt(since.plus(MINUTE)));
    }
    return peak;
  }

  List<String> beside(TimeSpan span) {
    return bookings.stream()
        .filter(b -> b.span().from().isBefore(span.to()) && span.from().isBefore(b.span().to()))
        .map(Booking::name)
        .toList();
  }

  /// Free slots, best first: every quarter of an hour is tried, and of what is free the most
  /// working time taken again and again, without what overlaps what was taken.
  List<TimeSpan> slots(FreeSlots.Wish wish, double capacity) {
    TreeMap<Long, List<TimeSpan>> byWorking = new TreeMap<>();
    for (int i = 0; i < minutes; i++) {
      Instant from = minute(i);
      boolean quarter = from.getEpochSecond() % 900 == 0;
      if (!quarter || from.plus(wish.length()).isAfter(range.to())) {
        continue;
      }
      TimeSpan span = TimeSpan.of(from, wish.length());
      if (!blackedOut(span) && peak(span, wish.envelope()) <= capacity * (1 + 1e-9)) {
        byWorking.computeIfAbsent(-working(span).toMinutes(), _ -> new ArrayList<>()).add(span);
      }
    }
    List<TimeSpan> chosen = new ArrayList<>();
    for (List<TimeSpan> equal : byWorking.values()) {
      for (TimeSpan span : equal) {
        boolean apart =
            chosen.stream()
                .allMatch(c -> !c.from().isBefore(span.to()) || !span.from().isBefore(c.to()));
        if (apart && chosen.size() < wish.most()) {
          chosen.add(span);
        }
      }
    }
    return chosen;
  }
}
