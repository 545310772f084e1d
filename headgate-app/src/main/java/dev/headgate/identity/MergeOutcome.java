package dev.headgate.identity;

/// What became of a legal merge.
public enum MergeOutcome {
  /// It made two groups of ids one.
  JOINED,
  /// Its ids were one person already.
  NOTHING_TO_DO,
  /// Its `other` belonged to a person already identified: `cannot_merge_already_identified`.
  REFUSED,
  /// It would have made a person of more ids than the limit allows.
  SET_ASIDE
}
