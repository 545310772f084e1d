package dev.headgate.console.http;

/// The API says no: with a status, the exit code a command should end with, what happened and what
/// to do next.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final int exitCode;
  private final String next;

  Refusal(int status, int exitCode, String what, String next) {
    super(what);
    this.status = status;
    this.exitCode = exitCode;
    this.next = next;
  }

  int status() {
    return status;
  }

  int exitCode() {
    return exitCode;
  }

  String next() {
    return next;
  }
}
