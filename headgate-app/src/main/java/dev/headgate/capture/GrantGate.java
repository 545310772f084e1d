package dev.headgate.capture;

import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Says whether a request may bring its events now, and for which import. Asked for every request
/// whose events are all in order, live ones too; what it allows counts as arrived.
@FunctionalInterface
public interface GrantGate {

  /// Judges a request before its body is read: a refusal here costs nobody the reading. What it
  /// lets through is asked about again when its events are known.
  ///
  /// @param grant its `Headgate-Grant` header
  default Optional<Admission.Refused> turnAway(Optional<String> grant) {
    return Optional.empty();
  }

  /// Judges a request of this many events.
  ///
  /// @param historical whether it says `historical_migration: true`
  /// @param grant its `Headgate-Grant` header
  Admission admit(ProjectId project, boolean historical, Optional<String> grant, int events);

  /// What the gate answers.
  sealed interface Admission {
    /// It may.
    ///
    /// @param lane of the log that its events go to
    /// @param importNumber the import it belongs to, 0 for none
    /// @param headers for the answer, such as `RateLimit-Policy`
    record Allowed(Lane lane, int importNumber, Map<String, String> headers) implements Admission {
      public Allowed {
        headers = Map.copyOf(headers);
      }

      /// Nothing more to say of it.
      public Allowed(Lane lane, int importNumber) {
        this(lane, importNumber, Map.of());
      }
    }

    /// Not now, or not at all.
    ///
    /// @param status 403: not with this grant. 413: more events than the grant allows in one
    ///   request. 429: too early
    /// @param message what is wrong and what to do next
    /// @param headers for the answer, such as `RateLimit`
    record Refused(
        int status, String message, Optional<Duration> retryAfter, Map<String, String> headers)
        implements Admission {
      public Refused {
        headers = Map.copyOf(headers);
      }

      /// Historical events that nobody has given a green light.
      public static final Refused WITHOUT_GRANT =
          new Refused(
              403,
              "historical events need a green light: ask for one with `headgate import EXPORT"
                  + " --server URL --key KEY`, which also sends them, and keep the export until"
                  + " then",
              Optional.empty(),
              Map.of());
    }
  }
}
