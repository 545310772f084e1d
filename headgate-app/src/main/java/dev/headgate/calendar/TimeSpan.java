package dev.headgate.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// From one moment to a later one: elapsed time, whatever clocks on walls do meanwhile.
///
/// @param from inclusive
/// @param to exclusive
public record TimeSpan(Instant from, Instant to) {
  public TimeSpan {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a span ends after it begins: " + from + ", " + to);
    }
  }

  public static TimeSpan of(Instant from, Duration length) {
    return new TimeSpan(from, from.plus(length));
  }

  public Duration length() {
    return Duration.between(from, to);
  }

  public boolean touches(TimeSpan other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  /// What both have; empty where they have nothing in common.
  public Optional<TimeSpan> common(TimeSpan other) {
    return touches(other)
        ? Optional.of(new TimeSpan(later(from, other.from), earlier(to, other.to)))
        : Optional.empty();
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
