package dev.headgate.eventlog;

/// The log could not do what was asked. The message is for the operator; the cause for the
/// engineer.
public final class LogFault extends Exception {
  private static final long serialVersionUID = 1;

  public LogFault(String whatHappenedAndWhatNext, Throwable cause) {
    super(whatHappenedAndWhatNext, cause);
  }

  public LogFault(String whatHappenedAndWhatNext) {
    super(whatHappenedAndWhatNext);
  }
}
