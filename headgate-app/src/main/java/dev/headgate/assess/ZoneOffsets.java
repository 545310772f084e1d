package dev.headgate.assess;

import dev.headgate.event.EventTime;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// Finds in a record's bytes how its event's time says its offset, whatever the format: the first
/// text that looks like a time and is the event's own.
///
/// ```
/// {"ts":"2024-03-01T10:00:00+02:00", ...    ->  +02:00
/// ```
final class ZoneOffsets {
  private static final int DATE_BYTES = 10;
  private static final int LONGEST_TIME = 40;

  private ZoneOffsets() {}

  /// `Z`, `+02:00`, or `none` where the text says no offset; empty where no such text is the time.
  static String of(byte[] record, long timestampMicros) {
    for (int at = DATE_BYTES; at + 5 < record.length; at++) {
      if ((record[at] == 'T' || record[at] == ' ')
          && record[at + 3] == ':'
          && record[at - 3] == '-'
          && record[at - 6] == '-') {
        String text = timeAround(record, at);
        OptionalLong parsed = EventTime.parse(text);
        if (parsed.isPresent() && parsed.getAsLong() == timestampMicros) {
          return offset(text);
        }
      }
    }
    return "";
  }

  private static String timeAround(byte[] record, int at) {
    int from = at - DATE_BYTES;
    int to = at + 1;
    while (to < record.length && to - from < LONGEST_TIME && isOfTime(record[to])) {
      to++;
    }
    return new String(record, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isOfTime(byte b) {
    return (b >= '0' && b <= '9') || "Zz:.+-".indexOf(b) >= 0;
  }

  private static String offset(String time) {
    char last = time.charAt(time.length() - 1);
    if (last == 'Z' || last == 'z') {
      return "Z";
    }
    int sign = Math.max(time.lastIndexOf('+'), time.lastIndexOf('-'));
    if (sign <= DATE_BYTES) {
      return "none";
    }
    String digits = time.substring(sign + 1).replace(":", "");
    String minutes = digits.length() < 4 ? "00" : digits.substring(2, 4);
    return time.charAt(sign) + digits.substring(0, 2) + ":" + minutes;
  }
}
