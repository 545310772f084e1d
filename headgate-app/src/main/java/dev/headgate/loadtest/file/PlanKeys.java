package dev.headgate.loadtest.file;

import dev.headgate.json.YamlKeys;
import dev.headgate.json.YamlTree;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys of one mapping in a plan, each read as what it should be; a fault names key and line.
///
/// A duration is written as k6 does: `1h30m`, `90s`, `500ms`; a number alone is milliseconds, as in
/// k6.
final class PlanKeys extends YamlKeys<PlanFault> {
  private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s)");
  private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);
  private static final Map<String, Long> MILLIS_OF_UNIT =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

  PlanKeys(YamlTree.Mapped mapped) {
    super(mapped);
  }

  @Override
  protected PlanFault fault(String what, int line) {
    return new PlanFault(what, line);
  }

  Optional<PlanKeys> mapping(String key) throws PlanFault {
    return mapped(key).map(PlanKeys::new);
  }

  double rate(String key) throws PlanFault {
    return rate(key, text(key));
  }

  private double rate(String key, String text) throws PlanFault {
    try {
      double rate = Double.parseDouble(text);
      if (rate >= 0 && Double.isFinite(rate)) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(key, "is a rate, zero or more, not " + text);
  }

  double rate(String key, double otherwise) throws PlanFault {
    return has(key) ? rate(key) : otherwise;
  }

  int whole(String key, int otherwise) throws PlanFault {
    if (!has(key)) {
      return otherwise;
    }
    String text = text(key);
    try {
      int number = Integer.parseInt(text.replace("_", ""));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(key, "is a whole number, not " + text);
  }

  Duration duration(String key) throws PlanFault {
    String text = text(key).strip();
    try {
      if (text.matches("\\d+(\\.\\d+)?")) {
        return ofMillis(new BigDecimal(text));
      }
      Matcher part = DURATION_PART.matcher(text);
      BigDecimal millis = BigDecimal.ZERO;
      int at = 0;
      while (part.find() && part.start() == at) {
        long unit = MILLIS_OF_UNIT.getOrDefault(part.group(2), 0L);
        millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
        at = part.end();
      }
      if (at > 0 && at == text.length()) {
        return ofMillis(millis);
      }
    } catch (ArithmeticException e) {
      throw wrong(key, "is longer than anything lasts: " + text);
    }
    throw wrong(key, "is a duration such as 90s, 1m30s or 500ms, not " + text);
  }

  private static Duration ofMillis(BigDecimal millis) {
    return Duration.ofNanos(millis.multiply(NANOS_PER_MILLI).toBigInteger().longValueExact());
  }

  Duration duration(String key, Duration otherwise) throws PlanFault {
    return has(key) ? duration(key) : otherwise;
  }

  Optional<Instant> instant(String key) throws PlanFault {
    if (!has(key)) {
      return Optional.empty();
    }
    String text = text(key);
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw wrong(key, "is a time such as 2026-12-01T08:00:00Z, not " + text);
    }
  }
}
