package dev.headgate.admit;

import java.time.Duration;
import java.util.Optional;

/// Holds the arrivals of one run to an envelope. Not thread-safe: {@link GrantLedger} asks one at a
/// time.
@FunctionalInterface
public interface ArrivalLimit {

  /// Takes a request of this many events, or says how much too early it is. What is taken counts.
  ///
  /// @param elapsed the time on the envelope
  Optional<Duration> tooEarlyBy(int events, Duration elapsed);

  /// Makes the limit of a run.
  @FunctionalInterface
  interface Maker {
    /// The limit of a run that is about to start.
    ///
    /// @param arrived events that came in earlier runs: the run goes on behind them
    ArrivalLimit of(GrantTerms terms, long arrived);
  }
}
