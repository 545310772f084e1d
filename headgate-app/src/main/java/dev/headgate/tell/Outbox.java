package dev.headgate.tell;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailEntry;
import dev.headgate.tell.Message.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The trail as what is to be told: which entry is due for a target, and how many wait.
///
/// A target's messages are told in the order of the trail, with one exception: an alert passes
/// notes that quiet hours hold back or that the target does not take.
public final class Outbox {
  private static final int PAGE = 500;

  private final Trail trail;
  private final Messages messages;

  public Outbox(Trail trail, Messages messages) {
    this.trail = trail;
    this.messages = messages;
  }

  /// What a target is told next, if it is to be told something now.
  public Optional<TrailEntry> due(Standing at, Instant now) throws ControlFault {
    if (!at.mayBeDue(now)) {
      return Optional.empty();
    }
    boolean quiet = at.quietUntil(now).isPresent();
    boolean held = quiet || at.notes().failures() > 0;
    Optional<TrailEntry> alert = first(at, Kind.ALERT);
    Optional<TrailEntry> note = first(at, Kind.NOTE);
    boolean alertFirst =
        alert.isPresent()
            && (held || note.isEmpty() || alert.get().sequence() < note.get().sequence());
    return alertFirst
        ? alert.filter(_ -> at.alerts().mayTry(now))
        : note.filter(_ -> !quiet && at.notes().mayTry(now));
  }

  private Optional<TrailEntry> first(Standing at, Kind kind) throws ControlFault {
    if (at.of(kind).waiting() == 0) {
      return Optional.empty();
    }
    long after = at.of(kind).place();
    List<TrailEntry> page;
    do {
      page = trail.entries(Trail.Question.all(after, PAGE));
      for (TrailEntry entry : page) {
        if (Messages.kind(entry) == kind && isFor(at.target(), entry)) {
          return Optional.of(entry);
        }
        after = entry.sequence();
      }
    } while (page.size() == PAGE);
    return Optional.empty();
  }

  /// Whether a target is told of an entry.
  private boolean isFor(Target target, TrailEntry entry) {
    return target.selection().has(messages.project(entry), entry.step(), Messages.kind(entry));
  }

  /// A target at its places, with what waits of the trail up to an entry.
  ///
  /// @param alerts number of the entry up to which it has been told alerts
  /// @param upTo number of the last entry that counts
  public Standing standing(Target target, long alerts, long notes, long upTo) throws ControlFault {
    Standing at = new Standing(target, Progress.at(alerts, 0), Progress.at(notes, 0));
    long after = Math.min(alerts, notes);
    List<TrailEntry> page;
    do {
      page = trail.entries(Trail.Question.all(after, PAGE));
      for (TrailEntry entry : page) {
        if (entry.sequence() <= upTo) {
          at = seen(at, entry);
        }
        after = entry.sequence();
      }
    } while (page.size() == PAGE && after < upTo);
    return at;
  }

  /// A target when an entry was added to the trail.
  public Standing seen(Standing at, TrailEntry entry) {
    Kind kind = Messages.kind(entry);
    boolean waits = entry.sequence() > at.of(kind).place() && isFor(at.target(), entry);
    return waits ? at.seen(kind) : at;
  }

  /// Entries after one, the first of them, a page; empty if there are none.
  public List<TrailEntry> after(long sequence) throws ControlFault {
    return trail.entries(Trail.Question.all(sequence, PAGE));
  }
}
