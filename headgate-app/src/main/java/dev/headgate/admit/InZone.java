package dev.headgate.admit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times for people who are not all in one place.
public final class InZone {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private InZone() {}

  /// `2026-12-01 08:00 UTC (09:00 in Europe/Berlin)`, with the day where that is another one.
  public static String both(Instant at, ZoneId zone) {
    String utc = MINUTE.withZone(ZoneOffset.UTC).format(at);
    String local = MINUTE.withZone(zone).format(at);
    if (local.equals(utc)) {
      return utc + " UTC";
    }
    int day = utc.indexOf(' ');
    boolean sameDay = utc.startsWith(local.substring(0, day));
    return utc + " UTC (" + (sameDay ? local.substring(day + 1) : local) + " in " + zone + ")";
  }
}
