package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.plan.SimulatedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Plan and findings of an import, for a terminal.
final class PlanReport {
  private PlanReport() {}

  /// @param record the import as the API answers it
  /// @param simulation of its plan
  static List<String> lines(JsonNode record, SimulatedRun simulation) {
    List<String> lines = new ArrayList<>();
    JsonNode plan = record.path("plan");
    lines.add("");
    lines.add("PLAN of import " + record.path("import").asInt());
    double peak = plan.path("peak_per_second").asDouble();
    lines.add(
        "  %s events in requests of up to %s, %d at a time"
            .formatted(
                Words.count(plan.path("events").asLong()),
                Words.count(plan.path("batch_events").asLong()),
                plan.path("lanes").asInt()));
    lines.add(
        "  ramp from %s to %s events/s, then at that rate: at least %s"
            .formatted(
                Words.count(Math.round(plan.path("envelope").path("start_per_second").asDouble())),
                Words.count(Math.round(peak)),
                Words.duration(
                    Duration.ofMillis(
                        Math.round(plan.path("duration_seconds").asDouble() * 1000)))));
    String reason = plan.path("peak_reason").asText();
    if (!reason.isEmpty()) {
      lines.add("  peak: " + reason);
    }
    lines.addAll(SimulationWords.lines(simulation));
    for (JsonNode hot : plan.path("hot_ids")) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  hot id %s, %.1f %% of events: %s",
              hot.path("distinct_id").asText(),
              hot.path("share").asDouble() * 100,
              hot.path("treatment").asText()));
    }
    JsonNode apps = record.path("apps");
    if (!apps.path("names").isEmpty()) {
      lines.add("  apps, version %d: %s".formatted(apps.path("version").asInt(), names(apps)));
    }
    lines.add("");
    JsonNode findings = record.path("findings");
    lines.add(findings.isEmpty() ? "FINDINGS  none" : "FINDINGS");
    for (JsonNode finding : findings) {
      lines.add(
          "  %-5s %s: %s"
              .formatted(
                  finding.path("level").asText(),
                  finding.path("rule").asText(),
                  finding.path("evidence").asText()));
      if (finding.has("overridden_by")) {
        lines.add(
            "        overridden by %s: %s"
                .formatted(
                    finding.path("overridden_by").asText(),
                    finding.path("overridden_because").asText()));
      } else if (!finding.path("resolve").asText().isEmpty()) {
        lines.add("        -> " + finding.path("resolve").asText());
      }
    }
    lines.add("");
    return lines;
  }

  private static String names(JsonNode apps) {
    List<String> names = new ArrayList<>();
    apps.path("names").forEach(name -> names.add(name.asText()));
    return String.join(", ", names);
  }
}
