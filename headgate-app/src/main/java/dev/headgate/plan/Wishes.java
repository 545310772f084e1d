package dev.headgate.plan;

import dev.headgate.pace.Envelope;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the people of an import ask for beyond the defaults.
///
/// @param peakPerSecond events a second at the peak of the default ramp
/// @param envelope a rate over time of their own, which takes the place of the default ramp
public record Wishes(OptionalDouble peakPerSecond, Optional<Envelope> envelope) {
  public static final Wishes NONE = new Wishes(OptionalDouble.empty(), Optional.empty());

  public Wishes {
    if (peakPerSecond.isPresent() && envelope.isPresent()) {
      throw new IllegalArgumentException("either a peak or an envelope, which has its own");
    }
    if (peakPerSecond.isPresent()
        && !(peakPerSecond.getAsDouble() > 0 && Double.isFinite(peakPerSecond.getAsDouble()))) {
      throw new IllegalArgumentException("a peak is above 0 events a second");
    }
  }

  public static Wishes peak(double perSecond) {
    return new Wishes(OptionalDouble.of(perSecond), Optional.empty());
  }

  public static Wishes envelope(Envelope envelope) {
    return new Wishes(OptionalDouble.empty(), Optional.of(envelope));
  }
}
