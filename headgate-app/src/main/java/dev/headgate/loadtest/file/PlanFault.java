package dev.headgate.loadtest.file;

/// A plan is not what it should be: what is wrong, in which line, and what to do next.
public final class PlanFault extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /// @param line counted from 1
  PlanFault(String what, int line) {
    super(what);
    this.line = line;
  }

  public int line() {
    return line;
  }
}
