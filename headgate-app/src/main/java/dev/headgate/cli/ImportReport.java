package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.admit.Finding;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.AssessmentReport;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.console.report.ReportPage;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.SimulatedRun;
import dev.headgate.plan.json.PlanJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `imports/N/report.html`, and what the terminal says of it, from an import's record.
final class ImportReport {
  private ImportReport() {}

  /// @param record the import as the API answers it
  static String page(JsonNode record) throws IOException {
    try {
      return ReportPage.of(
          "Import " + record.path("import").asInt(),
          assessment(record),
          plan(record),
          findings(record.path("findings")));
    } catch (MalformedJson e) {
      throw unreadable(e);
    }
  }

  /// The same for the terminal, without what {@link PlanReport} says.
  ///
  /// @param record the import as the API answers it
  static List<String> lines(JsonNode record) throws IOException {
    try {
      return AssessmentReport.lines(
          assessment(record), plan(record).map(ImportPlan::proposal), Screen.WIDTH);
    } catch (MalformedJson e) {
      throw unreadable(e);
    }
  }

  /// What was simulated of its plan.
  ///
  /// @param record the import as the API answers it
  static SimulatedRun simulation(JsonNode record) throws IOException {
    try {
      return plan(record).map(ImportPlan::simulation).orElse(SimulatedRun.NONE);
    } catch (MalformedJson e) {
      throw unreadable(e);
    }
  }

  private static Assessment assessment(JsonNode record) throws MalformedJson {
    return new AssessmentJson().read(JsonBytes.of(record.path("assessment").toString()));
  }

  private static Optional<ImportPlan> plan(JsonNode record) throws MalformedJson {
    return record.path("plan").isObject()
        ? Optional.of(new PlanJson().read(JsonBytes.of(record.path("plan").toString())))
        : Optional.empty();
  }

  private static IOException unreadable(MalformedJson e) {
    return new IOException("the record is not readable: " + e.getMessage(), e);
  }

  private static List<Finding> findings(JsonNode array) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode finding : array) {
      findings.add(
          new Finding(
              finding.path("rule").asText(),
              Finding.Level.ofKey(finding.path("level").asText()),
              finding.path("evidence").asText(),
              finding.path("resolve").asText()));
    }
    return findings;
  }
}
