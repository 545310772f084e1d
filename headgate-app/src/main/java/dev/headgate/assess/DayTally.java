package dev.headgate.assess;

import dev.headgate.event.EventTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Events by day in UTC, from year 0 to 9999: pages of 1,024 days, made as they are needed, 29 MB
/// if every day of them has an event.
final class DayTally {
  private static final int FIRST_DAY = (int) LocalDate.of(0, 1, 1).toEpochDay();
  private static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();
  private static final int PAGE_BITS = 10;
  private static final int PAGE_DAYS = 1 << PAGE_BITS;

  private final long[][] pages = new long[((LAST_DAY - FIRST_DAY) >> PAGE_BITS) + 1][0];

  void add(long timestampMicros) {
    int day = EventTime.epochDay(timestampMicros) - FIRST_DAY;
    if (day < 0 || day > LAST_DAY - FIRST_DAY) {
      throw new IllegalArgumentException("not a time of the years 0 to 9999: " + timestampMicros);
    }
    long[] page = pages[day >> PAGE_BITS];
    if (page.length == 0) {
      page = new long[PAGE_DAYS];
      pages[day >> PAGE_BITS] = page;
    }
    page[day & (PAGE_DAYS - 1)]++;
  }

  /// The days that have events, in order.
  List<Assessment.DayCount> days() {
    List<Assessment.DayCount> days = new ArrayList<>();
    for (int p = 0; p < pages.length; p++) {
      long[] page = pages[p];
      for (int i = 0; i < page.length; i++) {
        if (page[i] > 0) {
          LocalDate day = LocalDate.ofEpochDay(FIRST_DAY + p * (long) PAGE_DAYS + i);
          days.add(new Assessment.DayCount(day.toString(), page[i]));
        }
      }
    }
    return days;
  }
}
