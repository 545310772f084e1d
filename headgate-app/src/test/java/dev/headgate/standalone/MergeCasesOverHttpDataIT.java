package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Histories whose persons were asserted elsewhere, through the running pipeline: capture over
/// HTTP, Kafka, worker, stores, and persons and warnings as its API answers them. Every history has
/// a project of its own.
@EnabledIfEnvironmentVariable(named = "HEADGATE_TEST_DATA", matches = ".+")
class MergeCasesOverHttpDataIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = Long.getLong("seed", 7);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static EmbeddedPipeline pipeline;
  private static HttpClient client;

  /// How the events of a history come.
  enum Arrival {
    IN_ORDER,
    SHUFFLED,
    ONE_PER_REQUEST,

    /// And every id uses all partitions.
    EVERY_ID_SPREAD
  }

  private record Case(String name, JsonNode events, JsonNode expected) {}

  @BeforeAll
  static void start() throws Exception {
    if (!(DataDirectory.at(folder).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("a new folder is nobody's");
    }
    PipelineOptions options =
        new PipelineOptions(
            0, Optional.of(new ProjectToken("phc_default")), false, Optional.empty());
    pipeline = EmbeddedPipeline.start(held, options, HaltPoints.of(Optional.empty(), folder));
    pipeline.startEngines();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    pipeline.close();
  }

  private static List<Case> cases() throws IOException {
    Path file = Path.of(System.getenv("HEADGATE_TEST_DATA"), "cases", "merge-cases.jsonl");
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode all = JSON.readTree(line);
      JsonNode postable = all.path("events_only");
      boolean configured = !all.path("config").isEmpty() || !all.at("/expected/config").isEmpty();
      if (postable.isObject() && !configured) {
        cases.add(
            new Case(
                all.path("name").asText(), postable.path("events"), postable.path("expected")));
      }
    }
    assertThat(cases).hasSizeGreaterThan(40);
    return cases;
  }

  @ParameterizedTest
  @EnumSource(Arrival.class)
  void theAssertedPersonsAndWarningsComeOut(Arrival arrival) throws Exception {
    List<Case> cases = cases();
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      taken.add(send(cases.get(i), project(arrival, i), arrival));
    }
    for (int i = 0; i < cases.size(); i++) {
      String project = project(arrival, i);
      awaitEvents(project, taken.get(i));
      check(cases.get(i), project);
    }
    System.out.printf("%s: %d histories, seed %d%n", arrival, cases.size(), SEED);
  }

  private static String project(Arrival arrival, int number) {
    return "case_" + arrival.name().toLowerCase(Locale.ROOT) + "_" + number;
  }

  /// How many events were taken: one whose id is none is refused, by itself.
  private static int send(Case example, String project, Arrival arrival) throws Exception {
    api("POST", "/projects", JSON.createObjectNode().put("name", project).put("token", project));
    List<JsonNode> events = new ArrayList<>();
    Set<String> ids = new TreeSet<>();
    for (JsonNode event : example.events) {
      ObjectNode copy = event.deepCopy();
      copy.put("uuid", "00000000-0000-7000-8000-%012x".formatted(events.size() + 1));
      events.add(copy);
      ids.add(event.path("distinct_id").asText());
    }
    if (arrival == Arrival.EVERY_ID_SPREAD) {
      for (String id : ids) {
        if (!id.isBlank()) {
          api(
              "POST",
              "/locality",
              JSON.createObjectNode()
                  .put("project", project)
                  .put("distinct_id", id)
                  .put("partitions", 8));
        }
      }
    }
    if (arrival != Arrival.IN_ORDER) {
      Collections.shuffle(events, new Random(SEED));
    }
    boolean together = arrival == Arrival.IN_ORDER || arrival == Arrival.SHUFFLED;
    if (together && post(project, events) == 200) {
      return events.size();
    }
    int taken = 0;
    for (JsonNode event : events) {
      taken += post(project, List.of(event)) == 200 ? 1 : 0;
    }
    return taken;
  }

  private static int post(String token, List<JsonNode> events) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("api_key", token);
    ArrayNode batch = body.putArray("batch");
    events.forEach(batch::add);
    HttpRequest request =
        HttpRequest.newBuilder(pipeline.url().resolve("/batch/"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String api(String method, String path, JsonNode body) throws Exception {
    URI uri = pipeline.url().resolve("/api/v1" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + pipeline.keys().pipelineKey())
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static List<JsonNode> lines(String project, String what) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line :
        api("GET", "/projects/" + project + "/export/" + what, JSON.createObjectNode())
            .lines()
            .toList()) {
      JsonNode one = JSON.readTree(line);
      if (one.has("uuid") || one.has("person_id")) {
        lines.add(one);
      }
    }
    return lines;
  }

  private static void awaitEvents(String project, int events) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (lines(project, "events").size() < events && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(lines(project, "events")).as(project).hasSize(events);
  }

  private static void check(Case example, String project) throws Exception {
    Map<Set<String>, JsonNode> found = new HashMap<>();
    lines(project, "persons").forEach(person -> found.put(ids(person), person));
    Map<Set<String>, JsonNode> wanted = new HashMap<>();
    example.expected.path("persons").forEach(person -> wanted.put(ids(person), person));
    assertThat(found.keySet()).as(example.name).isEqualTo(wanted.keySet());
    wanted.forEach((ids, person) ->
        check(example.name, person, found.getOrDefault(ids, MissingNode.getInstance())));
    if (example.expected.has("warnings")) {
      Map<String, Integer> counts = new TreeMap<>();
      example
          .expected
          .path("warnings")
          .forEach(warning -> counts.merge(warning.path("type").asText(), 1, Integer::sum));
      JsonNode said =
          JSON.readTree(api("GET", "/projects/" + project + "/warnings", JSON.createObjectNode()))
              .path("counts");
      Map<String, Integer> answered = new TreeMap<>();
      said.properties().forEach(count -> answered.put(count.getKey(), count.getValue().asInt()));
      assertThat(answered).as("%s: warnings", example.name).isEqualTo(counts);
    }
  }

  private static Set<String> ids(JsonNode person) {
    Set<String> ids = new TreeSet<>();
    person.path("distinct_ids").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static void check(String name, JsonNode wanted, JsonNode found) {
    if (wanted.has("is_identified")) {
      assertThat(found.path("is_identified")).as(name).isEqualTo(wanted.path("is_identified"));
    }
    if (wanted.has("created_at")) {
      assertThat(EventTime.parse(found.path("created_at").asText()))
          .as("%s: created_at", name)
          .isEqualTo(EventTime.parse(wanted.path("created_at").asText()));
    }
    if (wanted.has("properties")) {
      Map<String, JsonNode> compared = new TreeMap<>();
      for (var property : found.path("properties").properties()) {
        if (!property.getKey().startsWith("$")
            || wanted.path("properties").has(property.getKey())) {
          compared.put(property.getKey(), property.getValue());
        }
      }
      Map<String, JsonNode> all = new TreeMap<>();
      wanted
          .path("properties")
          .properties()
          .forEach(property -> all.put(property.getKey(), property.getValue()));
      assertThat(compared).as("%s: properties", name).isEqualTo(all);
    }
  }
}
