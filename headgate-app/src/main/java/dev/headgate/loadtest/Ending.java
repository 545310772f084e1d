package dev.headgate.loadtest;

import java.util.Locale;

/// Why a load test ended.
///
/// @param reason for people; empty where all its requests were due
public record Ending(Kind kind, String reason) {
  public static final Ending OVER = new Ending(Kind.OVER, "");

  /// What kind of end it was.
  public enum Kind {
    /// Every request was due and sent or dropped.
    OVER,
    /// A threshold with `abortOnFail` did not hold.
    ABORTED,
    /// The server said so.
    STOPPED,
    /// Whoever started it did not want more.
    INTERRUPTED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
