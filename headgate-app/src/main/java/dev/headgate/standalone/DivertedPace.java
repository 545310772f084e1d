package dev.headgate.standalone;

import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LanePace;
import java.util.function.LongSupplier;

/// How much is read of what was diverted: a small share, unless somebody decided that it is stored
/// at full speed, or at a rate. Set by one thread, asked by the reader's.
final class DivertedPace implements LanePace {
  private static final double MOST_SAVED_SECONDS = 1;

  private final LongSupplier nanos;
  private volatile double perSecond;
  private volatile boolean fullSpeed;

  // Of the reader's thread.
  private double permits;
  private long refilled;

  DivertedPace(LongSupplier nanos) {
    this.nanos = nanos;
    this.refilled = nanos.getAsLong();
  }

  /// Holds it to so many events a second; 0: to none but its share.
  void slowTo(double rate) {
    perSecond = rate;
  }

  /// Whether it is read as if it were alone; a rate goes before.
  void fullSpeed(boolean wanted) {
    fullSpeed = wanted;
  }

  boolean isFullSpeed() {
    return fullSpeed;
  }

  @Override
  public int most(Lane lane, int full, boolean alone) {
    if (lane != Lane.DIVERTED) {
      return LanePace.SHARES.most(lane, full, alone);
    }
    double rate = perSecond;
    if (rate <= 0) {
      return LanePace.SHARES.most(lane, full, alone || fullSpeed);
    }
    long now = nanos.getAsLong();
    permits =
        Math.min(Math.max(1, rate * MOST_SAVED_SECONDS), permits + rate * (now - refilled) / 1e9);
    refilled = now;
    return (int) Math.clamp(permits, 0, LanePace.SHARES.most(lane, full, alone));
  }

  /// A poll may bring more than was asked for, a record's events being together: then it waits
  /// longer for the next.
  @Override
  public void read(Lane lane, int events) {
    if (lane == Lane.DIVERTED && perSecond > 0) {
      permits -= events;
    }
  }
}
