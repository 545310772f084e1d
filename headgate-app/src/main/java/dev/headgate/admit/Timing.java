package dev.headgate.admit;

import java.time.Instant;
import java.util.Optional;

/// How long an import has been sending.
///
/// @param startedAt its first start
/// @param wallSeconds of sending so far, over all its processes
/// @param eventsPerSecond over those seconds
public record Timing(Optional<Instant> startedAt, double wallSeconds, double eventsPerSecond) {
  public static final Timing NOT_STARTED = new Timing(Optional.empty(), 0, 0);
}
