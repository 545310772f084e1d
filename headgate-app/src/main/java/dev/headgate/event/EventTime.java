package dev.headgate.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/// Times of events: microseconds since 1970-01-01 UTC, between the years 0 and 9999. Read from ISO
/// 8601 as exports write it, printed as RFC 3339 in UTC.
public final class EventTime {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  /// The first microsecond of the year 0.
  public static final long MIN_MICROS = LocalDate.of(0, 1, 1).toEpochDay() * MICROS_PER_DAY;

  /// The last microsecond of the year 9999.
  public static final long MAX_MICROS =
      LocalDate.of(10_000, 1, 1).toEpochDay() * MICROS_PER_DAY - 1;

  private EventTime() {}

  /// Reads `yyyy-MM-dd`, alone (midnight) or followed by `T`, `t` or a space and
  /// `HH:mm[:ss[.f...]]`, then nothing (UTC), `Z`, or an offset `+hh`, `+hhmm`, `+hh:mm`. Digits
  /// beyond microseconds are cut. Empty for anything else, also where the offset leads out of the
  /// years 0 to 9999.
  public static OptionalLong parse(String text) {
    OptionalLong micros = parseAlsoOutOfRange(text);
    return micros.isPresent() ? inRange(micros.getAsLong()) : micros;
  }

  /// As {@link #parse}, but also where an offset leads out of the years 0 to 9999.
  public static OptionalLong parseAlsoOutOfRange(String text) {
    Cursor c = new Cursor(text.strip());
    try {
      int year = c.digits(4);
      c.expect('-');
      int month = c.digits(2);
      c.expect('-');
      int day = c.digits(2);
      long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L;
      if (c.atEnd()) {
        return OptionalLong.of(seconds * MICROS_PER_SECOND);
      }
      if (!(c.accept('T') || c.accept('t') || c.accept(' '))) {
        return OptionalLong.empty();
      }
      int hour = c.digits(2);
      c.expect(':');
      int minute = c.digits(2);
      int second = c.accept(':') ? c.digits(2) : 0;
      long micros = c.accept('.') || c.accept(',') ? c.fractionMicros() : 0;
      if (hour > 23 || minute > 59 || second > 60) {
        return OptionalLong.empty();
      }
      seconds += hour * 3600L + minute * 60L + second - c.offsetSeconds();
      return c.atEnd()
          ? OptionalLong.of(seconds * MICROS_PER_SECOND + micros)
          : OptionalLong.empty();
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /// The time, if it is one of the years that can be printed and stored.
  public static OptionalLong inRange(long micros) {
    return micros < MIN_MICROS || micros > MAX_MICROS
        ? OptionalLong.empty()
        : OptionalLong.of(micros);
  }

  /// `2024-03-01T04:08:31.905Z`: with three or six digits of a second where it has a fraction.
  public static String format(long micros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS_PER_SECOND),
            (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
            ZoneOffset.UTC);
    StringBuilder out = new StringBuilder(27);
    pad(out, time.getYear(), 4).append('-');
    pad(out, time.getMonthValue(), 2).append('-');
    pad(out, time.getDayOfMonth(), 2).append('T');
    pad(out, time.getHour(), 2).append(':');
    pad(out, time.getMinute(), 2).append(':');
    pad(out, time.getSecond(), 2);
    int fraction = time.getNano() / 1000;
    if (fraction % 1000 != 0) {
      pad(out.append('.'), fraction, 6);
    } else if (fraction != 0) {
      pad(out.append('.'), fraction / 1000, 3);
    }
    return out.append('Z').toString();
  }

  /// Days since 1970-01-01, in UTC.
  public static int epochDay(long micros) {
    return (int) Math.floorDiv(micros, MICROS_PER_DAY);
  }

  public static long ofInstant(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000;
  }

  private static StringBuilder pad(StringBuilder out, int value, int width) {
    int weight = 1;
    for (int i = 1; i < width; i++) {
      weight *= 10;
    }
    for (int rest = value; weight > 0; weight /= 10) {
      out.append((char) ('0' + rest / weight));
      rest %= weight;
    }
    return out;
  }

  private static final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
      this.text = text;
    }

    boolean atEnd() {
      return at == text.length();
    }

    boolean accept(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    void expect(char c) {
      if (!accept(c)) {
        throw new DateTimeException("expected " + c);
      }
    }

    private boolean digitAhead() {
      return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    int digits(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        if (!digitAhead()) {
          throw new DateTimeException("expected a digit");
        }
        value = value * 10 + (text.charAt(at++) - '0');
      }
      return value;
    }

    long fractionMicros() {
      long micros = digits(1) * 100_000L;
      for (long weight = 10_000L; digitAhead(); weight /= 10) {
        micros += weight * digits(1);
      }
      return micros;
    }

    int offsetSeconds() {
      if (atEnd() || accept('Z') || accept('z')) {
        return 0;
      }
      int sign = accept('-') ? -1 : 1;
      if (sign > 0) {
        expect('+');
      }
      int hours = digits(2);
      accept(':');
      int minutes = atEnd() ? 0 : digits(2);
      if (hours > 18 || minutes > 59) {
        throw new DateTimeException("no such offset");
      }
      return sign * (hours * 3600 + minutes * 60);
    }
  }
}
