package dev.headgate.admit;

import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.event.JsonBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The audit trail: every step that was taken on imports, load tests, floods and apps, in one
/// chain. Entries are appended with the change they tell of, in its transaction, and never changed
/// or deleted. Safe for threads.
public interface Trail {
  /// Which entries.
  ///
  /// @param kind of the subjects
  /// @param number of the subject, if one is meant
  /// @param since steps taken then or later
  /// @param after entries with a larger sequence number
  /// @param most how many, the first of them
  record Question(
      Optional<String> kind, Optional<Long> number, Optional<Instant> since, long after, int most) {
    /// All of them, a page.
    public static Question all(long after, int most) {
      return new Question(Optional.empty(), Optional.empty(), Optional.empty(), after, most);
    }
  }

  /// Oldest first.
  List<TrailEntry> entries(Question question) throws ControlFault;

  /// What was done to a subject, oldest first.
  default List<TrailEntry> of(Subject subject) throws ControlFault {
    return entries(
        new Question(
            Optional.of(subject.kind()),
            Optional.of(subject.number()),
            Optional.empty(),
            0,
            Integer.MAX_VALUE));
  }

  TrailEnds ends() throws ControlFault;

  /// The document that has this digest.
  Optional<JsonBytes> evidence(String digest) throws ControlFault;

  /// Documents that entries name and that are missing or others, in order of entries, at most so
  /// many.
  List<Broken> lostEvidence(int most) throws ControlFault;

  /// Takes the trail as it stands for the right one, although the head beside it is another: an
  /// entry says who did and why, and the head follows the trail again.
  Outcome<TrailEntry> accept(String why, Actor by) throws ControlFault;
}
