package dev.headgate.standalone;

/// The files of a certificate and its key cannot be used. Two texts: what is wrong, and what to do
/// next.
public final class TlsFault extends Exception {
  private static final long serialVersionUID = 1;

  private final String next;

  TlsFault(String what, String next) {
    super(what);
    this.next = next;
  }

  public String next() {
    return next;
  }
}
