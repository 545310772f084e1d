package dev.headgate.tell;

import dev.headgate.tell.Message.Kind;
import java.time.Instant;
import java.util.Optional;

/// How far a target has been told. Alerts and notes have a place each, so that alerts go on where
/// notes are held back.
public record Standing(Target target, Progress alerts, Progress notes) {
  public Progress of(Kind kind) {
    return kind == Kind.ALERT ? alerts : notes;
  }

  private Standing with(Kind kind, Progress progress) {
    return kind == Kind.ALERT
        ? new Standing(target, progress, notes)
        : new Standing(target, alerts, progress);
  }

  /// With one more message that waits.
  Standing seen(Kind kind) {
    return with(kind, of(kind).seen());
  }

  /// After a try.
  ///
  /// @param sequence of the entry that it was told of, or not
  public Standing after(Delivery delivery, Kind kind, long sequence, Instant now) {
    return switch (delivery) {
      case Delivery.Made _ ->
          new Standing(target, alerts.hurried(), notes.hurried())
              .with(kind, of(kind).told(sequence));
      case Delivery.Failed(String what) -> with(kind, of(kind).failed(what, now));
    };
  }

  /// When notes are told again, if it is quiet now.
  public Optional<Instant> quietUntil(Instant now) {
    return target.quietHours().flatMap(hours -> hours.until(now));
  }

  /// Whether a look at the trail may find something that is due.
  boolean mayBeDue(Instant now) {
    return (alerts.waiting() > 0 && alerts.mayTry(now))
        || (notes.waiting() > 0 && notes.mayTry(now) && quietUntil(now).isEmpty());
  }
}
