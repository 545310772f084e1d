package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Merges over HTTP, and whose the events are then.
class PersonOfIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private PipelineUnderTest pipeline;
  private int events;

  @BeforeEach
  void start() throws Exception {
    pipeline = PipelineUnderTest.start(folder, false);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  private void post(String event, String id, int second, String properties) throws Exception {
    events++;
    pipeline.post(false, PipelineUnderTest.event(events, event, id, second, properties));
  }

  /// The person of each distinct_id that has events, once all that were posted are stored.
  private Map<String, String> personsOfEvents() throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Map<String, String> persons = new TreeMap<>();
    int stored = 0;
    while (stored < events && System.nanoTime() < until) {
      stored = 0;
      persons.clear();
      for (String line : pipeline.text("/api/v1/projects/default/export/events").split("\n", -1)) {
        if (!line.isEmpty()) {
          JsonNode event = JSON.readTree(line);
          String person = event.path("person_id").asText();
          String other = persons.put(event.path("distinct_id").asText(), person);
          assertThat(other).as("all events of an id are of one person").isIn(null, person);
          stored++;
        }
      }
    }
    assertThat(stored).isEqualTo(events);
    return persons;
  }

  private String metric(String name, Predicate<String> expected) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    String found = "";
    while (!expected.test(found) && System.nanoTime() < until) {
      found =
          pipeline
              .text("/metrics")
              .lines()
              .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
              .findFirst()
              .orElse("");
    }
    assertThat(found).matches(expected);
    return found;
  }

  @Test
  void aMergeIsSeenAtOnceOnOldEventsAndComesApartAgain() throws Exception {
    assertThat(pipeline.text("/metrics"))
        .as("nothing is started for it")
        .contains("headgate_ready 0");
    pipeline.startEngines();
    post("page", "a", 20, "{}");
    post("page", "b", 20, "{}");
    post("$identify", "b", 21, "{\"$anon_distinct_id\":\"x\"}");
    Map<String, String> apart = personsOfEvents();
    assertThat(apart.get("a")).isNotEqualTo(apart.get("b"));

    post("$merge_dangerously", "b", 22, "{\"alias\":\"a\"}");
    Map<String, String> merged = personsOfEvents();
    assertThat(merged.get("a")).isEqualTo(merged.get("b"));
    String label = "{project=\"default\"}";
    metric("headgate_person_of_lag_changes" + label, line -> line.endsWith(" 0.0"));
    metric("headgate_person_of_lag_seconds" + label, line -> line.endsWith(" 0.0"));
    metric("headgate_log_lag_events{lane=\"live\"}", line -> line.endsWith(" 0.0"));
    metric("headgate_events_carried_total", line -> line.endsWith(" " + events + ".0"));

    // Joined by an alias, until an earlier sighting turns up that forbids it.
    post("$create_alias", "d", 31, "{\"alias\":\"b\"}");
    post("$identify", "f", 40, "{\"$anon_distinct_id\":\"g\"}");
    post("$create_alias", "e", 41, "{\"alias\":\"f\"}");
    assertThat(personsOfEvents())
        .satisfies(now -> assertThat(now.get("e")).isEqualTo(now.get("f")));
    post("page", "e", 39, "{}");
    assertThat(personsOfEvents())
        .satisfies(now -> assertThat(now.get("e")).isNotEqualTo(now.get("f")));

    Map<String, String> before = personsOfEvents();
    pipeline.close();
    start();
    assertThat(personsOfEvents()).as("without the engines' start").isEqualTo(before);
  }
}
