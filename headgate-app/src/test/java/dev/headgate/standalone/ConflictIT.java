package dev.headgate.standalone;

import static dev.headgate.standalone.PipelineUnderTest.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two different events under one uuid, over HTTP: the first stored stays, the other is told of.
class ConflictIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PROJECT = "/api/v1/projects/default";

  @TempDir Path folder;
  private PipelineUnderTest pipeline;
  private int marks;

  @BeforeEach
  void start() throws Exception {
    pipeline = PipelineUnderTest.start(folder, true);
    pipeline.startEngines();
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  private static String event(int number, String name, String properties) {
    return PipelineUnderTest.event(number, name, "ada", 0, properties);
  }

  private void post(boolean historical, String... events) throws Exception {
    pipeline.post(historical, events);
  }

  /// Until all that was posted to this lane before is stored: an event of the same id, behind it.
  private void awaitStored(boolean historical) throws Exception {
    int mark = 900 + marks++;
    post(historical, event(mark, "mark", "{}"));
    long until = System.nanoTime() + PATIENCE.toNanos();
    int status = 0;
    while (status != 200 && System.nanoTime() < until) {
      status = pipeline.get(PROJECT + "/explain/event/" + uuid(mark)).statusCode();
    }
    assertThat(status).as("stored within %s", PATIENCE).isEqualTo(200);
  }

  private JsonNode explained(int number) throws Exception {
    return pipeline.json(PROJECT + "/explain/event/" + uuid(number));
  }

  private static List<String> told(JsonNode conflicts) {
    List<String> told = new ArrayList<>();
    for (JsonNode each : conflicts) {
      told.add(
          each.path("copies").asText()
              + " "
              + each.path("event").asText()
              + " "
              + each.path("differs"));
    }
    return told;
  }

  @Test
  void theFirstStaysAndTheOtherIsToldOf() throws Exception {
    // In one request; with a retry of the first, which is no conflict.
    post(false, event(1, "first", "{}"), event(1, "other", "{}"), event(1, "first", "{}"));
    // In two requests, then in another segment.
    post(false, event(2, "first", "{\"a\":1}"));
    post(false, event(2, "first", "{\"a\":2}"));
    // Plain retries.
    post(false, event(3, "first", "{\"a\":1}"));
    post(false, event(3, "first", "{\"a\":1}"));
    awaitStored(false);
    post(false, event(2, "first", "{\"a\":3}"), event(2, "first", "{\"a\":1}"));
    post(false, event(3, "first", "{\"a\":1}"));
    awaitStored(false);
    // Historical against live.
    post(true, event(1, "first", "{}"), event(3, "imported", "{\"a\":2}"));
    awaitStored(true);

    assertThat(explained(1).path("event").path("event").asText()).isEqualTo("first");
    assertThat(told(explained(1).path("conflicts"))).containsExactly("1 other [\"event\"]");
    assertThat(explained(2).path("event").path("properties").path("a").asInt()).isEqualTo(1);
    assertThat(told(explained(2).path("conflicts"))).containsExactly("2 first [\"properties\"]");
    assertThat(told(explained(3).path("conflicts")))
        .containsExactly("1 imported [\"event\",\"properties\"]");

    JsonNode warnings = JSON.readTree(pipeline.get(PROJECT + "/warnings").body());
    assertThat(warnings.path("counts").path("conflicting_events").asInt()).isEqualTo(3);
    assertThat(warnings.path("conflicts").findValuesAsText("uuid"))
        .containsExactly(uuid(1), uuid(2), uuid(3));
    assertThat(
            pipeline.get(PROJECT + "/export/events").body().lines().filter(line -> !line.isEmpty()))
        .hasSize(3 + marks);
  }
}
