package dev.headgate.standalone;

import dev.headgate.admit.Flood;
import dev.headgate.admit.FloodState;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/// A flood that goes on, as requests of it are counted: by many threads.
final class OpenFlood {
  private final Flood.Origin origin;
  private final Instant since;
  private final double usualPerSecond;
  private final boolean manyIds;
  private final LongAdder requests = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile double peakPerSecond;
  private volatile FloodState state = FloodState.DIVERTED;
  private volatile double drainPerSecond;
  private volatile int number;
  private long noted;

  /// One that was recognised now; it has no number until it is in the control plane.
  OpenFlood(Flood.Origin origin, Instant since, double usualPerSecond, boolean manyIds) {
    this.origin = origin;
    this.since = since;
    this.usualPerSecond = usualPerSecond;
    this.manyIds = manyIds;
  }

  /// One of before the start.
  static OpenFlood of(Flood flood) {
    OpenFlood open =
        new OpenFlood(
            flood.origin(),
            flood.since(),
            flood.amount().usualPerSecond(),
            flood.amount().manyIds());
    open.requests.add(flood.amount().requests());
    open.events.add(flood.amount().events());
    open.refused.add(flood.amount().refused());
    open.peakPerSecond = flood.amount().peakPerSecond();
    open.decided(flood);
    return open;
  }

  void diverted(int count) {
    requests.increment();
    events.add(count);
  }

  void refused() {
    requests.increment();
    refused.increment();
  }

  void sees(double perSecond) {
    peakPerSecond = Math.max(peakPerSecond, perSecond);
  }

  void decided(Flood flood) {
    number = flood.number();
    drainPerSecond = flood.drainPerSecond();
    state = flood.state();
  }

  /// Whether more has come since this was asked last.
  boolean grown() {
    long now = requests.sum();
    boolean grown = now != noted;
    noted = now;
    return grown;
  }

  Flood.Origin origin() {
    return origin;
  }

  Instant since() {
    return since;
  }

  FloodState state() {
    return state;
  }

  double drainPerSecond() {
    return drainPerSecond;
  }

  /// 0 as long as it is not in the control plane.
  int number() {
    return number;
  }

  Flood.Amount amount() {
    return new Flood.Amount(
        usualPerSecond, peakPerSecond, manyIds, requests.sum(), events.sum(), refused.sum());
  }
}
