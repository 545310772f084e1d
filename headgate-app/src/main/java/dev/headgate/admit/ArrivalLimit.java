package dev.headgate.admit;

import java.time.Duration;
import java.util.Optional;

/// Holds the arrivals of one run to an envelope. Not thread-safe: {@link GrantLedger} asks one at a
/// time.
public interface ArrivalLimit {

  /// Takes a request of this many events, or says how much too early it is. What is taken counts.
  ///
  /// @param elapsed the time on the envelope
  Optional<Duration> tooEarlyBy(int events, Duration elapsed);

  /// How far what has come is ahead of the envelope; zero where it is not.
  ///
  /// @param elapsed the time on the envelope
  Duration lead(Duration elapsed);

  /// Slows the run from now on, or lets it be as fast as its envelope again.
  ///
  /// @param factor on the envelope, above 0 and at most 1
  /// @param elapsed the time on the envelope
  void slowTo(double factor, Duration elapsed);

  /// Makes the limit of a run.
  @FunctionalInterface
  interface Maker {
    /// The limit of a run that is about to start.
    ///
    /// @param arrived events that came in earlier runs: the run goes on behind them
    ArrivalLimit of(GrantTerms terms, long arrived);
  }
}
