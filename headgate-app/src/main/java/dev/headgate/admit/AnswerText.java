package dev.headgate.admit;

import dev.headgate.admit.GivenAnswers.Commitment;
import dev.headgate.json.Nearest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The text of one answer, and what it says.
///
/// A time is written `2026-12-01 09:00`, with seconds or without, in the zone of the answers; with
/// an offset of its own (`2026-12-01T09:00+01:00`) the zone is not asked. A date alone is its
/// midnight. A time that clocks pass over when they go forward is refused; one they show twice when
/// they go back is the earlier of the two.
final class AnswerText {
  private static final int MAX_CHARACTERS = 1_000;

  private AnswerText() {}

  /// Why a text does not answer the question, to be put behind its key; empty if it does.
  static Optional<String> fault(Question question, String text, ZoneId zone) {
    if (text.isBlank()) {
      return Optional.of("has no answer");
    }
    if (text.length() > MAX_CHARACTERS) {
      return Optional.of("is longer than " + MAX_CHARACTERS + " characters");
    }
    boolean fits =
        switch (question.kind()) {
          case TEXT -> true;
          case FLAG -> flagOf(text).isPresent();
          case COMMITMENT -> commitmentOf(text).isPresent();
          case ZONE -> zone(text).isPresent();
          case RATE -> isRate(text);
          case TIME -> isTime(text, zone);
        };
    if (fits) {
      return Optional.empty();
    }
    String hint = question == Question.ZONE ? Nearest.hint(text, ZoneId.getAvailableZoneIds()) : "";
    return Optional.of(
        isPassedOver(question, text, zone)
            ? "is " + text + ", which clocks pass over in " + zone + ": they go forward then"
            : "is " + question.form() + ", not \"" + text + "\"" + hint);
  }

  static Commitment commitment(String text) {
    return commitmentOf(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static Optional<Commitment> commitmentOf(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "customer" -> Optional.of(Commitment.CUSTOMER);
      case "trial" -> Optional.of(Commitment.TRIAL);
      default -> Optional.empty();
    };
  }

  static boolean flag(String text) {
    return flagOf(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static Optional<Boolean> flagOf(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Optional.of(true);
      case "no", "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isRate(String text) {
    try {
      double rate = Double.parseDouble(text);
      return rate >= 0 && Double.isFinite(rate);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// @throws DateTimeException if it is none
  static Instant time(String text, ZoneId zone) {
    String iso = iso(text);
    if (iso.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)")) {
      return OffsetDateTime.parse(iso).toInstant();
    }
    LocalDateTime local = local(iso);
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new DateTimeException(text);
    }
    return local.toInstant(offsets.getFirst());
  }

  private static boolean isTime(String text, ZoneId zone) {
    try {
      return time(text, zone).isAfter(Instant.EPOCH);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isPassedOver(Question question, String text, ZoneId zone) {
    try {
      return question.kind() == Question.Kind.TIME
          && zone.getRules().getValidOffsets(local(iso(text))).isEmpty();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String iso(String text) {
    return text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +", "$1T");
  }

  private static LocalDateTime local(String iso) {
    return iso.contains("T") ? LocalDateTime.parse(iso) : LocalDate.parse(iso).atStartOfDay();
  }
}
