package dev.headgate.console.http;

import java.util.Optional;

/// The API says no: with a status, the exit code a command should end with, what happened and what
/// to do next.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final int exitCode;
  private final Optional<String> where;
  private final String next;

  Refusal(int status, int exitCode, String what, String next) {
    this(status, exitCode, what, Optional.empty(), next);
  }

  private Refusal(int status, int exitCode, String what, Optional<String> where, String next) {
    super(what);
    this.status = status;
    this.exitCode = exitCode;
    this.where = where;
    this.next = next;
  }

  /// What is wrong stands in the file that the request brings.
  static Refusal ofBody(int status, String what, String next) {
    return new Refusal(status, 2, what, Optional.of("body"), next);
  }

  int status() {
    return status;
  }

  int exitCode() {
    return exitCode;
  }

  /// Empty for the request's path.
  Optional<String> where() {
    return where;
  }

  String next() {
    return next;
  }
}
