package dev.headgate.cli;

import java.time.Duration;
import java.util.Locale;

/// Numbers and times as people read them.
final class Words {
  private Words() {}

  /// `1 h 4 min`, `3 min 20 s`, `12 s`, `0.8 s`.
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds >= 3600) {
      return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
    if (seconds >= 60) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds >= 10
        ? seconds + " s"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /// `39,244`
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// `12.3 MB`
  static String bytes(long number) {
    if (number >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f GB", number / 1e9);
    }
    return number >= 1_000_000
        ? String.format(Locale.ROOT, "%.1f MB", number / 1e6)
        : String.format(Locale.ROOT, "%.1f kB", number / 1e3);
  }
}
