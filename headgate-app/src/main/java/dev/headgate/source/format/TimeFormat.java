package dev.headgate.source.format;

import dev.headgate.event.EventTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// How a mapping says its timestamps are written. A time without a zone of its own is one of
/// `zone`; a date alone is midnight there. Where clocks are put forward, a time in the gap is taken
/// as that much later; where they are put back, the earlier of the two counts.
///
/// @param name `iso8601`, `epoch_s`, `epoch_ms`, `epoch_us`, or a pattern of {@link
///   DateTimeFormatter}
record TimeFormat(String name, ZoneId zone) {
  static final List<String> NAMED = List.of("iso8601", "epoch_s", "epoch_ms", "epoch_us");

  private static final List<ChronoField> TIME_FIELDS =
      Stream.of(ChronoField.values()).filter(ChronoField::isTimeBased).toList();
  private static final int MAX_EPOCH_CHARACTERS = 40;

  /// Reads texts of one format. Safe to use from several threads.
  interface Reader {
    /// Microseconds since 1970 UTC; empty if the text is not so written, or the year is not one of
    /// 0 to 9999.
    OptionalLong micros(String text);
  }

  /// A reader of this format.
  ///
  /// @throws IllegalArgumentException if the pattern is none
  Reader reader() {
    return switch (name) {
      case "iso8601" -> this::iso8601;
      case "epoch_s" -> text -> epoch(text, 6);
      case "epoch_ms" -> text -> epoch(text, 3);
      case "epoch_us" -> text -> epoch(text, 0);
      default -> {
        DateTimeFormatter formatter = formatter(name);
        yield text -> pattern(text, formatter);
      }
    };
  }

  /// Strict, so that 31 February is refused and not taken for the last of the month.
  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private OptionalLong iso8601(String text) {
    OptionalLong utc = EventTime.parse(text);
    if (utc.isEmpty() || zone.equals(ZoneOffset.UTC) || saysItsOffset(text.strip())) {
      return utc;
    }
    long micros = utc.getAsLong();
    long seconds = Math.floorDiv(micros, 1_000_000L);
    int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1000;
    return inRange(LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC).atZone(zone));
  }

  /// Whether `yyyy-MM-ddT...` ends in `Z` or an offset.
  private static boolean saysItsOffset(String iso) {
    return iso.length() > 10
        && (iso.endsWith("Z")
            || iso.endsWith("z")
            || iso.indexOf('+', 10) > 0
            || iso.indexOf('-', 10) > 0);
  }

  private static OptionalLong epoch(String text, int unitDigits) {
    String stripped = text.strip();
    if (stripped.length() > MAX_EPOCH_CHARACTERS) {
      return OptionalLong.empty();
    }
    try {
      BigDecimal value = new BigDecimal(stripped);
      // Before it is scaled: an exponent could ask for a number of any length.
      if (Math.abs((long) value.precision() - value.scale()) > MAX_EPOCH_CHARACTERS) {
        return OptionalLong.empty();
      }
      BigDecimal micros = value.movePointRight(unitDigits).setScale(0, RoundingMode.FLOOR);
      return EventTime.inRange(micros.longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private OptionalLong pattern(String text, DateTimeFormatter formatter) {
    try {
      TemporalAccessor parsed = formatter.parse(text.strip());
      if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
        return inRange(Instant.from(parsed).atZone(ZoneOffset.UTC));
      }
      LocalDate date = LocalDate.from(parsed);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      if (time != null) {
        return inRange(date.atTime(time).atZone(zone));
      }
      // Half a time, such as an hour of which nobody says whether it is am or pm, is no midnight.
      boolean halfATime = TIME_FIELDS.stream().anyMatch(parsed::isSupported);
      return halfATime ? OptionalLong.empty() : inRange(date.atStartOfDay(zone));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong inRange(ZonedDateTime time) {
    return time.getYear() < -1 || time.getYear() > 10_000
        ? OptionalLong.empty()
        : EventTime.inRange(micros(time.toEpochSecond(), time.getNano()));
  }

  private static long micros(long epochSecond, int nanos) {
    return epochSecond * 1_000_000L + nanos / 1000;
  }
}
