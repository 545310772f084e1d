package dev.headgate.store;

/// A store could not do what was asked. The message is for the operator, the cause for the
/// engineer.
public final class StoreFault extends Exception {
  private static final long serialVersionUID = 1;

  public StoreFault(String whatHappenedAndWhatNext) {
    super(whatHappenedAndWhatNext);
  }

  public StoreFault(String whatHappenedAndWhatNext, Throwable cause) {
    super(whatHappenedAndWhatNext, cause);
  }
}
