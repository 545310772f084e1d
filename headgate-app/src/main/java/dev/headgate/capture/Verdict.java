package dev.headgate.capture;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of a request: all its events, or none.
public sealed interface Verdict {

  /// Its events, to be appended to the log and then answered 200.
  record Accepted(Lane lane, ProjectToken token, List<CapturedEvent> events) implements Verdict {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /// Nothing of it is taken.
  ///
  /// @param status of HTTP, 400 or above
  /// @param message for the sender, plain text
  /// @param retryAfter when it makes sense to come again
  /// @param headers for the answer, such as `RateLimit`
  record Refused(
      int status, String message, Optional<Duration> retryAfter, Map<String, String> headers)
      implements Verdict {
    public Refused {
      headers = Map.copyOf(headers);
    }

    static Refused of(int status, String message) {
      return new Refused(status, message, Optional.empty(), Map.of());
    }
  }
}
