package dev.headgate.store;

import java.time.Duration;
import java.time.Instant;

/// How large a segment may be where live traffic comes beside other lanes: what the stores take in
/// {@link #BESIDE_LIVE}, by what they took of late. Two segments may be under way when a live event
/// is read, and it is in the third: so long, in the worst case, they hold it up.
///
/// Without live traffic nobody waits, and a segment is as large as is cheapest.
final class SegmentSize {
  static final Duration BESIDE_LIVE = Duration.ofMillis(500);

  /// How long after its last event live traffic counts as there.
  static final Duration LIVE_STAYS = Duration.ofMinutes(1);

  /// However slow the stores: a segment for each event would make them slower still.
  static final int LEAST = 1_000;

  /// Of fewer events the time says little of how long many take. A segment is cut between records,
  /// so one of {@link #LEAST} events at most may hold fewer.
  private static final int FEWEST_MEASURED = LEAST / 4;

  private static final double LATEST_WEIGHT = 0.4;

  private volatile double millisAnEvent;
  private volatile Instant lastLive = Instant.MIN;

  /// Takes note of a live event.
  void liveSeen(Instant now) {
    lastLive = now;
  }

  /// Takes note of how long a segment took in each of the two stores, which work side by side.
  void stored(int events, Duration facts, Duration rows) {
    if (events >= FEWEST_MEASURED) {
      double latest = Math.max(facts.toNanos(), rows.toNanos()) / 1e6 / events;
      double before = millisAnEvent;
      millisAnEvent = before == 0 ? latest : before + LATEST_WEIGHT * (latest - before);
    }
  }

  /// Most events of a segment that is being read now.
  ///
  /// @param cheapest how many it would be without live traffic
  int most(int cheapest, Instant now) {
    boolean live = !lastLive.equals(Instant.MIN) && lastLive.plus(LIVE_STAYS).isAfter(now);
    if (!live || millisAnEvent == 0) {
      return cheapest;
    }
    return (int)
        Math.clamp(BESIDE_LIVE.toMillis() / millisAnEvent, Math.min(LEAST, cheapest), cheapest);
  }
}
