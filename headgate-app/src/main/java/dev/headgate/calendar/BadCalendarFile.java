package dev.headgate.calendar;

/// A calendar that cannot be used: what is wrong with it, and where.
public final class BadCalendarFile extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  BadCalendarFile(String what, int line) {
    super("line " + line + ": " + what);
    this.line = line;
  }

  /// In the file, from 1.
  public int line() {
    return line;
  }
}
