package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.Await;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The conversation about an import by requests alone, as somebody would have it from a program of
/// their own; the importer only reads the export, asks and sends.
class ApiConversationIT {
  private static final int EVENTS = 12_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedPipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            PipelineOptions.standard(),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
  }

  @AfterEach
  void stop() {
    pipeline.close();
    http.close();
  }

  private Ran importing(Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("import", folder.resolve("history.jsonl"), "--peak", 2_000));
    words.addAll(List.of("--data", folder.resolve("customer"), "--server", pipeline.url()));
    words.addAll(List.of("--key", pipeline.keys().customerKey(), "--json", "--quiet"));
    words.addAll(List.of(more));
    return Ran.headgate(words.toArray());
  }

  private HttpResponse<String> call(String key, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + "/api/v1/imports" + path))
            .header("Authorization", "Bearer " + key)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode customer(String method, String path, String body) throws Exception {
    return done(call(pipeline.keys().customerKey(), method, path, body));
  }

  private JsonNode team(String path, String body) throws Exception {
    return done(call(pipeline.keys().pipelineKey(), "POST", "/1/" + path, body));
  }

  private static JsonNode done(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private String refused(String path, String body) throws Exception {
    HttpResponse<String> answer = call(pipeline.keys().pipelineKey(), "POST", "/1/" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    return JSON.readTree(answer.body()).path("error").path("what").asText();
  }

  private JsonNode record() throws Exception {
    return customer("GET", "/1", "");
  }

  private String state() throws Exception {
    return record().path("state").asText();
  }

  private static double perSecond(JsonNode before, JsonNode after, Duration between) {
    double sent =
        after.path("checkpoint").path("events").asDouble()
            - before.path("checkpoint").path("events").asDouble();
    return sent / between.toMillis() * 1_000;
  }

  private double rate() throws Exception {
    JsonNode before = customer("GET", "/1/checkpoint", "");
    Instant began = Instant.now();
    Thread.sleep(Duration.ofSeconds(4));
    JsonNode after = customer("GET", "/1/checkpoint", "");
    return perSecond(before, after, Duration.between(began, Instant.now()));
  }

  @Test
  void fromTheRequestToTheProof() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      lines.append(
          "{\"event\":\"e\",\"distinct_id\":\"u%d\",\"timestamp\":\"2024-01-%02dT00:00:00Z\"}%n"
              .formatted(i, 1 + i % 28));
    }
    Files.writeString(folder.resolve("history.jsonl"), lines.toString());
    assertThat(importing().exitCode()).isEqualTo(3);
    assertThat(state()).isEqualTo("submitted");

    JsonNode answered =
        customer(
            "PUT",
            "/1/answers",
            "{\"contact\":\"Ada\",\"deadline\":\"2020-01-01 09:00\",\"zone\":\"Europe/Berlin\"}");
    assertThat(rules(answered)).contains("window_past");
    assertThat(refused("green-light", "{\"reason\":\"fits\"}")).contains("window_past");
    team("request-changes", "{\"reason\":\"that deadline has passed\"}");
    assertThat(record().path("decided_because").asText()).isEqualTo("that deadline has passed");

    customer("PUT", "/1/answers", "{\"contact\":\"Ada\",\"zone\":\"Europe/Berlin\"}");
    FutureTask<Ran> waiting = new FutureTask<>(() -> importing("--wait"));
    Thread.ofPlatform().daemon().start(waiting);
    Await.until("it is asked for again", () -> state().equals("submitted"));
    assertThat(rules(record())).doesNotContain("window_past");

    Instant opens = Instant.now().plusSeconds(3);
    // Shorter than the plan: what the customer must know.
    JsonNode lit =
        team(
            "green-light",
            "{\"reason\":\"fits\",\"peak_per_second\":400,\"from\":\"%s\",\"to\":\"%s\"}"
                .formatted(opens, opens.plusSeconds(20)));
    assertThat(lit.path("to_acknowledge").toString()).isEqualTo("[\"window_too_short\"]");
    JsonNode notice = customer("GET", "/1/notice", "");
    assertThat(notice.toString()).contains("At most ", " events a second", "window too short");
    Thread.sleep(Duration.between(Instant.now(), opens.plusSeconds(1)));
    assertThat(state()).as("the window is open, and the notice unread").isEqualTo("green_lit");
    customer("POST", "/1/acknowledge", "");
    team("amend", "{\"reason\":\"room\",\"to\":\"%s\"}".formatted(opens.plusSeconds(3_600)));
    Await.until("it runs", () -> state().equals("running"));
    double peak = record().path("terms").path("peak_per_second").asDouble();
    Await.until("it is near its peak", () -> rate() > 0.7 * peak);

    team("amend", "{\"reason\":\"half\",\"peak_per_second\":" + peak / 2 + "}");
    double half = rate();
    assertThat(half).isBetween(0.3 * peak, 0.65 * peak);
    team("pause", "{\"reason\":\"an incident\"}");
    assertThat(waiting.get().exitCode()).as(waiting.get().out()).isEqualTo(4);
    HttpResponse<String> held = call(pipeline.keys().customerKey(), "POST", "/1/resume", "{}");
    assertThat(held.statusCode()).isEqualTo(409);
    team("resume", "{\"reason\":\"over\"}");
    Ran last = importing();
    assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
    assertThat(last.verification().path("stored").asInt()).isEqualTo(EVENTS);
    assertThat(state()).isEqualTo("verified");
    assertThat(steps())
        .containsSubsequence(
            "create",
            "submit",
            "answer",
            "request_changes",
            "answer",
            "submit",
            "green_light",
            "acknowledge",
            "amend",
            "start",
            "amend",
            "pause",
            "resume",
            "complete",
            "record_verification");
  }

  private List<String> steps() throws Exception {
    List<String> steps = new ArrayList<>();
    customer("GET", "/1/audit", "")
        .path("audit")
        .forEach(one -> steps.add(one.path("step").asText()));
    return steps;
  }

  private static List<String> rules(JsonNode record) {
    List<String> rules = new ArrayList<>();
    record.path("findings").forEach(finding -> rules.add(finding.path("rule").asText()));
    return rules;
  }
}
