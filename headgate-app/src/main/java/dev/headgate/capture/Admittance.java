package dev.headgate.capture;

import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.event.Event;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the gate whether the events of a request, which are all in order, may come now.
///
/// @param historical whether the request says `historical_migration: true`
/// @param grant its header
record Admittance(
    GrantGate gate,
    ProjectId project,
    ProjectToken token,
    boolean historical,
    Optional<String> grant) {

  /// What becomes of the request. What is accepted has counted as arrived.
  ///
  /// @param answer as {@link Verdict.Accepted#answer}
  /// @param leftOut as {@link Verdict.Accepted#leftOut}
  Verdict verdict(List<Event> events, String answer, List<String> leftOut) {
    return switch (gate.admit(project, historical, grant, events.size())) {
      case Admission.Refused refused -> refused(refused);
      case Admission.Allowed(Lane lane, int importNumber, Map<String, String> headers) ->
          new Verdict.Accepted(
              lane,
              token,
              events.stream()
                  .map(event -> new CapturedEvent(project, importNumber, event))
                  .toList(),
              answer,
              leftOut,
              headers);
    };
  }

  static Verdict.Refused refused(Admission.Refused refused) {
    return new Verdict.Refused(
        refused.status(),
        Verdict.Refused.tagOf(refused.status()),
        refused.message(),
        refused.retryAfter(),
        refused.headers());
  }
}
