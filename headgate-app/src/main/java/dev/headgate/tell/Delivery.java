package dev.headgate.tell;

/// What came of one try to tell a target something.
public sealed interface Delivery {
  /// The target has it.
  record Made() implements Delivery {}

  /// It may or may not have it, and is told again.
  ///
  /// @param what for people, without what is secret
  record Failed(String what) implements Delivery {}
}
