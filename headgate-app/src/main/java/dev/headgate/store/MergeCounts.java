package dev.headgate.store;

import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.MergeRefusal;

/// What became of merges: applied (joined two persons, or had nothing left to join), refused (with
/// a warning), set aside (over a limit, can be let through later).
public record MergeCounts(long applied, long refused, long setAside) {
  public static final MergeCounts ZERO = new MergeCounts(0, 0, 0);

  public long total() {
    return applied + refused + setAside;
  }

  public MergeCounts plus(MergeCounts other) {
    return new MergeCounts(
        applied + other.applied, refused + other.refused, setAside + other.setAside);
  }

  /// Where a legal merge counts.
  public static MergeCounts one(MergeOutcome outcome) {
    return switch (outcome) {
      case JOINED, NOTHING_TO_DO -> new MergeCounts(1, 0, 0);
      case REFUSED -> new MergeCounts(0, 1, 0);
      case SET_ASIDE -> new MergeCounts(0, 0, 1);
    };
  }

  /// Where a merge that is not legal counts.
  public static MergeCounts one(MergeRefusal.Reason reason) {
    return switch (reason) {
      case SAME_DISTINCT_ID -> new MergeCounts(1, 0, 0);
      case CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID,
          INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE ->
          new MergeCounts(0, 1, 0);
    };
  }

  /// So many like this one.
  public MergeCounts times(long many) {
    return new MergeCounts(applied * many, refused * many, setAside * many);
  }
}
