package dev.headgate.plan;

import dev.headgate.assess.Answers;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.util.List;

/// What an import will do. Its JSON form (snake_case keys) is `plan.json`.
///
/// @param events how many will be sent
/// @param batchEvents most events of a request
/// @param batchBytes most bytes of a request's uncompressed body
/// @param lanes requests in flight at most
/// @param envelope rate over time
/// @param peakReason why it is not more, in words; empty where somebody asked for it
/// @param durationSeconds when the last event is due by the envelope
/// @param hotIds ids above the share from which they weigh on one partition
/// @param simulation what will come of it
public record ImportPlan(
    long events,
    int batchEvents,
    int batchBytes,
    int lanes,
    Envelope envelope,
    double peakPerSecond,
    String peakReason,
    double durationSeconds,
    List<HotId> hotIds,
    SimulatedRun simulation) {

  public ImportPlan {
    hotIds = List.copyOf(hotIds);
  }

  /// One that was not simulated.
  public ImportPlan(
      long events,
      int batchEvents,
      int batchBytes,
      int lanes,
      Envelope envelope,
      double peakPerSecond,
      String peakReason,
      double durationSeconds,
      List<HotId> hotIds) {
    this(
        events,
        batchEvents,
        batchBytes,
        lanes,
        envelope,
        peakPerSecond,
        peakReason,
        durationSeconds,
        hotIds,
        SimulatedRun.NONE);
  }

  /// The same at another rate.
  ImportPlan at(Envelope other) {
    return new ImportPlan(
        events,
        batchEvents,
        batchBytes,
        lanes,
        other,
        other.peakPerSecond(),
        peakReason,
        other.timeOf((double) events).toNanos() / 1e9,
        hotIds);
  }

  /// The same with what will come of it.
  ImportPlan simulated(SimulatedRun run) {
    return new ImportPlan(
        events,
        batchEvents,
        batchBytes,
        lanes,
        envelope,
        peakPerSecond,
        peakReason,
        durationSeconds,
        hotIds,
        run);
  }

  /// An id that weighs on one partition.
  ///
  /// @param share of all events, 0 to 1
  /// @param treatment what will be done about it, in a sentence
  public record HotId(String distinctId, long events, double share, String treatment) {}

  /// What of it answers the questions of a pipeline team.
  public Answers.Proposal proposal() {
    Duration ramp = Duration.ZERO;
    double rate = envelope.startPerSecond();
    for (Stage stage : envelope.stages()) {
      ramp = rate < peakPerSecond ? ramp.plus(stage.duration()) : ramp;
      rate = Math.max(rate, stage.targetPerSecond());
    }
    return new Answers.Proposal(
        envelope.startPerSecond(),
        peakPerSecond,
        ramp.toNanos() / 1e9,
        durationSeconds,
        batchEvents);
  }
}
