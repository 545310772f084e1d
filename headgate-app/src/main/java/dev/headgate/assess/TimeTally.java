package dev.headgate.assess;

import dev.headgate.assess.Assessment.DayCount;
import dev.headgate.assess.Load.BusyPeriod;
import dev.headgate.event.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is counted of the events' times: how many in each minute, from which days, hours of the
/// week and the busiest of each follow; and times that cannot be right.
final class TimeTally implements AutoCloseable {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long MINUTES_PER_DAY = 1_440;
  private static final int HOURS_PER_WEEK = 168;

  /// 1970-01-01 was a Thursday.
  private static final int DAYS_FROM_MONDAY = 3;

  private static final long YEAR_1971_MICROS = startOfYear(1971);

  /// Nobody's events of today are older than this: what lies behind it once a time is multiplied is
  /// taken for a plausible time.
  private static final long YEAR_2000_MICROS = startOfYear(2000);

  private final long nowMicros;
  private final MinuteTally minutes;
  private final Examples future = new Examples();
  private final Examples before1971 = new Examples();
  private final Examples wrongUnit = new Examples();
  private long midnight;

  TimeTally(Path folder, int memoryBytes, long nowMicros) {
    this.minutes = new MinuteTally(folder, memoryBytes);
    this.nowMicros = nowMicros;
  }

  private static long startOfYear(int year) {
    return EventTime.ofInstant(LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  void add(long timestampMicros, int part, long line) throws IOException {
    minutes.add(timestampMicros);
    if (timestampMicros % DAY_MICROS == 0) {
      midnight++;
    }
    if (timestampMicros > nowMicros) {
      future.add(part, line);
    }
    if (timestampMicros < YEAR_1971_MICROS) {
      before1971.add(part, line);
      if (isPlausible(timestampMicros, 1_000) || isPlausible(timestampMicros, 1_000_000)) {
        wrongUnit.add(part, line);
      }
    }
  }

  /// Whether a time before 1971 would be one of this age had its number been read in a unit so many
  /// times larger.
  private boolean isPlausible(long micros, long times) {
    return micros > 0 && micros >= YEAR_2000_MICROS / times && micros <= nowMicros / times;
  }

  void absorb(TimeTally other) throws IOException {
    minutes.absorb(other.minutes);
    future.absorb(other.future);
    before1971.absorb(other.before1971);
    wrongUnit.absorb(other.wrongUnit);
    midnight += other.midnight;
  }

  Examples future() {
    return future;
  }

  Examples before1971() {
    return before1971;
  }

  /// Events before 1971 that would be of this age if their number were not milliseconds but
  /// seconds.
  Examples wrongUnit() {
    return wrongUnit;
  }

  /// Events at midnight (UTC) to the microsecond.
  long midnight() {
    return midnight;
  }

  /// What follows from the minutes.
  ///
  /// @param busiest minute, hour and day with most events, of several the first; empty without
  ///   events
  /// @param hoursOfWeek 168, from Monday 00:00 UTC
  record Summed(List<DayCount> days, List<BusyPeriod> busiest, List<Long> hoursOfWeek) {}

  /// Called once, after the last {@link #add}.
  Summed sum() throws IOException {
    Summing summing = new Summing();
    minutes.inOrder(summing);
    return summing.summed();
  }

  private static final class Summing implements MinuteTally.Sink {
    private final List<DayCount> days = new ArrayList<>();
    private final long[] hoursOfWeek = new long[HOURS_PER_WEEK];
    private final Busiest minute = new Busiest("minute", 1);
    private final Busiest hour = new Busiest("hour", 60);
    private final Busiest day = new Busiest("day", MINUTES_PER_DAY);
    private long dayAtHand = Long.MIN_VALUE;
    private long eventsOfDay;

    @Override
    public void minute(long at, long events) {
      minute.add(at, events);
      hour.add(at, events);
      day.add(at, events);
      long epochDay = Math.floorDiv(at, MINUTES_PER_DAY);
      int hourOfDay = (int) Math.floorMod(at, MINUTES_PER_DAY) / 60;
      int dayOfWeek = (int) Math.floorMod(epochDay + DAYS_FROM_MONDAY, 7L);
      hoursOfWeek[dayOfWeek * 24 + hourOfDay] += events;
      if (epochDay != dayAtHand) {
        endDay();
        dayAtHand = epochDay;
      }
      eventsOfDay += events;
    }

    private void endDay() {
      if (eventsOfDay > 0) {
        days.add(new DayCount(LocalDate.ofEpochDay(dayAtHand).toString(), eventsOfDay));
      }
      eventsOfDay = 0;
    }

    Summed summed() {
      endDay();
      List<BusyPeriod> busiest =
          days.isEmpty() ? List.of() : List.of(minute.most(), hour.most(), day.most());
      return new Summed(days, busiest, Arrays.stream(hoursOfWeek).boxed().toList());
    }
  }

  /// The period of so many minutes that has most events.
  private static final class Busiest {
    private final String period;
    private final long length;
    private long start = Long.MIN_VALUE;
    private long events;
    private long mostStart;
    private long mostEvents;

    Busiest(String period, long length) {
      this.period = period;
      this.length = length;
    }

    void add(long minute, long more) {
      long its = Math.floorDiv(minute, length) * length;
      if (its != start) {
        start = its;
        events = 0;
      }
      events += more;
      if (events > mostEvents) {
        mostEvents = events;
        mostStart = its;
      }
    }

    BusyPeriod most() {
      String from = EventTime.format(mostStart * MinuteTally.MINUTE_MICROS);
      return new BusyPeriod(period, from, mostEvents);
    }
  }

  @Override
  public void close() throws IOException {
    minutes.close();
  }
}
