package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.Await;
import dev.headgate.event.ProjectToken;
import dev.headgate.pace.FloodRule;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Floods at a whole pipeline: what is kept of them, and what is done with them.
@Tag("alone")
class FloodIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "phc_flooded";
  private static final String FLOOD = "loop/1.0";

  @TempDir private Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Optional<EmbeddedPipeline> pipeline = Optional.empty();
  private int sent;

  @AfterEach
  void stop() {
    pipeline.ifPresent(EmbeddedPipeline::close);
    client.close();
  }

  private EmbeddedPipeline pipeline() {
    return pipeline.orElseThrow();
  }

  private void start(long divertedEvents) throws Exception {
    start(divertedEvents, Duration.ofMinutes(1));
  }

  /// @param over how long a flood must be quiet to be over; nobody is learned
  private void start(long divertedEvents, Duration over) throws Exception {
    FloodRule usual = FloodRule.DEFAULT;
    FloodRule quick =
        new FloodRule(
            usual.smallRequestEvents(),
            usual.growth(),
            usual.followsUp(),
            usual.followsDown(),
            usual.fewIds(),
            usual.manyIds(),
            over,
            Duration.ZERO);
    if (!(DataDirectory.at(folder).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("nobody else uses " + folder);
    }
    PipelineOptions options =
        new PipelineOptions(0, Optional.of(new ProjectToken(TOKEN)), false, Optional.empty())
            .diverting(quick, divertedEvents);
    pipeline =
        Optional.of(EmbeddedPipeline.start(held, options, HaltPoints.of(Optional.empty(), folder)));
    pipeline().startEngines();
  }

  private int post(String userAgent, int number) throws Exception {
    String body =
        "{\"api_key\":\"%s\",\"event\":\"e\",\"uuid\":\"%s\",\"distinct_id\":\"%s %d\"}"
            .formatted(TOKEN, PipelineUnderTest.uuid(number), userAgent, number % 7);
    return client
        .send(
            HttpRequest.newBuilder(pipeline().url().resolve("/i/v0/e/"))
                .header("User-Agent", userAgent)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /// Sends so many single-event requests as fast as they are answered, some at once; answers how
  /// often each status came.
  private Map<Integer, Integer> flood(int requests) throws Exception {
    Semaphore atOnce = new Semaphore(32);
    int first = sent;
    sent += requests;
    Map<Integer, Integer> statuses = new HashMap<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          IntStream.range(first, first + requests)
              .mapToObj(number ->
                  senders.submit(() -> {
                    atOnce.acquire();
                    try {
                      return post(FLOOD, number);
                    } finally {
                      atOnce.release();
                    }
                  }))
              .toList();
      for (Future<Integer> answer : answers) {
        statuses.merge(answer.get(), 1, Integer::sum);
      }
    }
    return statuses;
  }

  private JsonNode api(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(pipeline().url().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + pipeline().keys().pipelineKey())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  private JsonNode floods() throws Exception {
    return api("GET", "/floods", "");
  }

  private JsonNode decide(int flood, String decision, String more) throws Exception {
    return api(
        "POST",
        "/floods/" + flood + "/decision",
        "{\"decision\":\"%s\",\"reason\":\"by a test\"%s}".formatted(decision, more));
  }

  private void awaitStored() throws Exception {
    Await.until("everything is stored", () -> floods().path("waiting_events").asLong() == 0);
    Await.until("everything is exported", () -> stored().size() == sent);
  }

  /// The uuids that are stored, each once.
  private Set<String> stored() throws Exception {
    HttpResponse<String> lines =
        client.send(
            HttpRequest.newBuilder(
                    pipeline().url().resolve("/api/v1/projects/default/export/events"))
                .header("Authorization", "Bearer " + pipeline().keys().pipelineKey())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Set<String> uuids = new HashSet<>();
    for (String line : lines.body().lines().filter(each -> each.contains("\"uuid\"")).toList()) {
      assertThat(uuids.add(JSON.readTree(line).path("uuid").asText())).as(line).isTrue();
    }
    return uuids;
  }

  @Test
  void aFloodIsKeptNamedAndStoredOnceAndOthersAreLive() throws Exception {
    start(1_000_000, Duration.ofSeconds(4));
    // Long beside the second or two that recognising it takes, also where requests are fast.
    assertThat(flood(8_000)).isEqualTo(Map.of(200, 8_000));
    assertThat(post("browser/1.0", sent++)).isEqualTo(200);
    Await.until("the flood is noted", () -> !floods().path("floods").isEmpty());
    JsonNode flood = floods().path("floods").path(0);
    assertThat(flood.path("client").asText()).isEqualTo("loop");
    assertThat(flood.path("project").asText()).isEqualTo("default");
    assertThat(flood.path("state").asText()).isEqualTo("diverted");
    assertThat(flood.path("distinct_ids").asText()).isEqualTo("few");
    assertThat(flood.path("diverted_events").asInt()).isBetween(4_000, 7_999);
    awaitStored();
    Await.until("it has ceased", () -> floods().path("floods").path(0).path("until").isTextual());
    JsonNode audit = api("GET", "/floods/1/audit", "").path("audit");
    assertThat(audit.findValuesAsText("step")).containsExactly("recognise", "cease");
    assertThat(floods().path("floods")).hasSize(1);
  }

  @Test
  void whenTheBudgetIsSpentItIsRefusedAndNothingElseIs() throws Exception {
    start(500);
    Map<Integer, Integer> answers = flood(4_000);
    assertThat(answers.keySet()).containsExactlyInAnyOrder(200, 503);
    assertThat(post("browser/1.0", sent)).isEqualTo(200);
    int taken = answers.getOrDefault(200, 0) + 1;
    Await.until("what was taken is stored", () -> stored().size() == taken);
    JsonNode flood = floods().path("floods").path(0);
    assertThat(flood.path("refused_requests").asInt()).isEqualTo(answers.getOrDefault(503, 0));
  }

  @Test
  void whatIsAdmittedIsLiveFromThenOn() throws Exception {
    start(1_000_000);
    flood(2_000);
    Await.until("the flood is noted", () -> !floods().path("floods").isEmpty());
    JsonNode admitted = decide(1, "admit", "");
    assertThat(admitted.path("state").asText()).isEqualTo("admitted");
    assertThat(post(FLOOD, sent++)).isEqualTo(200);
    int diverted = floods().path("floods").path(0).path("diverted_events").asInt();
    assertThat(diverted).isEqualTo(admitted.path("diverted_events").asInt());
    awaitStored();
    assertThat(api("GET", "/floods/1/audit", "").path("audit").findValuesAsText("step"))
        .containsExactly("recognise", "admit", "cease");
  }

  @Test
  void whatIsEndedIsAnswered429AndWhatIsSlowedIsStoredLater() throws Exception {
    start(1_000_000);
    flood(2_000);
    Await.until("the flood is noted", () -> !floods().path("floods").isEmpty());
    assertThat(decide(1, "slow", ",\"events_per_second\":5").path("state").asText())
        .isEqualTo("slowed");
    assertThat(flood(300)).isEqualTo(Map.of(200, 300));
    assertThat(floods().path("waiting_events").asLong()).isPositive();
    assertThat(decide(1, "end", "").path("state").asText()).isEqualTo("ended");
    assertThat(post(FLOOD, 999_999)).isEqualTo(429);
    assertThat(post("browser/1.0", sent++)).isEqualTo(200);
    awaitStored();
  }

  @Test
  void aFloodSurvivesARestart() throws Exception {
    start(1_000_000);
    flood(2_000);
    Await.until("the flood is noted", () -> !floods().path("floods").isEmpty());
    assertThat(decide(1, "end", "").path("state").asText()).isEqualTo("ended");
    long requests = floods().path("floods").path(0).path("requests").asLong();
    pipeline().close();
    start(1_000_000);
    assertThat(floods().path("floods").path(0).path("requests").asLong()).isEqualTo(requests);
    assertThat(post(FLOOD, 999_999)).isEqualTo(429);
    awaitStored();
  }

  @Test
  void aDecisionThatIsNoneIsRefused() throws Exception {
    start(1_000_000);
    assertThat(decide(1, "admit", "").path("error").path("what").asText())
        .contains("there is no flood 1");
    assertThat(decide(1, "slow", "").path("error").path("next").asText())
        .contains("events a second");
    assertThat(decide(1, "hide", "").path("error").path("next").asText()).contains("admit, slow");
    assertThat(
            api("POST", "/floods/1/decision", "{\"decision\":\"end\"}")
                .path("error")
                .path("what")
                .asText())
        .contains("reason");
    HttpResponse<String> customer =
        client.send(
            HttpRequest.newBuilder(pipeline().url().resolve("/api/v1/floods"))
                .header("Authorization", "Bearer " + pipeline().keys().customerKey())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(customer.statusCode()).isEqualTo(403);
  }
}
