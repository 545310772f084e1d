package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Events that say strange things about persons, over HTTP, and what is answered of the persons.
class PersonsApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PERSONS = "/api/v1/projects/default/persons";

  @TempDir static Path folder;
  private static PipelineUnderTest pipeline;
  private static int events;
  private static final ListAppender<ILoggingEvent> warnings = new ListAppender<>();

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderTest.start(folder, false);
    pipeline.startEngines();
    warnings.start();
    storeLog().addAppender(warnings);

    post("page", "ada", "{\"$set\":{\"plan\":\"free\"}}");
    post("$identify", "ada", "{\"$anon_distinct_id\":\"phone\",\"$set\":{\"plan\":\"pro\"}}");
    // What should be an object or a list, and is none.
    post("page", "ada", "{\"$set\":\"plan\",\"$set_once\":[1],\"$unset\":\"plan\"}");
    post("page", "ada", "{\"$set\":null,\"$unset\":17}");
    // Other ids that are no ids.
    post("$identify", "bob", "{\"$anon_distinct_id\":null}");
    post("$create_alias", "bob", "{\"alias\":\"  \"}");
    post("$create_alias", "bob", "{}");
    post("$create_alias", "bob", "{\"alias\":\"" + "x".repeat(10_000) + "\"}");
    post("$create_alias", "bob", "{\"alias\":\"a\\u0000b\"}");
    post("$create_alias", "bob", "{\"alias\":17}");
    // Very many properties of one person.
    StringBuilder many = new StringBuilder("{\"$set\":{");
    for (int i = 0; i < 30_000; i++) {
      many.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
    }
    post("page", "hoarder", many + "}}");
    awaitStored();
  }

  private static Logger storeLog() {
    return (Logger) LoggerFactory.getLogger("dev.headgate.store");
  }

  @AfterAll
  static void stop() {
    storeLog().detachAppender(warnings);
    pipeline.close();
  }

  private static void post(String event, String id, String properties) throws Exception {
    events++;
    pipeline.post(false, PipelineUnderTest.event(events, event, id, events, properties));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return pipeline.get(path);
  }

  private static JsonNode json(String path) throws Exception {
    return pipeline.json(path);
  }

  private static void awaitStored() throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    long stored = 0;
    while (stored < events && System.nanoTime() < until) {
      stored =
          get("/api/v1/projects/default/export/events")
              .body()
              .lines()
              .filter(line -> !line.isEmpty())
              .count();
    }
    assertThat(stored).as("no event stops the worker, none is lost").isEqualTo(events);
    assertThat(get("/readyz").body()).isEqualTo("ready\n");
  }

  private static JsonNode personOf(String id) throws Exception {
    JsonNode answer =
        json(PERSONS + "?distinct_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    assertThat(answer.path("next").isNull()).isTrue();
    return answer.path("persons").path(0);
  }

  @Test
  void aPersonIsAnsweredByAnyOfItsIdsAndByItsOwn() throws Exception {
    JsonNode ada = personOf("phone");
    assertThat(ada).isEqualTo(personOf("ada"));
    assertThat(ada.path("distinct_ids").toString()).isEqualTo("[\"ada\",\"phone\"]");
    String id = ada.path("person_id").asText();
    assertThat(json(PERSONS + "/" + id)).isEqualTo(ada);
    JsonNode explained = json(PERSONS + "/" + id + "/explain");
    assertThat(explained.path("merges").path(0).path("outcome").asText()).isEqualTo("joined");
    assertThat(personOf("nobody").isMissingNode()).isTrue();
    HttpResponse<String> unknown = get(PERSONS + "/00000000-0000-4000-8000-000000000000");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("ask by distinct_id");
    assertThat(get(PERSONS + "/ada").statusCode()).isEqualTo(400);
    assertThat(get(PERSONS + "?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void pagesHoldEveryPersonOnce() throws Exception {
    List<String> exported =
        get("/api/v1/projects/default/export/persons")
            .body()
            .lines()
            .filter(line -> !line.isEmpty())
            .toList();
    List<JsonNode> paged = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          json(
              PERSONS
                  + "?limit=1"
                  + (after.isEmpty()
                      ? ""
                      : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8)));
      page.path("persons").forEach(paged::add);
      after = page.path("next").asText("");
      if (page.path("next").isNull()) {
        after = "";
      }
    } while (!after.isEmpty());
    assertThat(paged).hasSameSizeAs(exported);
    for (int i = 0; i < paged.size(); i++) {
      assertThat(paged.get(i)).isEqualTo(JSON.readTree(exported.get(i)));
    }
  }

  @Test
  void whatIsNoObjectAndNoListChangesNothing() throws Exception {
    JsonNode properties = personOf("ada").path("properties");
    assertThat(properties.path("plan").asText()).isEqualTo("pro");
  }

  @Test
  void otherIdsThatAreNoneAreRefusedOrTakenAsText() throws Exception {
    JsonNode bob = personOf("bob");
    List<String> ids = new ArrayList<>();
    bob.path("distinct_ids").forEach(id -> ids.add(id.asText()));
    assertThat(ids).contains("bob", "17").doesNotContain("null", "  ");
    JsonNode counts = json("/api/v1/projects/default/warnings").path("counts");
    assertThat(counts.path("cannot_merge_with_illegal_distinct_id").asInt()).isPositive();
  }

  @Test
  void aPersonKeepsSoManyPropertiesAndNoMore() throws Exception {
    JsonNode hoarder = personOf("hoarder");
    assertThat(hoarder.path("properties").size()).isEqualTo(10_000);
    JsonNode id =
        json(PERSONS + "/" + hoarder.path("person_id").asText() + "/explain")
            .path("distinct_ids")
            .path(0);
    assertThat(id.path("keys").asInt()).isEqualTo(10_000);
    assertThat(id.path("full").asBoolean()).isTrue();
    assertThat(warnings.list.stream().map(ILoggingEvent::getFormattedMessage))
        .filteredOn(message -> message.contains("hoarder"))
        .containsExactly(
            "distinct_id hoarder of project 1 has 10000 properties, the most it keeps: of more,"
                + " those first in order of their names");
  }

  @Test
  void theApiIsDescribed() throws Exception {
    HttpResponse<String> document = get("/api/openapi.yaml");
    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body()).startsWith("openapi: 3.1").contains("/projects/{project}/persons");
  }
}
