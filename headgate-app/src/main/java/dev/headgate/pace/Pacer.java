package dev.headgate.pace;

import java.time.Duration;

/// The importer's side of an envelope: says how long to wait before each batch, so that what has
/// been sent by any time is at most the integral of the rate by then.
///
/// Every batch takes its permits when it asks, in the order of asking; a batch that is sent again
/// asks again. Permits that nobody asks for expire: at most {@link #LATE} of them (or one batch,
/// where that is more) can be made up for later, so that an importer that stalled goes on at the
/// rate of the moment and never catches up in a burst.
///
/// The count of a second is as even as its batches are small: {@link #evenBatch} says how many
/// events a batch may hold for every second to stay within two percent of the integral. {@link
/// ArrivalGate} is the other side. Not thread-safe: lanes ask one after another.
public final class Pacer {
  /// How long a permit lives unused.
  public static final Duration LATE = Duration.ofMillis(250);

  private static final double BATCHES_PER_SECOND = 100;

  private final SlowedEnvelope envelope;
  private double issued;

  public Pacer(Envelope envelope) {
    this.envelope = new SlowedEnvelope(envelope);
  }

  /// Slows down from a time on, or goes as fast as the envelope again.
  ///
  /// @param factor on the envelope's rate, above 0 and at most 1
  public void slowTo(double factor, Duration elapsed) {
    envelope.slowTo(factor, elapsed);
  }

  /// Takes in that the gate lets nothing in before this time: it stands where the importer will
  /// stand then. So a factor that was heard late does not leave the two apart for good.
  public void holdUntil(Duration elapsed) {
    issued = Math.max(issued, envelope.permitsBy(elapsed));
  }

  /// Takes permits for a batch and says how long to wait before sending it.
  ///
  /// @param elapsed since the envelope's time zero
  public Duration delayFor(int events, Duration elapsed) {
    if (events < 1) {
      throw new IllegalArgumentException("a batch holds an event, not " + events);
    }
    double out = envelope.permitsBy(elapsed);
    double lasting = Math.min(envelope.permitsBy(minus(elapsed, LATE)), Math.max(0, out - events));
    issued = Math.max(issued, lasting) + events;
    return delay(elapsed);
  }

  /// How long it is until the permits that were taken last are out: less than was said when they
  /// were taken if the pace has become faster since, and more if slower.
  public Duration delay(Duration elapsed) {
    return issued <= envelope.permitsBy(elapsed)
        ? Duration.ZERO
        : minus(envelope.timeOf(issued), elapsed);
  }

  /// How many events a batch sent about now holds, so that a second consists of a hundred batches:
  /// at least one, at most `most`.
  public int evenBatch(int most, Duration elapsed) {
    return (int) Math.clamp(envelope.rateAt(elapsed) / BATCHES_PER_SECOND, 1, most);
  }

  /// The difference, or zero.
  static Duration minus(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a.minus(b) : Duration.ZERO;
  }
}
