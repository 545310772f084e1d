package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.Await;
import dev.headgate.event.ProjectToken;
import dev.headgate.pace.Governor;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Load tests of a real pipeline, by the command line and by a client of another hand.
@Tag("alone")
class LoadTestIT {
  private static final String TOKEN = "phc_loaded";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SHORT =
      """
      name: short
      contact: anna@example.com
      reason: a test
      executor: ramping-arrival-rate
      startRate: 5
      stages:
        - {duration: 3s, target: 40}
        - {duration: 2s, target: 40}
      maxVUs: 1000
      request: {distinct_ids: 50}
      thresholds:
        http_req_failed: ["rate<=0"]
        dropped_iterations: ["count<1"]
      """;
  private static final String LONG =
      """
      name: long
      contact: anna@example.com
      reason: a test
      executor: constant-arrival-rate
      rate: 20
      duration: 10m
      maxVUs: 10
      """;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private EmbeddedPipeline pipeline;

  private static EmbeddedPipeline pipeline(Path folder, Governor.Targets targets) throws Exception {
    Path data = Files.createDirectories(folder.resolve("pipeline"));
    if (!(DataDirectory.at(data).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("nobody else has it");
    }
    EmbeddedPipeline pipeline =
        EmbeddedPipeline.start(
            held,
            new PipelineOptions(
                0, Optional.of(new ProjectToken(TOKEN)), false, Optional.empty(), targets),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
    return pipeline;
  }

  /// Of a machine that other tests load as well.
  private static final Governor.Targets PATIENT =
      new Governor.Targets(
          Duration.ofSeconds(600), Duration.ofSeconds(600), Duration.ofSeconds(10));

  @BeforeEach
  void startPipeline() throws Exception {
    pipeline = pipeline(folder, PATIENT);
  }

  @AfterEach
  void stopPipeline() {
    pipeline.close();
    client.close();
  }

  private Ran headgate(Object... words) {
    return headgateWith(pipeline.keys().pipelineKey(), words);
  }

  private Ran headgateWith(String key, Object... words) {
    Object[] all = new Object[words.length + 6];
    System.arraycopy(words, 0, all, 0, words.length);
    Object[] to = {"--server", pipeline.url(), "--key", key, "--data", folder.resolve("sender")};
    System.arraycopy(to, 0, all, words.length, to.length);
    return Ran.headgate(all);
  }

  private Path plan(String text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "plan", ".yaml"), text);
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(pipeline.url().resolve("/api/v1" + path))
            .header("Authorization", "Bearer " + pipeline.keys().pipelineKey())
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    return Screen.tree(ask("GET", path, "").body());
  }

  private void awaitState(int number, String state) throws Exception {
    Await.until(
        "load test %d is %s".formatted(number, state),
        () -> json("/load-tests/" + number).path("state").asText().equals(state));
  }

  private int postEvent(String grant, String uuid) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(pipeline.url().resolve("/i/v0/e/"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"api_key\":\"%s\",\"event\":\"seen\",\"uuid\":\"%s\",\"distinct_id\":\"u\"}"
                        .formatted(TOKEN, uuid)));
    if (!grant.isEmpty()) {
      request.header("Headgate-Grant", grant);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void aShortLoadTestFromItsPlanToItsRemoval() throws Exception {
    Ran ran = headgate("load-test", plan(SHORT), "--yes", "--json");
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    JsonNode result = ran.json();
    assertThat(result.path("requests").path("planned").asLong()).isEqualTo(147);
    assertThat(result.path("requests").path("answered").asLong()).isEqualTo(147);
    assertThat(result.path("events").path("stored").asLong()).isEqualTo(147);
    assertThat(result.path("events").path("all_answered_are_stored").asBoolean()).isTrue();
    assertThat(result.path("passed").asBoolean()).isTrue();
    assertThat(Files.readString(folder.resolve("sender/load-tests/1/report.html")))
        .contains("Load test 1: short", "none lost, none doubled");

    Ran events = headgate("export", "events");
    assertThat(events.exitCode()).as(events.err()).isZero();
    assertThat(events.out()).as("no event among others").isEmpty();
    assertThat(headgate("export", "persons").out()).as("nobody's person").isEmpty();
    JsonNode audit = json("/load-tests/1/audit").path("audit");
    assertThat(audit.findValuesAsText("step"))
        .containsExactly("submit", "green_light", "start", "complete");
    assertThat(json("/load-tests/1").path("result").path("passed").asBoolean()).isTrue();
    assertThat(headgate("load-test", "list").out()).contains("completed").contains("short");

    Ran removed = headgate("load-test", "remove", 1, "--reason", "done with it");
    assertThat(removed.out()).contains("147 events of load test 1 are removed");
    assertThat(json("/load-tests/1/stored").path("stored").asLong()).isZero();
    assertThat(json("/load-tests/1").path("state").asText()).isEqualTo("removed");
    Ran again = headgate("load-test", "remove", 1);
    assertThat(again.exitCode()).isEqualTo(3);
  }

  @Test
  void aStopOrderEndsItAndTheNextMayStart() throws Exception {
    Path plan = plan(LONG);
    CompletableFuture<Ran> running =
        CompletableFuture.supplyAsync(() -> headgate("load-test", plan, "--yes", "--json"));
    awaitState(1, "running");
    Ran second = headgate("load-test", plan(SHORT), "--yes");
    assertThat(second.exitCode()).as(second.err()).isEqualTo(3);
    assertThat(second.err()).contains("load test 1 runs, and two would measure each other");
    Ran stop = headgate("load-test", "stop", 1, "--reason", "too early in the day");
    assertThat(stop.exitCode()).as(stop.err()).isZero();
    Ran ran = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(4);
    assertThat(ran.json().path("ending").path("kind").asText()).isEqualTo("stopped");
    assertThat(ran.json().path("ending").path("reason").asText()).isEqualTo("too early in the day");
    JsonNode last = json("/load-tests/1/audit").path("audit").path(3);
    assertThat(last.path("step").asText()).isEqualTo("stop");
    assertThat(last.path("by").asText()).isEqualTo("pipeline team");
    assertThat(last.path("why").asText()).isEqualTo("too early in the day");
    assertThat(headgate("load-test", plan(SHORT), "--yes").exitCode()).isZero();
  }

  @Test
  void aClientOfAnotherHandIsHeldToTheEnvelope() throws Exception {
    String submitted =
        "{\"project\":\"default\",\"plan\":{\"name\":\"n\",\"contact\":\"c\",\"reason\":\"r\","
            + "\"executor\":\"constant-arrival-rate\",\"rate\":2,\"duration\":\"10m\",\"maxVUs\":4}}";
    assertThat(ask("POST", "/load-tests", submitted).statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/load-tests/1/start", "").statusCode()).isEqualTo(409);
    assertThat(ask("POST", "/load-tests/1/green-light", "").statusCode()).isEqualTo(200);
    String grant =
        Screen.tree(ask("POST", "/load-tests/1/start", "").body()).path("grant").asText();
    assertThat(grant).startsWith("load-test-1.");
    assertThat(postEvent("load-test-1.wrong", uuid(0))).isEqualTo(403);
    long from = System.nanoTime();
    int let = 0;
    int refused = 0;
    while (refused < 20 || let < 3) {
      int status = postEvent(grant, uuid(1 + let));
      let += status == 200 ? 1 : 0;
      refused += status == 429 ? 1 : 0;
      assertThat(status).isIn(200, 429);
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    assertThat((double) let).isBetween(1.0, 2 * (seconds + 0.25) + 4);
    assertThat(postEvent(grant, uuid(1))).as("sent again, if it may").isIn(200, 429);
    assertThat(ask("POST", "/load-tests/1/stop", "{\"reason\":\"enough\"}").statusCode())
        .isEqualTo(200);
    assertThat(postEvent(grant, uuid(999))).isEqualTo(403);
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (json("/load-tests/1/stored").path("waiting").asLong() > 0) {
      assertThat(System.nanoTime()).as("waited until all is stored").isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(json("/load-tests/1/stored").path("stored").asInt()).as("once each").isEqualTo(let);
  }

  private static String uuid(int number) {
    return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012d", number);
  }

  @Test
  void aSenderThatWasKilledLeavesThePipelineAbleToStartAnother() throws Exception {
    ChildCommand sender =
        new ChildCommand(
            folder,
            "128m",
            Map.of(),
            "load-test",
            plan(LONG),
            "--yes",
            "--server",
            pipeline.url(),
            "--key",
            pipeline.keys().pipelineKey(),
            "--data",
            folder.resolve("killed"));
    awaitState(1, "running");
    Path now = Files.createFile(folder.resolve("kill-it"));
    sender.killOnceThereIs(now);
    awaitState(1, "stopped");
    assertThat(json("/load-tests/1").path("why").asText()).contains("has not been heard of");
    Ran next = headgate("load-test", plan(SHORT), "--yes");
    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
  }

  @Test
  void aLoadTestGivesWayToLiveTraffic() throws Exception {
    pipeline.close();
    pipeline =
        pipeline(
            folder,
            new Governor.Targets(
                Duration.ofSeconds(600), Duration.ofNanos(1_000), Duration.ofSeconds(10)));
    Path plan = plan(LONG);
    CompletableFuture<Ran> running =
        CompletableFuture.supplyAsync(() -> headgate("load-test", plan, "--yes", "--json"));
    awaitState(1, "running");
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; !running.isDone() && System.nanoTime() < until; i++) {
      assertThat(postEvent("", uuid(i))).as("live traffic goes on").isEqualTo(200);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Ran ran = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(4);
    assertThat(ran.json().path("ending").path("reason").asText())
        .startsWith("it gives way to live traffic");
    JsonNode stop = json("/load-tests/1/audit").path("audit").path(3);
    assertThat(stop.path("by").asText()).isEqualTo("guard of live traffic");
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsSent() throws Exception {
    Ran unknown = headgate("load-test", plan(SHORT.replace("startRate", "strtRate")));
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("line 5", "did you mean \"startRate\"?");
    assertThat(headgate("load-test", folder.resolve("none.yaml")).exitCode()).isEqualTo(2);
    assertThat(headgate("load-test").exitCode()).isEqualTo(2);
    Ran fast = headgate("load-test", plan(SHORT.replace("target: 40", "target: 40000")), "--yes");
    assertThat(fast.exitCode()).isEqualTo(3);
    assertThat(fast.err()).contains("load_test_above_capacity", "lower the targets");
    Ran past =
        headgate(
            "load-test",
            plan(SHORT + "window: {from: 2020-01-01T00:00:00Z, to: 2020-01-02T00:00:00Z}\n"),
            "--yes");
    assertThat(past.exitCode()).isEqualTo(3);
    assertThat(past.err()).contains("its window closed at 2020-01-02T00:00:00Z");
    Ran asked = headgate("load-test", plan(SHORT));
    assertThat(asked.exitCode()).isEqualTo(3);
    assertThat(asked.err()).contains("waits for the green light");
    Ran customers = headgateWith(pipeline.keys().customerKey(), "load-test", plan(SHORT), "--yes");
    assertThat(customers.exitCode()).isEqualTo(3);
    assertThat(customers.err()).contains("for the pipeline team");
    Ran stranger = headgateWith("no-key", "load-test", plan(SHORT), "--yes");
    assertThat(stranger.exitCode()).isEqualTo(2);
    Ran nobody = headgate("load-test", "stop", 77);
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("there is no load test 77");
    assertThat(json("/load-tests").path("load_tests").findValuesAsText("state"))
        .as("nothing was started")
        .doesNotContain("running", "completed");
  }
}
