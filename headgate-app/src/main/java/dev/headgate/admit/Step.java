package dev.headgate.admit;

import static dev.headgate.admit.ImportState.CANCELLED;
import static dev.headgate.admit.ImportState.CHANGES_REQUESTED;
import static dev.headgate.admit.ImportState.COMPLETED;
import static dev.headgate.admit.ImportState.DECLINED;
import static dev.headgate.admit.ImportState.DRAFT;
import static dev.headgate.admit.ImportState.EXPIRED;
import static dev.headgate.admit.ImportState.GREEN_LIT;
import static dev.headgate.admit.ImportState.INCOMPLETE;
import static dev.headgate.admit.ImportState.PAUSED;
import static dev.headgate.admit.ImportState.RUNNING;
import static dev.headgate.admit.ImportState.SUBMITTED;
import static dev.headgate.admit.ImportState.VERIFIED;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The legal transitions of an import: what may be done, from which states, where it leads, and who
/// may do it. Everything else is refused.
///
/// ```
/// draft --submit--> submitted --green_light--> green_lit --start--> running --complete--> completed
///                    |  |  ^                                         |   ^                    |
///      changes_requested |  `--------------- revoke                pause  resume   record_verification
///                 declined                                           v   |                    |
///                                                                   paused      verified, incomplete
/// ```
@SuppressWarnings("ImmutableEnumChecker") // its sets are copies that cannot be changed
public enum Step {
  /// Submitting again replaces plan and findings, as with a larger reject budget.
  SUBMIT(Set.of(DRAFT, SUBMITTED, CHANGES_REQUESTED, EXPIRED, CANCELLED), Set.of(SUBMITTED), false),
  /// Answers can change until somebody says yes.
  ANSWER(
      Set.of(DRAFT, SUBMITTED, CHANGES_REQUESTED, DECLINED, EXPIRED, CANCELLED),
      Set.of(DRAFT, SUBMITTED, CHANGES_REQUESTED, DECLINED, EXPIRED, CANCELLED),
      false),
  /// Also reopens what was declined.
  REQUEST_CHANGES(Set.of(SUBMITTED, DECLINED), Set.of(CHANGES_REQUESTED), true),
  /// Where a green light takes two people, the yes of the first; a later one replaces it.
  FIRST_YES(Set.of(SUBMITTED), Set.of(SUBMITTED), true),
  GREEN_LIGHT(Set.of(SUBMITTED), Set.of(GREEN_LIT), true),
  DECLINE(Set.of(SUBMITTED), Set.of(DECLINED), true),
  /// Says that the notice of a green light was read.
  ACKNOWLEDGE(Set.of(GREEN_LIT, RUNNING, PAUSED), Set.of(GREEN_LIT, RUNNING, PAUSED), false),
  /// Starting what is running already is going on after a process was killed.
  START(Set.of(GREEN_LIT, RUNNING), Set.of(RUNNING), false),
  /// Pausing again keeps the import paused, for the newer reason unless the team's stands.
  PAUSE(Set.of(RUNNING, PAUSED), Set.of(PAUSED), false),
  RESUME(Set.of(PAUSED), Set.of(RUNNING), false),
  /// Also of one whose window closed while its last events waited to be stored.
  COMPLETE(Set.of(RUNNING, EXPIRED), Set.of(COMPLETED), false),
  /// What was verified can be proved again, and can fail then.
  RECORD_VERIFICATION(
      Set.of(COMPLETED, VERIFIED, INCOMPLETE), Set.of(COMPLETED, VERIFIED, INCOMPLETE), false),
  /// Changes the window, or the most events a second, of what was agreed; at once.
  AMEND(Set.of(GREEN_LIT, RUNNING, PAUSED), Set.of(GREEN_LIT, RUNNING, PAUSED), true),
  /// Takes the green light back: the request waits for a decision again.
  REVOKE(Set.of(GREEN_LIT, RUNNING, PAUSED), Set.of(SUBMITTED), true),
  EXPIRE(Set.of(GREEN_LIT, RUNNING, PAUSED), Set.of(EXPIRED), true),
  CANCEL(
      Set.of(DRAFT, SUBMITTED, CHANGES_REQUESTED, GREEN_LIT, RUNNING, PAUSED),
      Set.of(CANCELLED),
      false);

  private final Set<ImportState> from;
  private final Set<ImportState> to;
  private final boolean pipelineOnly;

  Step(Set<ImportState> from, Set<ImportState> to, boolean pipelineOnly) {
    this.from = Set.copyOf(from);
    this.to = Set.copyOf(to);
    this.pipelineOnly = pipelineOnly;
  }

  /// As it stands in JSON and in the audit: `green_light`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people: `green light`.
  String words() {
    return key().replace('_', ' ');
  }

  public boolean isLegalFrom(ImportState state) {
    return from.contains(state);
  }

  public Set<ImportState> leadsTo() {
    return EnumSet.copyOf(to);
  }

  /// Whether it relies on what a green light granted.
  public boolean goesByGrant() {
    return this == START || this == RESUME || this == AMEND;
  }

  /// Whether the pipeline and its team may, and a customer may not.
  public boolean isForPipelineOnly() {
    return pipelineOnly;
  }
}
