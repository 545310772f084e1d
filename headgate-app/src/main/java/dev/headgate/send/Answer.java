package dev.headgate.send;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What capture said to a request.
public sealed interface Answer {

  /// 200: every event of the request is durable.
  ///
  /// @param factor that the pipeline holds the import to within its envelope, above 0 and at most 1
  record Accepted(double factor) implements Answer {
    /// From a pipeline that does not slow the import.
    public Accepted() {
      this(1);
    }
  }

  /// 400 or 413: at least one of its events is not acceptable, now or ever.
  record Unacceptable(String reason) implements Answer {}

  /// Neither yes nor no: what to do is for {@link Backoff} to say.
  sealed interface Unsettled extends Answer {}

  /// 429: the pipeline holds the import back, for its own good reasons; nothing is wrong.
  ///
  /// @param factor as {@link Accepted#factor}, where the pipeline says one
  record HeldBack(String reason, Optional<Duration> retryAfter, OptionalDouble factor)
      implements Unsettled {
    /// Held back for another reason than live traffic.
    public HeldBack(String reason, Optional<Duration> retryAfter) {
      this(reason, retryAfter, OptionalDouble.empty());
    }
  }

  /// 408 or 5xx: later. The pipeline's own wish when, if it has one.
  record Later(String reason, Optional<Duration> retryAfter) implements Unsettled {}

  /// No answer came; the request may have been taken.
  record Unreachable(String reason) implements Unsettled {}

  /// 401, 403, 404: this importer may not, or not here.
  record Denied(int status, String reason) implements Unsettled {}

  /// 507: the pipeline takes nothing until somebody makes room.
  record NoRoom(String reason) implements Unsettled {}
}
