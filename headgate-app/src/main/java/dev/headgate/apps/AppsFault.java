package dev.headgate.apps;

/// Which apps an event meets cannot be found out for now. Events wait until it can: to let them
/// through without their apps would show what apps are there to hide.
public final class AppsFault extends Exception {
  private static final long serialVersionUID = 1;

  public AppsFault(String message, Throwable cause) {
    super(message, cause);
  }
}
