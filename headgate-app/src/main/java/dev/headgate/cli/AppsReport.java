package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Apps and what they did, for a terminal.
final class AppsReport {
  private static final String ROW = "  %-20s %-7s %12s %12s %12s %10s %10s";

  private AppsReport() {}

  /// @param answer the apps of a project, as the API answers them
  static List<String> ofProject(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    String project = answer.path("project").asText();
    int version = answer.path("version").asInt();
    if (version == 0) {
      lines.add("project " + project + " has no apps: its events are stored as they come");
      return lines;
    }
    lines.add("APPS of project %s, version %d".formatted(project, version));
    if (answer.path("apps").isEmpty()) {
      lines.add("  none: its events are stored as they come");
    } else {
      table(lines, answer.path("apps"));
      lines.add("  counts and times are since the pipeline was started");
    }
    lines.add("");
    lines.add("VERSIONS");
    for (JsonNode each : answer.path("versions")) {
      lines.add(
          "  %3d  from %s  by %s%s"
              .formatted(
                  each.path("version").asInt(),
                  each.path("from").asText(),
                  each.path("by").asText(),
                  each.path("why").asText().isEmpty() ? "" : "  " + each.path("why").asText()));
    }
    return lines;
  }

  private static void table(List<String> lines, JsonNode apps) {
    lines.add(ROW.formatted("app", "kind", "seen", "changed", "dropped", "failed", "ns/event"));
    for (JsonNode app : apps) {
      lines.add(
          ROW.formatted(
              app.path("name").asText(),
              app.path("kind").asText(),
              count(app, "seen"),
              count(app, "changed"),
              count(app, "dropped"),
              count(app, "failed"),
              count(app, "nanos_per_event")));
      if (!app.path("last_failure").asText().isEmpty()) {
        lines.add(
            "      failed last: %s (on_error: %s)"
                .formatted(app.path("last_failure").asText(), app.path("on_error").asText()));
      }
    }
  }

  private static String count(JsonNode app, String key) {
    return String.format(Locale.ROOT, "%,d", app.path(key).asLong());
  }

  /// @param apps of an import's record
  static List<String> ofImport(JsonNode apps) {
    List<String> lines = new ArrayList<>();
    for (JsonNode app : apps.path("counts")) {
      lines.add(
          "app %s: seen %s, changed %s, dropped %s, failed %s; %s ns an event"
              .formatted(
                  app.path("name").asText(),
                  count(app, "seen"),
                  count(app, "changed"),
                  count(app, "dropped"),
                  count(app, "failed"),
                  count(app, "nanos_per_event")));
    }
    return lines;
  }
}
