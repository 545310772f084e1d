package dev.headgate.admit;

import java.time.Duration;
import java.util.Optional;

/// What the gate answers a request that carries a grant.
public sealed interface Admission {
  record Allowed(int importNumber) implements Admission {}

  /// Not now, or not at all.
  ///
  /// @param status 403: not with this grant. 413: too many events at once. 429: too early
  /// @param message what is wrong and what to do next
  /// @param retryAfter when it makes sense to come again
  record Refused(int status, String message, Optional<Duration> retryAfter) implements Admission {}
}
