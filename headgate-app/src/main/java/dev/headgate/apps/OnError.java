package dev.headgate.apps;

import java.util.Locale;

/// What becomes of an event on which an app fails.
public enum OnError {
  /// It goes on as it came to the app.
  PASS,
  /// It is dropped, by the app.
  DROP,
  /// It is kept out of the way as it came, with the reason, to be imported later.
  SET_ASIDE;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
