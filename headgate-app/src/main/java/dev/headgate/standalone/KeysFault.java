package dev.headgate.standalone;

/// `keys.json` is not what it should be. Two texts: what is wrong, and what to do next.
public final class KeysFault extends Exception {
  private static final long serialVersionUID = 1;

  private final String next;

  KeysFault(String what, String next) {
    super(what);
    this.next = next;
  }

  public String next() {
    return next;
  }
}
