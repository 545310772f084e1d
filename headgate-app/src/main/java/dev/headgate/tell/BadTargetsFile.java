package dev.headgate.tell;

/// A file of targets that cannot be used: what is wrong with it, and where.
public final class BadTargetsFile extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  public BadTargetsFile(String what, int line) {
    super("line " + line + ": " + what);
    this.line = line;
  }

  /// In the file, from 1.
  public int line() {
    return line;
  }
}
