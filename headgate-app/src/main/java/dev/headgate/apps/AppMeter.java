package dev.headgate.apps;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What an app did since the start, and what it costs: the time of one of {@link #SAMPLED} events.
/// Events that come again after a crash count again.
public final class AppMeter {
  /// One of so many events is timed.
  static final int SAMPLED = 64;

  private final LongSupplier nanoTime;
  private final @Nullable AppMeter total;
  private final LongAdder seen = new LongAdder();
  private final LongAdder changed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder timed = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private volatile String lastFailure = "";

  /// Who comes next to be timed. Chains are not used by two threads at once; if one were, another
  /// event would be timed.
  private int next;

  /// @param nanoTime for the sampled timer
  public AppMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.total = null;
  }

  private AppMeter(AppMeter total) {
    this.nanoTime = total.nanoTime;
    this.total = total;
  }

  /// A meter of a part of the events, which counts for this one too.
  public AppMeter part() {
    return new AppMeter(this);
  }

  /// What was counted up to now.
  ///
  /// @param seen events that came to the app, its own or not
  /// @param changed of those, the ones it changed
  /// @param failed of those, the ones it could not work on
  /// @param nanosPerEvent mean cost of an event that came to it; 0 as long as none was timed
  /// @param lastFailure why it failed last; empty if it never did
  public record Counts(
      long seen,
      long changed,
      long dropped,
      long failed,
      double nanosPerEvent,
      String lastFailure) {}

  public Counts counts() {
    long samples = timed.sum();
    return new Counts(
        seen.sum(),
        changed.sum(),
        dropped.sum(),
        failed.sum(),
        samples == 0 ? 0 : (double) nanos.sum() / samples,
        lastFailure);
  }

  /// Whether the event at hand is one that is timed.
  boolean samples() {
    sees();
    return next++ % SAMPLED == 0;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  private void sees() {
    seen.increment();
    if (total != null) {
      total.sees();
    }
  }

  void took(long elapsedNanos) {
    timed.increment();
    nanos.add(elapsedNanos);
    if (total != null) {
      total.took(elapsedNanos);
    }
  }

  void changed() {
    changed.increment();
    if (total != null) {
      total.changed();
    }
  }

  void dropped() {
    dropped.increment();
    if (total != null) {
      total.dropped();
    }
  }

  void failed(String why) {
    failed.increment();
    lastFailure = why;
    if (total != null) {
      total.failed(why);
    }
  }
}
