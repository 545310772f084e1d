package dev.headgate.pace;

import java.time.Duration;
import java.util.ArrayDeque;

/// An envelope under a factor that changes over time: what a {@link Governor} makes of what was
/// granted. Permits are the integral of factor times rate:
///
/// ```
///   rate |        ________________ envelope
///        |   ____/   :        :___
///        |  /    :   :       /:          factor 1, then 0.4, then 1 again: the shaded part of
///        | /     :___:______/ :          the middle is lost, and not made up for later
///        |/______:///:///////:_:_______
/// ```
///
/// Times only move forward: of earlier factors those of the last {@link #REMEMBERED} are known, and
/// before that the oldest known holds. Not thread-safe.
final class SlowedEnvelope {
  /// Longer than anybody looks back.
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  /// Over which the factor was the same.
  ///
  /// @param granted permits of the envelope by `from`
  /// @param allowed permits under all factors by `from`
  private record Stretch(Duration from, double granted, double allowed, double factor) {}

  private final Envelope envelope;
  private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();

  SlowedEnvelope(Envelope envelope) {
    this.envelope = envelope;
    stretches.add(new Stretch(Duration.ZERO, 0, 0, 1));
  }

  /// Sets the factor from a time on.
  ///
  /// @param factor above 0, at most 1
  void slowTo(double factor, Duration from) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("a factor lies above 0 and up to 1: " + factor);
    }
    Stretch last = stretches.getLast();
    if (factor == last.factor) {
      return;
    }
    Duration at = from.compareTo(last.from) > 0 ? from : last.from;
    double granted = envelope.permitsBy(at);
    stretches.add(
        new Stretch(at, granted, last.allowed + last.factor * (granted - last.granted), factor));
    Duration old = Pacer.minus(at, REMEMBERED);
    while (stretches.size() > 1 && second().from.compareTo(old) < 0) {
      stretches.removeFirst();
    }
  }

  private Stretch second() {
    return stretches.stream().skip(1).findFirst().orElseThrow();
  }

  /// Events a second at this time.
  double rateAt(Duration elapsed) {
    return envelope.rateAt(elapsed) * at(elapsed).factor;
  }

  private Stretch at(Duration elapsed) {
    Stretch found = stretches.getFirst();
    for (Stretch each : stretches) {
      if (each.from.compareTo(elapsed) <= 0) {
        found = each;
      }
    }
    return found;
  }

  /// How many permits are out by this time.
  double permitsBy(Duration elapsed) {
    Stretch stretch = at(elapsed);
    return stretch.allowed + stretch.factor * (envelope.permitsBy(elapsed) - stretch.granted);
  }

  /// When this many permits are out, if the factor stays as it is.
  Duration timeOf(double permits) {
    Stretch found = stretches.getFirst();
    for (Stretch each : stretches) {
      if (each.allowed <= permits) {
        found = each;
      }
    }
    double granted = found.granted + (permits - found.allowed) / found.factor;
    return envelope.timeOf(Math.max(0, granted));
  }
}
