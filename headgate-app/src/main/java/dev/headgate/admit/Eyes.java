package dev.headgate.admit;

/// How many eyes look at an import before it is let in.
public enum Eyes {
  /// One person of the pipeline team says yes, by any of its keys.
  TWO,
  /// Two members of the team say yes to the same, each by a key of their own.
  FOUR
}
