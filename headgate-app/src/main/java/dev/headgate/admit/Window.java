package dev.headgate.admit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// When an import may run, to the microsecond.
///
/// @param from inclusive
/// @param to exclusive
public record Window(Instant from, Instant to) {
  /// Whether all of it is in another one.
  boolean isWithin(Window other) {
    return !from.isBefore(other.from) && !to.isAfter(other.to);
  }

  public Window {
    from = from.truncatedTo(ChronoUnit.MICROS);
    to = to.truncatedTo(ChronoUnit.MICROS);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a window opens before it closes: " + from + ", " + to);
    }
  }
}
