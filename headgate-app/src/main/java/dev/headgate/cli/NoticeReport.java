package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// The notice of a green light, for a terminal.
final class NoticeReport {
  private NoticeReport() {}

  static List<String> lines(JsonNode notice) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Notice of import %d, project %s"
            .formatted(notice.path("import").asInt(), notice.path("project").asText()));
    for (JsonNode part : notice.path("parts")) {
      lines.add("");
      lines.add(part.path("title").asText());
      part.path("sentences").forEach(sentence -> lines.add("  - " + sentence.asText()));
    }
    lines.add("");
    lines.add(standing(notice));
    return lines;
  }

  private static String standing(JsonNode notice) {
    if (notice.has("acknowledged_by")) {
      return "Acknowledged by %s, %s."
          .formatted(
              notice.path("acknowledged_by").asText(), notice.path("acknowledged_at").asText());
    }
    List<String> rules = new ArrayList<>();
    notice.path("rules").forEach(rule -> rules.add(rule.asText()));
    return rules.isEmpty()
        ? "Nothing of it has to be acknowledged."
        : "To be acknowledged before the import starts, for " + String.join(", ", rules) + ".";
  }
}
