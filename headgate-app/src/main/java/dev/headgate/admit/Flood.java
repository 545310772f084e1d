package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.Optional;

/// Live traffic of one sender that came as a wall, without a ramp and without a declared load test:
/// who, what, since when, how much, and what was decided about it.
///
/// @param number from 1
/// @param until when it had ceased; empty while it goes on
/// @param drainPerSecond events a second that may be stored of what was diverted, where that was
///   decided; else 0
public record Flood(
    int number,
    Origin origin,
    Instant since,
    Optional<Instant> until,
    FloodState state,
    double drainPerSecond,
    Amount amount) {

  /// Who sends it.
  ///
  /// @param address as the gate sees it, or as the nearest proxy names it
  /// @param client what its User-Agent begins with
  public record Origin(ProjectId project, String address, String client) {}

  /// How much it is.
  ///
  /// @param usualPerSecond small requests a second of this sender before
  /// @param peakPerSecond the most of any second or so
  /// @param manyIds whether its requests name many distinct_ids
  /// @param requests in all, since it was recognised
  /// @param events that were diverted
  /// @param refused requests of those
  public record Amount(
      double usualPerSecond,
      double peakPerSecond,
      boolean manyIds,
      long requests,
      long events,
      long refused) {}

  public boolean isOver() {
    return until.isPresent();
  }

  /// The same, with these amounts.
  public Flood with(Amount amounts) {
    return new Flood(number, origin, since, until, state, drainPerSecond, amounts);
  }

  /// The same, decided upon.
  public Flood decided(FloodDecision decision) {
    return new Flood(
        number, origin, since, until, decision.state(), decision.drainPerSecond(), amount);
  }
}
