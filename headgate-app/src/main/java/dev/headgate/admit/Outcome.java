package dev.headgate.admit;

/// What came of asking the control plane for something it may refuse.
public sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  /// It may not be.
  ///
  /// @param what why not
  /// @param next what to do instead
  record Refused<T>(String what, String next) implements Outcome<T> {}
}
