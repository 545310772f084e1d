package dev.headgate.calendar;

import java.time.Duration;
import java.time.Instant;

/// A straight piece of what bookings may send together, in events a second.
public record StackedPiece(TimeSpan span, double atFrom, double atTo) {
  double at(Instant moment) {
    double part = seconds(span.from(), moment) / seconds(span.from(), span.to());
    return atFrom + (atTo - atFrom) * part;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
