package dev.headgate.pace;

import java.time.Duration;

/// The server's side of an envelope: lets a grant's events in as long as they are due.
///
/// It keeps the same account as the importer's {@link Pacer}, with more patience in both
/// directions, because between the two lie a network, lanes in parallel and two clocks:
///
/// ```
///   permits                                   ____ integral by (now + EARLY): may have come
///      |                              ____----
///      |                      ____----   ____ integral by now: the importer sends up to here
///      |              ____----   ____----
///      |      ____----   ____----   ____---- integral by (now - LATE): older permits are lost
/// ```
///
/// - An unused permit lives for {@link #LATE} (or until two largest batches' worth are unused,
///   where that is longer): so much may come late, and no more can be saved up for a burst.
/// - Events may come {@link #EARLY} ahead of the integral: so far may the importer's clock lead.
///
/// Therefore arrivals by any time t are at most the integral by t + EARLY, and arrivals within any
/// window [s, t] at most the integral over [s - LATE, t + EARLY], or over [s, t + EARLY] plus two
/// largest batches, whichever is more. An importer that follows its Pacer is never refused while
/// its batches arrive within 400 ms of when they were due. A refused batch uses no permits.
///
/// Where a {@link Governor} slows the import, the integral is that of factor times rate.
///
/// Not thread-safe: whoever holds the grant lets requests ask one after another.
public final class ArrivalGate {
  /// How long a permit lives unused.
  public static final Duration LATE = Duration.ofSeconds(1);

  /// How far arrivals may lead the integral.
  public static final Duration EARLY = Duration.ofMillis(250);

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  /// What becomes of a batch.
  public sealed interface Decision {
    /// It may come in; its permits are used.
    record Allowed() implements Decision {}

    /// It is ahead of the envelope.
    ///
    /// @param retryAfter when it is due if nothing else comes before, at least a millisecond
    record TooEarly(Duration retryAfter) implements Decision {}

    /// It holds more events than the grant allows in one request.
    record TooMany(int largestBatch) implements Decision {}
  }

  private static final Decision ALLOWED = new Decision.Allowed();

  private final SlowedEnvelope envelope;
  private final int largestBatch;
  private double used;

  /// A gate that goes on behind what has come: nothing that was due before can still come late.
  ///
  /// @param largestBatch most events of one request
  /// @param arrived events that have used their permits
  public ArrivalGate(Envelope envelope, int largestBatch, long arrived) {
    if (largestBatch < 1) {
      throw new IllegalArgumentException("a batch holds an event, not " + largestBatch);
    }
    this.envelope = new SlowedEnvelope(envelope);
    this.largestBatch = largestBatch;
    this.used = arrived;
  }

  /// How far arrivals lead the integral, from zero to {@link #EARLY}.
  ///
  /// @param elapsed as in {@link #arrive}
  public Duration lead(Duration elapsed) {
    return Pacer.minus(envelope.timeOf(used), elapsed);
  }

  /// Slows the arrivals from a time on, or lets them be as fast as the envelope again.
  ///
  /// @param factor on the envelope's rate, above 0 and at most 1
  public void slowTo(double factor, Duration elapsed) {
    envelope.slowTo(factor, elapsed);
  }

  /// Judges a batch that has come, and uses its permits if it is let in.
  ///
  /// @param elapsed since the envelope's time zero, the same that the importer counts from
  public Decision arrive(int events, Duration elapsed) {
    if (events > largestBatch) {
      return new Decision.TooMany(largestBatch);
    }
    double lasting =
        Math.min(
            envelope.permitsBy(Pacer.minus(elapsed, LATE)),
            Math.max(0, envelope.permitsBy(elapsed) - 2.0 * largestBatch));
    used = Math.max(used, lasting);
    if (used + events <= envelope.permitsBy(elapsed.plus(EARLY))) {
      used += events;
      return ALLOWED;
    }
    Duration wait = Pacer.minus(envelope.timeOf(used + events), elapsed.plus(EARLY));
    return new Decision.TooEarly(wait.compareTo(SHORTEST_WAIT) > 0 ? wait : SHORTEST_WAIT);
  }
}
