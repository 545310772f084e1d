package dev.headgate.calendar;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// A time for a plan, with what speaks for it and against it.
///
/// @param working how much of it somebody works
/// @param blackouts that it touches
/// @param beside what else may send then
/// @param peakPerSecond the highest sum of its own envelope and those of what else may send
public record Slot(
    TimeSpan span,
    Duration working,
    List<Blackout> blackouts,
    List<Booking> beside,
    double peakPerSecond,
    List<Duty> duties) {

  /// A team, and who of it is on duty, one after another.
  public record Duty(String team, ZoneId zone, List<String> people) {
    public Duty {
      people = List.copyOf(people);
    }
  }

  public Slot {
    blackouts = List.copyOf(blackouts);
    beside = List.copyOf(beside);
    duties = List.copyOf(duties);
  }

  /// The part of it in which somebody works, 0 to 1.
  public double overlap() {
    return (double) working.toNanos() / span.length().toNanos();
  }
}
