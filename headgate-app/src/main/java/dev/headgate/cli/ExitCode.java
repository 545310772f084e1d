package dev.headgate.cli;

/// How a command ends, for scripts.
public enum ExitCode {
  /// For `import` and `verify`: verified.
  DONE(0),
  /// Failed, or verification found a difference, or the import ended incomplete.
  FAILED(1),
  /// Wrong usage, or input that is not what it was said to be.
  USAGE(2),
  /// Blocked, waiting, declined, or outside its window.
  NO_GREEN_LIGHT(3),
  /// Stopped where it can go on.
  PAUSED(4),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
