package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Free times for a plan, for a terminal.
final class SlotsReport {
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);

  private SlotsReport() {}

  static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "SLOTS for %s at up to %s events/s; times in %s; %s"
            .formatted(
                Words.duration(ofSeconds(answer.path("seconds").asDouble())),
                Words.count(Math.round(answer.path("peak_per_second").asDouble())),
                answer.path("zone").asText(),
                answer.path("calendar_version").asInt() == 0
                    ? "no calendar was set, EU working hours assumed"
                    : "calendar version " + answer.path("calendar_version").asInt()));
    int number = 0;
    for (JsonNode slot : answer.path("slots")) {
      lines.add(
          "%3d  %s to %s  overlap %s".formatted(++number, begin(slot), end(slot), percent(slot)));
      lines.addAll(evidence(slot, answer.path("zone").asText()));
    }
    lines.addAll(searched(answer.path("searched"), number));
    JsonNode now = answer.path("if_started_now");
    if (!now.isMissingNode()) {
      lines.add(
          "If it started now: %s to %s, overlap %s".formatted(begin(now), end(now), percent(now)));
      for (JsonNode finding : now.path("findings")) {
        lines.add(
            "  %s %s: %s"
                .formatted(
                    finding.path("level").asText(),
                    finding.path("rule").asText(),
                    finding.path("evidence").asText()));
      }
    }
    return lines;
  }

  private static List<String> evidence(JsonNode slot, String zone) {
    List<String> lines = new ArrayList<>();
    for (JsonNode team : slot.path("teams")) {
      List<String> people = new ArrayList<>();
      team.path("on_duty").forEach(each -> people.add(each.asText()));
      String there =
          team.path("zone").asText().equals(zone)
              ? ""
              : "%s to %s in %s, ".formatted(begin(team), end(team), team.path("zone").asText());
      lines.add(
          "       %s: %s%s"
              .formatted(
                  team.path("team").asText(),
                  there,
                  people.isEmpty()
                      ? "nobody named on duty"
                      : "on duty " + String.join(", then ", people)));
    }
    for (JsonNode other : slot.path("beside")) {
      lines.add("       beside " + booking(other));
    }
    if (!slot.path("beside").isEmpty()) {
      lines.add(
          "       together up to %s events/s"
              .formatted(Words.count(Math.round(slot.path("peak_per_second").asDouble()))));
    }
    return lines;
  }

  private static String booking(JsonNode other) {
    return "%s (%s, up to %s events/s%s)"
        .formatted(
            other.path("name").asText(),
            other.path("state").asText(),
            Words.count(Math.round(other.path("peak_per_second").asDouble())),
            other.path("begun").asBoolean()
                ? ""
                : ", at any time until " + other.path("to").asText());
  }

  private static List<String> searched(JsonNode searched, int found) {
    List<String> lines = new ArrayList<>();
    int looked = searched.path("looked").asInt();
    if (found == 0) {
      lines.add(
          looked == 0
              ? "The plan is longer than what was searched: give a later --until."
              : "Nothing is free.");
    }
    lines.add(
        "Looked at %s from %s to %s: %s in a blackout, %s over the capacity."
            .formatted(
                Words.count(looked) + (looked == 1 ? " beginning" : " beginnings"),
                searched.path("from").asText(),
                searched.path("until").asText(),
                Words.count(searched.path("blacked_out").asInt()),
                Words.count(searched.path("over_capacity").asInt())));
    for (JsonNode blackout : searched.path("blackouts")) {
      lines.add("  in the way: blackout '" + blackout.asText() + "'");
    }
    for (JsonNode other : searched.path("bookings")) {
      lines.add("  in the way: " + booking(other));
    }
    return lines;
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /// `Mon 2026-11-30 09:00 +01:00`
  private static String begin(JsonNode span) {
    OffsetDateTime from = OffsetDateTime.parse(span.path("local_from").asText());
    return FULL.format(from) + " " + from.getOffset();
  }

  /// `12:00`, or `Tue 04:00`, with the offset where clocks change on the way.
  private static String end(JsonNode span) {
    OffsetDateTime from = OffsetDateTime.parse(span.path("local_from").asText());
    OffsetDateTime to = OffsetDateTime.parse(span.path("local_to").asText());
    boolean sameDay = from.toLocalDate().equals(to.toLocalDate());
    String clock = (sameDay ? CLOCK : DAY_AND_CLOCK).format(to);
    return from.getOffset().equals(to.getOffset()) ? clock : clock + " " + to.getOffset();
  }

  /// Never more than it is.
  private static String percent(JsonNode slot) {
    return (int) Math.floor(slot.path("overlap").asDouble() * 100 + 1e-9) + " %";
  }
}
