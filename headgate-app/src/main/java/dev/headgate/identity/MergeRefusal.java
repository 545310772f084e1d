package dev.headgate.identity;

import dev.headgate.event.DistinctId;

/// A merge that is no fact: it can never join anything, whatever else is known.
///
/// @param into the event's own distinct_id
/// @param otherId the other id as the event names it, at most 200 code points, perhaps blank
public record MergeRefusal(
    Stamp at, DistinctId into, String otherId, MergeKind kind, Reason reason) {

  /// Why; the names of the first two are the warnings' names in PostHog.
  public enum Reason {
    CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID,
    INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE,
    /// Both ids are the same: nothing to do, and no warning.
    SAME_DISTINCT_ID
  }
}
