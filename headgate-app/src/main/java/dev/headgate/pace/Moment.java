package dev.headgate.pace;

import java.time.Instant;
import java.util.List;

/// What a pipeline felt at a time, and what its governor made of it.
///
/// @param demands of the imports that were sending
public record Moment(
    Instant at, Signals signals, Governor.Decision decision, List<Demand> demands) {
  public Moment {
    demands = List.copyOf(demands);
  }
}
