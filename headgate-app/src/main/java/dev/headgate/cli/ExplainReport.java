package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An explanation for people, made of the API's answer.
final class ExplainReport {
  /// Ids, merges and properties shown, of each about so many; with `--json` there are all.
  private static final int MOST = 40;

  private static final int LONGEST_VALUE = 60;

  private final List<String> lines = new ArrayList<>();

  private ExplainReport() {}

  static List<String> person(JsonNode person) {
    ExplainReport report = new ExplainReport();
    int ids = person.path("distinct_ids").size();
    report.lines.add("Person " + person.path("person_id").asText());
    report.lines.add(
        "  %s, %s, since %s; named by %s"
            .formatted(
                person.path("is_identified").asBoolean() ? "identified" : "not identified",
                ids == 1 ? "1 distinct_id" : Words.count(ids) + " distinct_ids",
                person.path("created_at").asText(),
                person.path("named_by").asText()));
    report.heading("Its distinct_ids, and when each was first met");
    report.each(person.path("distinct_ids"), report::id);
    if (person.path("merges").isEmpty()) {
      report.heading("No merge names any of them.");
    } else {
      report.heading("The merges that name them, in the order of event time");
      report.each(person.path("merges"), report::merge);
    }
    if (person.path("properties").isEmpty()) {
      report.heading("It has no properties.");
    } else {
      report.heading("Its properties, by the events that wrote them");
      report.properties(person.path("properties"));
    }
    return report.lines;
  }

  /// Warnings, the first of them one by one.
  static List<String> warnings(JsonNode answer) {
    ExplainReport report = new ExplainReport();
    if (answer.path("counts").isEmpty()) {
      report.lines.add(
          "No merge was refused or set aside, and no event came under the uuid of another.");
      return report.lines;
    }
    answer
        .path("counts")
        .properties()
        .forEach(count ->
            report.lines.add(
                "%12s  %s".formatted(Words.count(count.getValue().asLong()), count.getKey())));
    if (!answer.path("warnings").isEmpty()) {
      report.heading("The first of the merges, in the order of event time");
      answer.path("warnings").forEach(report::merge);
      if (!answer.path("next").isNull()) {
        report.lines.add("  and more: --limit N shows N");
      }
    }
    JsonNode conflicts = answer.path("conflicts");
    if (!conflicts.isEmpty()) {
      report.heading("Events whose uuid another event has: the first that was stored stays");
      conflicts.forEach(conflict -> {
        report.lines.add("  event " + conflict.path("uuid").asText());
        report.lines.add("    " + conflict(conflict));
      });
      if (conflicts.size() < answer.path("counts").path("conflicting_events").asLong()) {
        report.lines.add("  and more: --limit N shows N");
      }
    }
    return report.lines;
  }

  private void heading(String text) {
    lines.add("");
    lines.add(text);
  }

  private interface Item {
    void add(JsonNode node);
  }

  private void each(JsonNode list, Item item) {
    int shown = 0;
    for (JsonNode node : list) {
      if (shown == MOST) {
        lines.add("  and " + Words.count(list.size() - MOST) + " more: --json has all");
        return;
      }
      item.add(node);
      shown++;
    }
  }

  private void id(JsonNode id) {
    String seen = id.path("first_seen").path("timestamp").asText("");
    String personless = id.path("first_personless").path("timestamp").asText("");
    String met =
        seen.isEmpty() && personless.isEmpty()
            ? "only named by merges"
            : seen.isEmpty() ? personless + ", only by personless events" : seen;
    String full =
        id.path("full").asBoolean()
            ? "; has %,d properties, the most an id keeps".formatted(id.path("keys").asInt())
            : "";
    lines.add("  %-40s %s%s".formatted(id.path("distinct_id").asText(), met, full));
  }

  private void merge(JsonNode merge) {
    lines.add(
        "  %s  %s  %s <- %s"
            .formatted(
                merge.path("timestamp").asText(),
                merge.path("kind").asText(),
                merge.path("into").asText(),
                merge.path("other").asText()));
    lines.add("    " + outcome(merge));
    lines.add("    " + place(merge));
  }

  private static String outcome(JsonNode merge) {
    String into = merge.path("into").asText();
    String other = merge.path("other").asText();
    String warning = merge.path("warning").asText("");
    String because =
        switch (warning) {
          case "cannot_merge_already_identified" ->
              other + " was of an identified person already, and " + into + " of another";
          case "cannot_merge_with_illegal_distinct_id" -> "one of them is no person's id";
          case "invalid_event_when_process_person_profile_is_false" ->
              "the event leaves persons alone ($process_person_profile is false)";
          case "too_many_distinct_ids" -> "the person would have had more ids than one may have";
          default -> "";
        };
    return switch (merge.path("outcome").asText()) {
      case "joined" -> "joined them: one person from here on";
      case "nothing_to_do" -> "nothing to do: they were one already";
      case "set_aside" -> "set aside: " + because + " (" + warning + ")";
      default -> "refused: " + because + " (" + warning + ")";
    };
  }

  /// One event usually writes many.
  private void properties(JsonNode properties) {
    Map<String, List<JsonNode>> byEvent = new TreeMap<>();
    for (JsonNode property : properties) {
      String event =
          "%s  %s"
              .formatted(
                  property.path("timestamp").asText(), property.path("distinct_id").asText());
      byEvent.computeIfAbsent(event, _ -> new ArrayList<>()).add(property);
    }
    int shown = 0;
    for (Map.Entry<String, List<JsonNode>> event : byEvent.entrySet()) {
      if (shown >= MOST) {
        lines.add("  and by more events: --json has all");
        return;
      }
      lines.add("  " + event.getKey());
      lines.add("    " + place(event.getValue().getFirst()));
      for (JsonNode property : event.getValue()) {
        lines.add(
            "      %-9s  %s = %s"
                .formatted(
                    property.path("how").asText(), property.path("key").asText(), value(property)));
        shown++;
      }
    }
  }

  private static String value(JsonNode property) {
    JsonNode value = property.path("value");
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.codePointCount(0, text.length()) > LONGEST_VALUE
        ? text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE - 3)) + "..."
        : text;
  }

  /// `h.jsonl:337, event 0190..`
  private static String place(JsonNode of) {
    String event = "event " + of.path("uuid").asText();
    return of.has("line")
        ? of.path("source").asText() + ":" + of.path("line").asLong() + ", " + event
        : event;
  }

  static List<String> event(JsonNode answer) {
    ExplainReport report = new ExplainReport();
    report.lines.add("Event " + answer.path("uuid").asText());
    JsonNode event = answer.path("event");
    if (event.isObject()) {
      report.lines.add(
          "  stored: %s of %s at %s"
              .formatted(
                  event.path("event").asText(),
                  event.path("distinct_id").asText(),
                  event.path("timestamp").asText()));
      report.lines.add("  brought by " + holder(event.path("import")) + line(answer));
      report.lines.add("  belongs to person " + event.path("person_id").asText() + " now");
    } else {
      report.lines.add("  not stored");
    }
    for (JsonNode each : answer.path("deduplicated")) {
      report.lines.add(
          "  import %d brought it again; %s had it first"
              .formatted(each.path("import").asInt(), holder(each.path("holder"))));
    }
    for (JsonNode each : answer.path("dropped")) {
      report.lines.add(
          "  import %d brought it; dropped by %s"
              .formatted(each.path("import").asInt(), each.path("by").asText()));
    }
    answer.path("conflicts").forEach(each -> report.lines.add("  " + conflict(each)));
    return report.lines;
  }

  private static String conflict(JsonNode conflict) {
    List<String> differs = new ArrayList<>();
    conflict.path("differs").forEach(each -> differs.add(each.asText()));
    long copies = conflict.path("copies").asLong();
    return "%s brought another under this uuid%s: %s of %s at %s; not stored (%s had it first; another %s)"
        .formatted(
            holder(conflict.path("import")),
            copies == 1 ? "" : ", " + Words.count(copies) + " times",
            conflict.path("event").asText(),
            conflict.path("distinct_id").asText(),
            conflict.path("timestamp").asText(),
            holder(conflict.path("holder")),
            String.join(", ", differs));
  }

  private static String line(JsonNode answer) {
    return answer.has("line")
        ? ": " + answer.path("source").asText() + ":" + answer.path("line").asLong()
        : "";
  }

  private static String holder(JsonNode number) {
    return number.isNull() ? "live traffic" : "import " + number.asInt();
  }
}
