package dev.headgate.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/// The rate of a counter that moves in steps, large and seldom, from looks at it: from one of the
/// last steps to the last, and on to now if that takes longer than steps did. Not thread-safe.
public final class RateOfSteps {
  private static final int FEWEST = 3;

  private record Step(Instant at, double count) {}

  private final Duration over;
  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private Instant now = Instant.MIN;
  private double count = Double.NaN;

  /// @param over steps older than this do not count, if there are some younger ones
  public RateOfSteps(Duration over) {
    this.over = over;
  }

  /// Looks at the counter, which never becomes less.
  public void see(Instant at, double counted) {
    now = at;
    if (counted > count) {
      steps.addLast(new Step(at, counted));
      while (steps.size() > FEWEST && steps.getFirst().at.plus(over).isBefore(at)) {
        steps.removeFirst();
      }
    }
    count = counted;
  }

  /// Forgets all steps: what moves the counter begins anew.
  public void reset() {
    steps.clear();
    count = Double.NaN;
  }

  /// Counted a second; zero where there were not two steps, and nothing can be said.
  public double perSecond() {
    if (steps.size() < 2) {
      return 0;
    }
    Duration longest = Duration.ZERO;
    Step before = steps.getFirst();
    for (Step step : steps) {
      Duration took = Duration.between(before.at, step.at);
      longest = took.compareTo(longest) > 0 ? took : longest;
      before = step;
    }
    Duration since = Duration.between(before.at, now);
    Duration late = since.compareTo(longest) > 0 ? since.minus(longest) : Duration.ZERO;
    Duration whole = Duration.between(steps.getFirst().at, before.at).plus(late);
    return (before.count - steps.getFirst().count) / (whole.toNanos() / 1e9);
  }
}
