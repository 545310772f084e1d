package dev.headgate.admit;

/// What becomes of a command.
public sealed interface Decision {
  record Accepted(Change change, AuditEntry audit) implements Decision {}

  /// It may not be done.
  ///
  /// @param what why not
  /// @param next what to do instead
  record Refused(String what, String next) implements Decision {}
}
