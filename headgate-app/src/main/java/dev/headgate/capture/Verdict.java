package dev.headgate.capture;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of a request.
public sealed interface Verdict {

  /// Its events, to be appended to the log and then answered.
  ///
  /// @param events which may be none, where the protocol tells of each event what became of it
  /// @param answer JSON: what the sender is told once they are durable
  /// @param leftOut why other events of the request are not among them, where its sender is not
  ///   told
  /// @param headers for the answer, such as `RateLimit-Policy`
  record Accepted(
      Lane lane,
      ProjectToken token,
      List<CapturedEvent> events,
      String answer,
      List<String> leftOut,
      Map<String, String> headers)
      implements Verdict {
    public Accepted {
      events = List.copyOf(events);
      leftOut = List.copyOf(leftOut);
      headers = Map.copyOf(headers);
    }

    /// The same, for another lane.
    public Accepted in(Lane other) {
      return new Accepted(other, token, events, answer, leftOut, headers);
    }
  }

  /// Nothing of it is taken.
  ///
  /// @param status of HTTP, 400 or above
  /// @param tag the kind of refusal in one word, for clients that read one: `invalid_api_token`
  /// @param message for the sender, plain text
  /// @param retryAfter when it makes sense to come again
  /// @param headers for the answer, such as `RateLimit`
  record Refused(
      int status,
      String tag,
      String message,
      Optional<Duration> retryAfter,
      Map<String, String> headers)
      implements Verdict {
    public Refused {
      headers = Map.copyOf(headers);
    }

    /// A refusal whose kind its status says.
    public static Refused of(int status, String message) {
      return new Refused(status, tagOf(status), message, Optional.empty(), Map.of());
    }

    /// The same, of another kind than its status says.
    public Refused tagged(String kind) {
      return new Refused(status, kind, message, retryAfter, headers);
    }

    /// One that makes sense to come again after.
    public Refused retryAfter(Duration wait) {
      return new Refused(status, tag, message, Optional.of(wait), headers);
    }

    /// The kind of refusal that a status stands for where nothing more is known.
    static String tagOf(int status) {
      return switch (status) {
        case 401 -> "invalid_api_token";
        case 403 -> "not_granted";
        case 408 -> "request_timeout";
        case 413 -> "payload_too_large";
        case 415 -> "unsupported_content_type";
        case 429 -> "rate_limited";
        case 503 -> "service_unavailable";
        default -> "request_decoding_error";
      };
    }
  }
}
