package dev.headgate.calendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How long something takes, as people write it: `3h`, `90m`, `1d12h`; or as ISO 8601 does.
public final class LengthText {
  private LengthText() {}

  /// Empty if it is none.
  public static Optional<Duration> read(String text) {
    String written = text.strip().toLowerCase(Locale.ROOT);
    boolean isShort = !written.isEmpty() && written.matches("(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?");
    int days = written.indexOf('d') + 1;
    String time = written.substring(days);
    String iso = "p" + written.substring(0, days) + (time.isEmpty() ? "" : "t" + time);
    try {
      return Optional.of(Duration.parse(isShort ? iso : written));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
