package dev.headgate.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/// The clock on the wall of a zone: which moments it shows a local time at.
///
/// When it is put forward, local times are left out (a gap); when it is put back, they come twice
/// (an overlap). In Europe/Berlin, 2027:
///
/// ```
/// 28 March     01:59 CET | 03:00 CEST          02:30 is never shown
/// 31 October   02:59 CEST | 02:00 CET          02:30 is shown twice, an hour apart
/// ```
///
/// So a local time alone names no moment, and two rules say what is meant:
///
/// - *hours* ({@link #showing}) are the moments at which the clock shows one of them: what is left
///   out does not count, what comes twice counts twice;
/// - *from a time until another* ({@link #first}, {@link #last}) is everything between the first
///   moment at which the clock shows that time or a later one, and the last at which it shows the
///   other or an earlier one: never less than what was meant.
public record WallClock(ZoneId zone) {

  /// The moments at which it shows a time from one to another, sorted.
  ///
  /// @param to exclusive
  List<TimeSpan> showing(LocalDateTime from, LocalDateTime to) {
    ZoneRules rules = zone.getRules();
    List<TimeSpan> found = new ArrayList<>();
    // No clock is further from UTC than these offsets.
    Instant at = from.toInstant(ZoneOffset.MAX);
    Instant end = to.toInstant(ZoneOffset.MIN);
    while (at.isBefore(end)) {
      ZoneOffset offset = rules.getOffset(at);
      ZoneOffsetTransition next = rules.nextTransition(at);
      Instant until = next == null ? end : TimeSpan.earlier(end, next.getInstant());
      Instant first = TimeSpan.later(at, from.toInstant(offset));
      Instant last = TimeSpan.earlier(until, to.toInstant(offset));
      if (first.isBefore(last)) {
        found.add(new TimeSpan(first, last));
      }
      at = until;
    }
    return found;
  }

  /// The first moment at which it shows this time, or a later one where it leaves this one out.
  public Instant first(LocalDateTime time) {
    ZoneOffsetTransition change = zone.getRules().getTransition(time);
    if (change == null) {
      return time.toInstant(zone.getRules().getOffset(time));
    }
    return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
  }

  /// The last moment at which it shows this time; where it leaves it out, the moment at which it
  /// does.
  public Instant last(LocalDateTime time) {
    ZoneOffsetTransition change = zone.getRules().getTransition(time);
    if (change == null) {
      return time.toInstant(zone.getRules().getOffset(time));
    }
    return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetAfter());
  }
}
