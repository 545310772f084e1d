package dev.headgate.loadtest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of a load test.
///
/// @param number within the pipeline
/// @param answers how many of each {@link Answer#key()}
/// @param said the first that the server said with each of them
/// @param verdicts of all thresholds
/// @param server what the pipeline said of itself while it ran
/// @param accounting what was answered beside what is stored; empty where that could not be asked
public record LoadTestResult(
    int number,
    LoadTestPlan plan,
    Instant startedAt,
    Ending ending,
    Figures figures,
    List<Interval> intervals,
    Map<String, Long> answers,
    Map<String, String> said,
    List<Threshold.Verdict> verdicts,
    List<ServerMoment> server,
    Optional<Accounting> accounting) {

  /// The events of a load test, as its sender knows them and as the store has them.
  ///
  /// @param answered events of requests that were answered with 200
  /// @param unanswered events of requests without any answer, which may be stored or not
  /// @param stored events with this load test's number
  /// @param allAnsweredAreStored whether the stored are those answered, uuid by uuid, by the sum of
  ///   their hashes; where requests stayed unanswered, whether the counts allow it
  public record Accounting(
      long answered, long unanswered, long stored, boolean allAnsweredAreStored) {}

  public boolean passed() {
    return verdicts.stream().allMatch(Threshold.Verdict::passed)
        && ending.kind() == Ending.Kind.OVER
        && accounting.map(Accounting::allAnsweredAreStored).orElse(true);
  }
}
