package dev.headgate.capture;

import dev.headgate.event.EventTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When an event happened, from what its client says. All times are microseconds since 1970 UTC.
final class ClientTime {
  private static final Duration AHEAD = Duration.ofHours(23);
  private static final long FIRST = EventTime.parse("0000-01-01").orElseThrow();
  private static final long LAST = EventTime.parse("9999-12-31T23:59:59.999999").orElseThrow();
  private static final Pattern SLASHES = Pattern.compile("\\d{4}/\\d\\d/\\d\\d.*");

  private ClientTime() {}

  /// Reads ISO 8601 as {@link EventTime} does, the same with slashes, RFC 2822, and whole numbers
  /// of ten digits (seconds) or thirteen (milliseconds).
  static OptionalLong parse(@Nullable String text) {
    if (text == null) {
      return OptionalLong.empty();
    }
    OptionalLong iso = EventTime.parseAlsoOutOfRange(text);
    if (iso.isPresent()) {
      return iso;
    }
    String trimmed = text.strip();
    if (SLASHES.matcher(trimmed).matches()) {
      return EventTime.parseAlsoOutOfRange(trimmed.replace('/', '-'));
    }
    if ((trimmed.length() == 10 || trimmed.length() == 13)
        && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.of(
          Long.parseLong(trimmed) * (trimmed.length() == 10 ? 1_000_000 : 1_000));
    }
    try {
      return OptionalLong.of(
          EventTime.ofInstant(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(trimmed))));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /// The time of a live event: corrected by the skew of the client's clock, which shows in when it
  /// says it sent the request; now where it cannot be read or lies more than 23 hours ahead.
  ///
  /// @param sentAt by the client's clock
  static long live(RawEvent event, OptionalLong sentAt, long now) {
    long time = uncheckedLive(event, sentAt, now);
    if (time > now + AHEAD.toNanos() / 1000) {
      return now;
    }
    return time < FIRST ? 0 : time;
  }

  private static long uncheckedLive(RawEvent event, OptionalLong sentAt, long now) {
    Long offset = event.offsetMillis;
    if (offset != null) {
      boolean sane = Math.abs((double) offset) < LAST / 1000.0;
      return sane ? now - offset * 1000 : now;
    }
    OptionalLong said = parse(event.timestamp);
    if (said.isEmpty()) {
      return now;
    }
    return sentAt.isPresent() && !event.ignoreSentAt
        ? said.getAsLong() - (sentAt.getAsLong() - now)
        : said.getAsLong();
  }

  /// The time of a historical event: as sent, never moved; empty if it cannot be read, or lies
  /// outside the years 0 to 9999.
  static OptionalLong historical(RawEvent event) {
    OptionalLong said = parse(event.timestamp);
    return said.isPresent() && said.getAsLong() >= FIRST && said.getAsLong() <= LAST
        ? said
        : OptionalLong.empty();
  }
}
