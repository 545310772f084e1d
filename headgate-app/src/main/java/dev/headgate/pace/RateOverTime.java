package dev.headgate.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/// The rate of a counter over the last while, from looks at it. Not thread-safe.
public final class RateOverTime {
  private record Look(Instant at, double count) {}

  private final Duration over;
  private final ArrayDeque<Look> looks = new ArrayDeque<>();

  public RateOverTime(Duration over) {
    this.over = over;
  }

  /// Looks at the counter.
  ///
  /// @param count which never becomes less
  public void see(Instant now, double count) {
    looks.addLast(new Look(now, count));
    while (looks.size() > 2 && looks.getFirst().at.plus(over).isBefore(now)) {
      looks.removeFirst();
    }
  }

  /// Counted a second between the first look and the last.
  public double perSecond() {
    return looks.size() < 2 ? 0 : rate(looks.getFirst(), looks.getLast());
  }

  private static double rate(Look from, Look to) {
    double seconds = Duration.between(from.at, to.at).toNanos() / 1e9;
    return seconds > 0 ? (to.count - from.count) / seconds : 0;
  }
}
