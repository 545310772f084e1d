package dev.headgate.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
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

  /// Of 400 years.
  private static final int DAYS_PER_ERA = 146_097;

  /// From the first of March of the year 0.
  private static final int DAYS_TO_1970 = 719_468;

  /// No text means this.
  private static final long NOT_CANONICAL = Long.MIN_VALUE;

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
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long micros = canonical(bytes, 0, bytes.length);
    return micros == NOT_CANONICAL ? parseAnyForm(text) : OptionalLong.of(micros);
  }

  /// As {@link #parse(String)}, the text being `utf8[from, to)`.
  public static OptionalLong parse(byte[] utf8, int from, int to) {
    long micros = canonical(utf8, from, to);
    return micros == NOT_CANONICAL
        ? parse(new String(utf8, from, to - from, StandardCharsets.UTF_8))
        : inRange(micros);
  }

  /// Reads what nearly every timestamp looks like, `yyyy-MM-ddTHH:mm:ssZ` with up to six digits of
  /// a second. The rest, and what is no time at all, is left to {@link #parseAnyForm}.
  private static long canonical(byte[] text, int from, int to) {
    int fractionDigits = to - from == 20 ? 0 : to - from - 21;
    boolean formed =
        to - from >= 20
            && fractionDigits <= 6
            && text[from + 4] == '-'
            && text[from + 7] == '-'
            && text[from + 10] == 'T'
            && text[from + 13] == ':'
            && text[from + 16] == ':'
            && (to - from == 20 || (text[from + 19] == '.' && fractionDigits > 0))
            && text[to - 1] == 'Z';
    if (!formed) {
      return NOT_CANONICAL;
    }
    int year = number(text, from, from + 4);
    int month = number(text, from + 5, from + 7);
    int day = number(text, from + 8, from + 10);
    int hour = number(text, from + 11, from + 13);
    int minute = number(text, from + 14, from + 16);
    int second = number(text, from + 17, from + 19);
    int fraction = fractionDigits == 0 ? 0 : number(text, from + 20, to - 1);
    // Whether a month has 29 days and more is left to the calendar as well.
    boolean sound =
        (year | month | day | hour | minute | second | fraction) >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && hour <= 23
            && minute <= 59
            && second <= 60;
    if (!sound || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
      return NOT_CANONICAL;
    }
    long micros = fraction;
    for (int digits = fractionDigits; digits < 6; digits++) {
      micros *= 10;
    }
    long seconds = epochDay(year, month, day) * 86_400L + hour * 3600L + minute * 60L + second;
    return seconds * MICROS_PER_SECOND + micros;
  }

  /// The number that decimal digits make; negative if one is none.
  private static int number(byte[] text, int from, int to) {
    int number = 0;
    int faults = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      faults |= digit | (9 - digit);
      number = number * 10 + digit;
    }
    return faults < 0 ? -1 : number;
  }

  /// Days since 1970-01-01 of a day of the years from 0. Years begin in March, so that a leap day
  /// is the last of one: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
  /// `days_from_civil`.
  private static int epochDay(int year, int month, int day) {
    int marchYear = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(marchYear, 400);
    int yearOfEra = marchYear - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
  }

  private static OptionalLong parseAnyForm(String text) {
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
    return new String(ascii(micros), StandardCharsets.ISO_8859_1);
  }

  /// The bytes of {@link #format}.
  public static byte[] ascii(long micros) {
    int second = (int) (Math.floorMod(micros, MICROS_PER_DAY) / MICROS_PER_SECOND);
    int fraction = (int) Math.floorMod(micros, MICROS_PER_SECOND);
    int fractionDigits = fraction == 0 ? 0 : fraction % 1000 == 0 ? 3 : 6;
    byte[] out = new byte[fractionDigits == 0 ? 20 : 21 + fractionDigits];
    putDay(out, epochDay(micros));
    out[10] = 'T';
    put(out, 11, 2, second / 3600);
    out[13] = ':';
    put(out, 14, 2, second / 60 % 60);
    out[16] = ':';
    put(out, 17, 2, second % 60);
    if (fractionDigits > 0) {
      out[19] = '.';
      put(out, 20, fractionDigits, fractionDigits == 3 ? fraction / 1000 : fraction);
    }
    out[out.length - 1] = 'Z';
    return out;
  }

  /// Puts `yyyy-MM-dd` at the beginning: the way back from {@link #epochDay(int, int, int)}, the
  /// same author's `civil_from_days`.
  private static void putDay(byte[] out, int epochDay) {
    int day = epochDay + DAYS_TO_1970;
    int era = Math.floorDiv(day, DAYS_PER_ERA);
    int dayOfEra = day - era * DAYS_PER_ERA;
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_ERA - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    put(out, 0, 4, yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
    out[4] = '-';
    put(out, 5, 2, month);
    out[7] = '-';
    put(out, 8, 2, dayOfYear - (153 * marchMonth + 2) / 5 + 1);
  }

  private static void put(byte[] out, int at, int width, int value) {
    int rest = value;
    for (int i = at + width - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /// Days since 1970-01-01, in UTC.
  public static int epochDay(long micros) {
    return (int) Math.floorDiv(micros, MICROS_PER_DAY);
  }

  public static long ofInstant(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000;
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
