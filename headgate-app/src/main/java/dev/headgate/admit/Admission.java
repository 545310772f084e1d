package dev.headgate.admit;

import java.time.Duration;
import java.util.Optional;

/// What the gate answers a request that carries a grant.
public sealed interface Admission {
  /// It may come.
  ///
  /// @param pace that its import is held to now
  record Allowed(int importNumber, Pace pace) implements Admission {}

  /// Not now, or not at all.
  ///
  /// @param status 403: not with this grant. 413: too many events at once. 429: too early
  /// @param message what is wrong and what to do next
  /// @param retryAfter when it makes sense to come again
  /// @param pace that its import is held to now
  record Refused(int status, String message, Optional<Duration> retryAfter, Optional<Pace> pace)
      implements Admission {}
}
