package dev.headgate.calendar;

import dev.headgate.event.ProjectId;
import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What else may send: an import or a load test with a green light.
///
/// @param name such as `import 3`
/// @param state such as `running`
/// @param span when it may send; nothing before and after
/// @param began the time zero of its envelope; where it has not begun it may at any moment of the
///   span, and its peak counts throughout
public record Booking(
    String name,
    ProjectId project,
    String state,
    TimeSpan span,
    Envelope envelope,
    Optional<Instant> began) {

  /// Events a second that it may send at most, at a moment of its span.
  double rateAt(Instant moment) {
    return began
        .map(zero -> envelope.rateAt(Duration.between(TimeSpan.earlier(zero, moment), moment)))
        .orElseGet(envelope::peakPerSecond);
  }
}
