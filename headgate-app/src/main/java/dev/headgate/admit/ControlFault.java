package dev.headgate.admit;

/// The control plane could not be read or written. Two texts, what happened and what to do next;
/// the cause is for the engineer.
public final class ControlFault extends Exception {
  private static final long serialVersionUID = 1;

  private final String next;

  public ControlFault(String what, String next, Throwable cause) {
    super(what, cause);
    this.next = next;
  }

  public String next() {
    return next;
  }
}
