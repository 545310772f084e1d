package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// What a pipeline felt of an import, to be held against what the simulation said of it.
///
/// @param waitingEvents most that were in the log and not stored
/// @param lagSeconds how long at most the oldest of them had been there
/// @param fullestShare the largest partition's share of all historical events since the pipeline
///   was started
record Felt(double waitingEvents, double lagSeconds, double fullestShare) {

  /// Asks the pipeline, which remembers the last quarter of an hour; empty for whoever has no key
  /// of the pipeline team.
  ///
  /// @param since nothing from before counts
  static Optional<Felt> ask(PipelineClient client, Instant since) {
    try {
      double waiting = 0;
      double lag = 0;
      for (JsonNode moment : client.get("/api/v1/governor").path("trace")) {
        if (!Instant.parse(moment.path("at").asText()).isBefore(since)) {
          waiting = Math.max(waiting, moment.path("waiting_events").asDouble());
          lag = Math.max(lag, moment.path("oldest_seconds").asDouble());
        }
      }
      return Optional.of(new Felt(waiting, lag, fullest(client)));
    } catch (CommandStop e) {
      return Optional.empty();
    }
  }

  private static double fullest(PipelineClient client) {
    double sum = 0;
    double most = 0;
    for (JsonNode each : client.get("/api/v1/log/partitions").path("partitions")) {
      if (each.path("lane").asText().equals("historical")) {
        sum += each.path("events").asDouble();
        most = Math.max(most, each.path("events").asDouble());
      }
    }
    return sum == 0 ? 0 : most / sum;
  }

  void write(ObjectNode into) {
    into.put("waiting_events", Math.round(waitingEvents))
        .put("lag_seconds", Math.round(lagSeconds * 10) / 10.0)
        .put("fullest_share", Math.round(fullestShare * 1e5) / 1e5);
  }
}
