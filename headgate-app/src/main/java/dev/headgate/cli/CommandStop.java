package dev.headgate.cli;

/// Ends a command with an exit code and what a person needs to know: what happened, where, and what
/// to do next.
public final class CommandStop extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;
  private final String where;
  private final String next;

  public CommandStop(ExitCode exitCode, String what, String where, String next) {
    super(what);
    this.exitCode = exitCode;
    this.where = where;
    this.next = next;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public String where() {
    return where;
  }

  public String next() {
    return next;
  }
}
