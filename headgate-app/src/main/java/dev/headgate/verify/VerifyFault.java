package dev.headgate.verify;

/// What is stored, or what was read, could not be looked at: no verdict. The message says what
/// happened and what to do next; the cause is for the engineer.
public final class VerifyFault extends Exception {
  private static final long serialVersionUID = 1;

  public VerifyFault(String whatHappenedAndWhatNext, Throwable cause) {
    super(whatHappenedAndWhatNext, cause);
  }

  public VerifyFault(String whatHappenedAndWhatNext) {
    super(whatHappenedAndWhatNext);
  }
}
