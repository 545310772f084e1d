package dev.headgate.standalone;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.pace.Governor;
import dev.headgate.pace.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops a load test before live traffic suffers from it: it is the first to give way, before any
/// import is slowed.
///
/// A load test is stopped, not slowed: it is to show what a rate does, and at another rate it shows
/// something else. It is when live traffic feels {@link #GIVES_WAY_AT} of what it may feel, for two
/// of three looks, where imports are slowed from all of it on; and for {@link #AFTERMATH} after
/// that imports keep the pace they have, while what was felt of it passes.
final class LoadTestGuard {
  /// Pressure at which a load test gives way; imports do above 1.
  static final double GIVES_WAY_AT = 0.8;

  /// A slow request is felt for as long as the percentile looks back.
  static final Duration AFTERMATH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LoadTestGuard.class);

  private final LoadTestDesk desk;
  private final Governor.Targets targets;
  private final double[] lastFelt = new double[3];
  private int looks;
  private Instant quietUntil = Instant.EPOCH;

  LoadTestGuard(LoadTestDesk desk, Governor.Targets targets) {
    this.desk = desk;
    this.targets = targets;
  }

  /// Takes in what is felt, and stops the load test that runs if it has to give way, or if its
  /// sender is gone.
  ///
  /// @return whether imports keep their pace for now
  boolean look(Signals signals, Instant now) {
    double felt = felt(signals);
    try {
      desk.stopSilent()
          .ifPresent(number -> LOG.warn("load test {} is stopped: its sender is gone", number));
      if (felt >= GIVES_WAY_AT) {
        Optional<Integer> stopped =
            desk.stopRunning(reason(signals), Actor.pipeline("guard of live traffic"));
        if (stopped.isPresent()) {
          LOG.warn("load test {} is stopped: {}", stopped.get(), reason(signals));
          quietUntil = now.plus(AFTERMATH);
        }
      }
    } catch (ControlFault e) {
      LOG.warn("load tests cannot be looked after: {}", e.getMessage());
    }
    return now.isBefore(quietUntil);
  }

  /// The median of three looks: one slow request is no pressure.
  private double felt(Signals signals) {
    lastFelt[looks++ % lastFelt.length] =
        Math.max(
            (double) signals.liveDelay().toNanos() / targets.liveDelay().toNanos(),
            (double) signals.captureLatency().toNanos() / targets.captureLatency().toNanos());
    double[] sorted = lastFelt.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private String reason(Signals signals) {
    return String.format(
        Locale.ROOT,
        "it gives way to live traffic: 99 of 100 of its requests are answered within %d ms (may be"
            + " %d), its events stored within %.1f s (may be %.1f)",
        signals.captureLatency().toMillis(),
        targets.captureLatency().toMillis(),
        signals.liveDelay().toNanos() / 1e9,
        targets.liveDelay().toNanos() / 1e9);
  }
}
