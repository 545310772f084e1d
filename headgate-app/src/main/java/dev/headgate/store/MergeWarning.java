package dev.headgate.store;

import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.MergeRefusal;
import java.util.Locale;
import java.util.Optional;

/// Why a merge that was asked for was not made. The names are PostHog's; the limit is ours.
public enum MergeWarning {
  CANNOT_MERGE_ALREADY_IDENTIFIED,
  CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID,
  INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE,
  TOO_MANY_DISTINCT_IDS;

  /// As people and JSON name it.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a legal merge's outcome warns of.
  public static Optional<MergeWarning> of(MergeOutcome outcome) {
    return switch (outcome) {
      case REFUSED -> Optional.of(CANNOT_MERGE_ALREADY_IDENTIFIED);
      case SET_ASIDE -> Optional.of(TOO_MANY_DISTINCT_IDS);
      case JOINED, NOTHING_TO_DO -> Optional.empty();
    };
  }

  /// What a merge that is not legal warns of.
  public static Optional<MergeWarning> of(MergeRefusal.Reason reason) {
    return switch (reason) {
      case CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID ->
          Optional.of(CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID);
      case INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE ->
          Optional.of(INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE);
      case SAME_DISTINCT_ID -> Optional.empty();
    };
  }

  public static Optional<MergeWarning> of(PersonHistory.Merge merge) {
    return merge.asked() instanceof PersonFacts.Illegal illegal
        ? of(illegal.refusal().reason())
        : merge.outcome().flatMap(MergeWarning::of);
  }
}
