package dev.headgate.calendar;

import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.util.List;

/// A range of time as the calendar has it: who works when, what may not run, what else runs. What
/// it is asked about lies within the range.
public final class Outlook {
  /// Rounding of sums, as a part of the capacity.
  private static final double ROUNDING = 1e-9;

  private final TeamCalendar calendar;
  private final List<Booking> bookings;
  private final TimeSpans working;
  private final TimeSpans blackouts;
  private final StackedRate stacked;

  public Outlook(
      TeamCalendar calendar,
      PublicHolidays publicHolidays,
      List<Booking> bookings,
      TimeSpan range) {
    this.calendar = calendar;
    this.bookings = List.copyOf(bookings);
    this.working = calendar.workingTime(range, publicHolidays);
    this.blackouts =
        TimeSpans.union(
            calendar.blackouts().stream().flatMap(each -> each.within(range).stream()).toList());
    this.stacked = new StackedRate(bookings, range);
  }

  Duration working(TimeSpan span) {
    return working.within(span);
  }

  boolean blackedOut(TimeSpan span) {
    return blackouts.touches(span);
  }

  boolean fits(TimeSpan span, Envelope envelope, double capacityPerSecond) {
    return fits(stacked.peakWith(span, envelope), capacityPerSecond);
  }

  private static boolean fits(double peak, double capacityPerSecond) {
    return peak <= capacityPerSecond * (1 + ROUNDING);
  }

  List<Booking> beside(TimeSpan span) {
    return bookings.stream().filter(each -> each.span().touches(span)).toList();
  }

  List<Blackout> blackouts(TimeSpan span) {
    return calendar.blackoutsWithin(span);
  }

  /// What bookings may send together, over the whole range.
  public List<StackedPiece> stack() {
    return stacked.pieces();
  }

  /// All there is to say about a plan that begins and ends with a span.
  public Slot at(TimeSpan span, Envelope envelope) {
    return new Slot(
        span,
        working(span),
        blackouts(span),
        beside(span),
        stacked.peakWith(span, envelope),
        calendar.teams().stream()
            .map(team -> new Slot.Duty(team.name(), team.zone(), team.onDuty(span)))
            .toList());
  }

  /// Whether a slot's stack is within a capacity.
  public static boolean within(Slot slot, double capacityPerSecond) {
    return fits(slot.peakPerSecond(), capacityPerSecond);
  }
}
