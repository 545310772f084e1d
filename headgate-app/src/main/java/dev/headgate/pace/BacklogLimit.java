package dev.headgate.pace;

/// Keeps what imports have waiting before the stores near a target, by matching the rate at which
/// the stores take it.
///
/// As long as something waits, the rate that leaves the log is what the stores can do, whatever
/// they are slowed by. So the rate that may come in is that rate, and a little more or less:
///
/// ```
/// allowed = stored per second * (1 + GAIN * (1 - backlog / target))
/// ```
///
/// With the backlog in seconds this makes d(backlog)/dt = GAIN * (1 - backlog / target): it goes to
/// the target with the time constant target / GAIN and without overshoot, as long as the answer
/// comes back within target / (e * GAIN), the bound of a first-order loop with a delay.
///
/// What is measured moves up and down, for stores take segment after segment: the limit follows its
/// average.
///
/// Stores that keep up are told by the age of the oldest event that waits: some seconds, for
/// history is gathered to be stored in large segments. (The age itself comes too late to be held at
/// a target.) As long as they do, the rate that leaves the log says nothing of what the stores can
/// do: the limit grows by {@link #GAIN} for each time that an answer takes to come back.
final class BacklogLimit {
  private static final double GAIN = 0.25;

  /// Below this share of the target the stores keep up: so much waits also where they do, because
  /// history is gathered for some seconds to be stored in large segments.
  private static final double KEEPS_UP = 0.6;

  /// However much waits, so much of what the stores can do may come in.
  private static final double LEAST = 0.2;

  /// Over which the rate is averaged: some segments.
  private static final double STEADY_SECONDS = 8;

  private final double targetSeconds;
  private double limit = Double.POSITIVE_INFINITY;

  BacklogLimit(double targetSeconds) {
    this.targetSeconds = targetSeconds;
  }

  /// Takes in how it stands, and says how many events a second may come.
  ///
  /// @param demand what all imports may send by their envelopes: above it there is no limit
  /// @param feedbackSeconds until a change of the rate shows in the signals
  /// @param seconds since the last call
  double next(Signals signals, double demand, double feedbackSeconds, double seconds) {
    if (demand <= 0) {
      limit = Double.POSITIVE_INFINITY;
      return limit;
    }
    if (signals.storedPerSecond() == 0 && signals.waiting() >= 1) {
      return limit; // an import begins, or the stores stand still: the rate says nothing yet
    }
    double share = signals.backlog().toMillis() / 1e3 / targetSeconds;
    double oldest = signals.oldest().toMillis() / 1e3 / targetSeconds;
    if (share < KEEPS_UP || oldest < KEEPS_UP) {
      limit *= 1 + GAIN * seconds / feedbackSeconds;
      limit = limit < demand ? limit : Double.POSITIVE_INFINITY;
      return limit;
    }
    double matched = signals.storedPerSecond() * Math.max(LEAST, 1 + GAIN * (1 - share));
    double weight = Math.min(1, seconds / Math.max(STEADY_SECONDS, feedbackSeconds));
    limit = Double.isFinite(limit) ? limit + (matched - limit) * weight : matched;
    limit = Math.min(limit, demand);
    return limit;
  }
}
