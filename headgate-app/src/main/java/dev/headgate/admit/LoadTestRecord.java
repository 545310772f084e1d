package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that the control plane knows of a load test.
///
/// @param number within the pipeline, from 1
/// @param plan as it was asked for
/// @param terms what was granted; empty without a green light
/// @param why the reason of the latest step; may be empty
/// @param result what its sender reported at the end
public record LoadTestRecord(
    int number,
    ProjectId project,
    Instant createdAt,
    LoadTestState state,
    JsonBytes plan,
    List<Finding> findings,
    Optional<GrantTerms> terms,
    Optional<Instant> startedAt,
    String why,
    Optional<JsonBytes> result) {

  public LoadTestRecord {
    findings = List.copyOf(findings);
    if (number < 1) {
      throw new IllegalArgumentException("load tests count from 1, not " + number);
    }
  }
}
