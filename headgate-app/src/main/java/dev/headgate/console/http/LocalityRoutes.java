package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Project;
import dev.headgate.console.Engines;
import dev.headgate.event.DistinctId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.SpreadId;
import java.util.List;
import java.util.Locale;

/// Which ids use several partitions of the log, and how full those are.
final class LocalityRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engines engines;

  LocalityRoutes(Engines engines) {
    this.engines = engines;
  }

  /// ```
  /// {"spread":[{"project","lane","distinct_id","partitions","import","found","reason","since"}]}
  /// ```
  ///
  /// `lane` is `live`, `historical`, `load_test` or `diverted`; `import` null where it is for none.
  JsonNode list(List<Project> projects) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("spread");
    for (SpreadId each : engines.spreadIds().list()) {
      projects.stream()
          .filter(project -> project.id().equals(each.project()))
          .forEach(project -> write(list.addObject(), project, each));
    }
    return answer;
  }

  private static void write(ObjectNode into, Project project, SpreadId spread) {
    into.put("project", project.name())
        .put("lane", spread.lane().name().toLowerCase(Locale.ROOT))
        .put("distinct_id", spread.id().value())
        .put("partitions", spread.partitions());
    if (spread.importNumber() == SpreadId.NO_IMPORT) {
      into.putNull("import");
    } else {
      into.put("import", spread.importNumber());
    }
    into.put("found", spread.found())
        .put("reason", spread.reason())
        .put("since", spread.since().toString());
  }

  /// Takes `{"project","distinct_id","partitions","reason"}`, for all lanes; 1 partition takes it
  /// back, once all that the log holds is stored.
  JsonNode change(Project project, JsonNode body) throws Refusal {
    DistinctId id =
        DistinctId.of(body.path("distinct_id").asText())
            .orElseThrow(() -> new Refusal(400, 2, "distinct_id is missing", ""));
    int partitions = body.path("partitions").asInt();
    if (partitions < 1) {
      throw new Refusal(400, 2, "partitions is " + body.path("partitions"), "it is at least 1");
    }
    String reason = body.path("reason").asText("asked for");
    for (Lane lane : Lane.values()) {
      if (partitions == 1) {
        engines.spreadIds().letGo(lane, project.id(), id);
      } else {
        engines.spreadIds().spreadOnRequest(lane, project.id(), id, partitions, reason);
      }
    }
    return list(List.of(project));
  }

  /// `{"partitions":[{"lane","partition","events"}]}`: events since the pipeline was started.
  JsonNode partitions() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("partitions");
    engines
        .handed()
        .forEach((partition, events) ->
            list.addObject()
                .put("lane", partition.lane().name().toLowerCase(Locale.ROOT))
                .put("partition", partition.number())
                .put("events", events));
    return answer;
  }
}
