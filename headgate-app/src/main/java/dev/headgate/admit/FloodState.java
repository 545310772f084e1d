package dev.headgate.admit;

import java.util.Locale;

/// What is done with a flood.
public enum FloodState {
  /// Durable, and stored behind everything else: until somebody decides.
  DIVERTED,
  /// It was none: its events are live from now on, and what was diverted is stored at full speed.
  ADMITTED,
  /// As diverted, and stored at a stated rate.
  SLOWED,
  /// Its requests are answered 429; what was diverted before is stored.
  ENDED;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a {@link #key()}.
  ///
  /// @throws IllegalArgumentException if there is none
  public static FloodState ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
