package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import java.util.List;

/// What the pipeline team decides about.
///
/// @param plan `plan.json`
/// @param truncationAccepted whether the export is truncated and that was accepted: then the import
///   ends `incomplete`, see {@link RequestFacts#truncationAccepted}
/// @param apps what its events go through
public record ImportRequest(
    JsonBytes plan, List<Finding> findings, boolean truncationAccepted, AppChoice apps) {
  public ImportRequest {
    findings = List.copyOf(findings);
  }

  public ImportRequest withFindings(List<Finding> other) {
    return new ImportRequest(plan, other, truncationAccepted, apps);
  }

  public ImportRequest withPlan(JsonBytes other) {
    return new ImportRequest(other, findings, truncationAccepted, apps);
  }

  ImportRequest withoutOverrides() {
    return withFindings(findings.stream().map(Finding::notOverridden).toList());
  }
}
