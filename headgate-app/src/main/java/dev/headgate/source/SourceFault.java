package dev.headgate.source;

/// An export cannot be read as it was said to be. Two texts: what happened and where, and what to
/// do next.
public final class SourceFault extends Exception {
  private static final long serialVersionUID = 1;

  /// What kind of trouble it is, which decides the exit code.
  public enum Kind {
    /// Wrong name, not readable, or not what it was said to be.
    WRONG_INPUT,
    /// The bytes changed since they were assessed.
    CHANGED,
    /// Reading failed in a way that may pass.
    UNREADABLE
  }

  private final Kind kind;
  private final String where;
  private final String next;

  public SourceFault(Kind kind, String what, String where, String next) {
    super(what);
    this.kind = kind;
    this.where = where;
    this.next = next;
  }

  public Kind kind() {
    return kind;
  }

  public String where() {
    return where;
  }

  public String next() {
    return next;
  }
}
