package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.pace.ArrivalGate;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody with a customer's key and no respect: sends as fast as it goes whatever was agreed,
/// says that it is further than it is, starts anew all the time, sends events that nobody assessed,
/// goes on after its green light was taken back, and tries yesterday's grant.
@Tag("alone")
class LyingImporterIT {
  private static final int EVENTS = 3_000;
  private static final int BATCH = 50;
  private static final double PEAK = 1_000;
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final long SEED = 20_261_127;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedPipeline pipeline;
  private PipelineClient team;
  private PipelineClient customer;
  private String token = "";

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            PipelineOptions.standard(),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
    team = new PipelineClient(pipeline.url(), pipeline.keys().pipelineKey());
    customer = new PipelineClient(pipeline.url(), pipeline.keys().customerKey());
    token = team.get("/api/v1/projects").path("projects").path(0).path("token").asText();
  }

  @AfterEach
  void stop() {
    pipeline.close();
    http.close();
  }

  private Ran importing(Path export) {
    return Ran.headgate(
        "import",
        export,
        "--data",
        folder.resolve("customer"),
        "--server",
        pipeline.url(),
        "--key",
        pipeline.keys().customerKey(),
        "--json");
  }

  private int post(Optional<String> grant, int events) throws Exception {
    List<String> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      batch.add(
          "{\"uuid\":\"%s\",\"event\":\"lie\",\"distinct_id\":\"l\",\"timestamp\":\"2024-01-01T00:00:00Z\"}"
              .formatted(UUID.randomUUID()));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(pipeline.url().resolve("/batch/"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"api_key\":\"%s\",\"historical_migration\":%s,\"batch\":[%s]}"
                        .formatted(token, grant.isPresent(), String.join(",", batch))));
    grant.ifPresent(header -> request.header("Headgate-Grant", header));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private static Envelope envelope(JsonNode run) {
    List<Stage> stages = new ArrayList<>();
    for (JsonNode stage : run.path("stages")) {
      stages.add(
          new Stage(
              Duration.ofNanos(stage.path("nanos").asLong()),
              stage.path("target_per_second").asDouble()));
    }
    return new Envelope(run.path("start_per_second").asDouble(), stages);
  }

  private String grant() {
    return customer.post("/api/v1/imports/1/run", Screen.object()).path("grant").asText();
  }

  private void act(String step) {
    team.post(
        "/api/v1/imports/1/" + step,
        Screen.object().put("reason", "a test").put("peak_per_second", PEAK));
  }

  @Test
  void nothingBeyondWhatWasAgreedGetsIn() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      lines.append(
          "{\"event\":\"e\",\"distinct_id\":\"u%d\",\"timestamp\":\"2024-01-01T00:00:00Z\"}%n"
              .formatted(i));
    }
    Path export = Files.writeString(folder.resolve("export.jsonl"), lines);
    assertThat(importing(export).exitCode()).isEqualTo(3);
    act("green-light");

    ObjectNode other = Screen.object();
    other.putArray("content").add("0123456789abcdef0123456789abcdef");
    assertThatExceptionOfType(CommandStop.class)
        .isThrownBy(() -> customer.post("/api/v1/imports/1/run", other))
        .withMessageContaining("not the ones that import 1 was agreed for");

    long before = System.nanoTime();
    JsonNode run = customer.post("/api/v1/imports/1/run", Screen.object());
    String grant = run.path("grant").asText();
    AtomicLong came = new AtomicLong();
    Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      threads.add(Thread.ofPlatform().start(() -> lie(grant, random, before, came, answers)));
    }
    List<Integer> live = new ArrayList<>();
    while (System.nanoTime() - before < LONG.toNanos()) {
      live.add(post(Optional.empty(), 1));
      Thread.sleep(20);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - before);
    double agreed = envelope(run).permitsBy(elapsed.plus(ArrivalGate.EARLY));
    System.out.printf(
        "LyingImporterIT -Dseed=%d: %,d events let in, at most %,.0f agreed; answers %s; %d live requests%n",
        SEED, came.get(), agreed, answers, live.size());
    assertThat((double) came.get()).isLessThanOrEqualTo(agreed).isPositive();
    assertThat(answers).containsKey(429);
    assertThat(live).as("live requests").containsOnly(200);

    act("revoke");
    assertThat(post(Optional.of(grant), 1)).as("after it was taken back").isEqualTo(403);
    act("green-light");
    String newer = grant();
    assertThat(post(Optional.of(grant), 1)).as("yesterday's grant").isEqualTo(403);
    assertThat(newer).isNotEqualTo(grant);

    Ran honest = importing(export);
    assertThat(honest.exitCode()).as(honest.out()).isEqualTo(1);
    JsonNode proof = honest.verification();
    assertThat(proof.path("missing").asLong()).isZero();
    assertThat(proof.path("extra").asLong()).as("what nobody assessed").isEqualTo(came.get());
    assertThat(proof.path("discrepancies").path(0).path("kind").asText()).isEqualTo("extra");
  }

  private void lie(
      String grant,
      SplittableRandom random,
      long before,
      AtomicLong came,
      Map<Integer, AtomicLong> answers) {
    ObjectNode checkpoint = Screen.object();
    ObjectNode place = checkpoint.putObject("checkpoint").put("content", "x");
    place.put("turn", 0).put("offset", 0).put("line", 0).put("no_event", 0);
    place.put("records", 1_000_000_000).put("events", 1_000_000_000);
    place.put("manifest_bytes", 0).put("reject_bytes", 0).putObject("rejected_by_reason");
    try {
      while (System.nanoTime() - before < LONG.toNanos()) {
        if (random.nextInt(20) == 0) {
          customer.put("/api/v1/imports/1/checkpoint", checkpoint);
          customer.post("/api/v1/imports/1/run", Screen.object());
        }
        int status = post(Optional.of(grant), BATCH);
        answers.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
        if (status == 200) {
          came.addAndGet(BATCH);
        }
      }
    } catch (Exception e) {
      throw new AssertionError("the liar was thrown out", e);
    }
  }
}
