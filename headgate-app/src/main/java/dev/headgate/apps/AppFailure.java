package dev.headgate.apps;

/// An app cannot do its work on an event. The message says why in words that hold nothing of the
/// event, for it is shown and logged.
public final class AppFailure extends Exception {
  private static final long serialVersionUID = 1;

  public AppFailure(String why) {
    // It happens once an event at worst, and nobody looks at where.
    super(why, null, false, false);
  }

  /// The same as {@link #getMessage}, which may be null elsewhere.
  public String why() {
    return String.valueOf(getMessage());
  }
}
