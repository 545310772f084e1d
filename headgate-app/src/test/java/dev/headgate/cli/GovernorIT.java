package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An import beside live traffic that may feel next to nothing: it is slowed, told so, and lets go
/// of again when live traffic has ended.
@Tag("alone")
class GovernorIT {
  private static final String TOKEN = "phc_governed";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private EmbeddedPipeline pipeline() throws Exception {
    Path data = Files.createDirectories(folder.resolve("pipeline"));
    if (!(DataDirectory.at(data).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("a new folder is nobody's");
    }
    Governor.Targets nothing =
        new Governor.Targets(
            Duration.ofSeconds(60), Duration.ofNanos(1_000), Duration.ofSeconds(5));
    EmbeddedPipeline pipeline =
        EmbeddedPipeline.start(
            held,
            new PipelineOptions(
                0, Optional.of(new ProjectToken(TOKEN)), false, Optional.empty(), nothing),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
    return pipeline;
  }

  private void postLive(EmbeddedPipeline pipeline) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(pipeline.url().resolve("/i/v0/e/"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"api_key\":\"%s\",\"event\":\"seen\",\"distinct_id\":\"u\"}"
                        .formatted(TOKEN)))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private String get(EmbeddedPipeline pipeline, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(pipeline.url().resolve(path))
            .header("Authorization", "Bearer " + pipeline.keys().pipelineKey())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private JsonNode pace(EmbeddedPipeline pipeline) throws Exception {
    return Screen.tree(get(pipeline, "/api/v1/imports/1")).path("pace");
  }

  private double comingPerSecond(EmbeddedPipeline pipeline) throws Exception {
    JsonNode trace = Screen.tree(get(pipeline, "/api/v1/governor")).path("trace");
    return trace.path(Math.max(0, trace.size() - 1)).path("imports_per_second").asDouble();
  }

  private Path export(int events) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < events; i++) {
      lines
          .append("{\"event\":\"old\",\"distinct_id\":\"u" + i % 100 + "\",")
          .append("\"timestamp\":\"2024-03-01T10:00:00.%06dZ\"}\n".formatted(i));
    }
    return Files.writeString(folder.resolve("export.jsonl"), lines);
  }

  @Test
  void anImportIsSlowedForLiveTrafficAndLetGoOf() throws Exception {
    try (EmbeddedPipeline pipeline = pipeline()) {
      Object[] to = {"--server", pipeline.url(), "--key", pipeline.keys().pipelineKey()};
      Path export = export(20_000);
      CompletableFuture<Ran> importing =
          CompletableFuture.supplyAsync(() ->
              Ran.headgate(
                  "import",
                  export,
                  "--server",
                  to[1],
                  "--key",
                  to[3],
                  "--data",
                  folder.resolve("importer"),
                  "--peak",
                  2_000,
                  "--yes",
                  "--json"));
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (comingPerSecond(pipeline) < 1_500) {
        assertThat(System.nanoTime()).as("waited for an import at its peak").isLessThan(until);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      while (!(pace(pipeline).path("factor").asDouble(1) < 1) && System.nanoTime() < until) {
        postLive(pipeline);
      }
      JsonNode slowed = pace(pipeline);
      assertThat(slowed.path("factor").asDouble(1)).as("slowed within %s", PATIENCE).isLessThan(1);
      assertThat(slowed.path("reason").asText()).startsWith("for live traffic");
      assertThat(get(pipeline, "/metrics"))
          .contains("headgate_import_pace_factor{import=\"1\"} 0.")
          .contains("headgate_capture_seconds{lane=\"live\",quantile=\"0.99\"}")
          .contains("headgate_live_delay_seconds");

      Ran ran = importing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ran.exitCode()).as(ran.err()).isZero();
      assertThat(ran.verification().path("verified").asBoolean()).isTrue();
      assertThat(ran.err()).contains("slowed by the pipeline to");

      Path report = folder.resolve("pace.html");
      Ran pace =
          Ran.headgate("pace", to[0], to[1], to[2], to[3], "--data", folder, "--report", report);
      assertThat(pace.exitCode()).as(pace.err()).isZero();
      assertThat(pace.out()).contains("of its envelope", "of live");
      assertThat(Files.readString(report)).contains("Live traffic beside imports", "<svg");
    }
  }

  @Test
  void whereNoPipelineRunsNothingIsFelt() throws Exception {
    try (EmbeddedPipeline _ = pipeline()) {
      // It leaves a data directory behind.
    }
    Ran ran = Ran.headgate("pace", "--data", folder.resolve("pipeline"));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("no pipeline runs on this data directory");
    Path unneeded = folder.resolve("unneeded");
    Ran nobody =
        Ran.headgate("pace", "--server", "http://127.0.0.1:1", "--key", "k", "--data", unneeded);
    assertThat(nobody.exitCode()).isEqualTo(4);
    assertThat(unneeded).as("nothing is kept for a pipeline elsewhere").doesNotExist();
    assertThat(nobody.err()).contains("cannot be reached: nobody answers there");
    for (String[] no :
        new String[][] {{"--live-answered-within", "0"}, {"--live-stored-within", "1"}}) {
      Ran tooFast = Ran.headgate("standalone", "--data", folder.resolve("pipeline"), no[0], no[1]);
      assertThat(tooFast.exitCode()).isEqualTo(2);
      assertThat(tooFast.err()).contains("not that fast even by itself");
    }
  }

  @Test
  void onlyThePipelineTeamSeesWhatAllImportsDo() throws Exception {
    try (EmbeddedPipeline pipeline = pipeline()) {
      HttpRequest request =
          HttpRequest.newBuilder(pipeline.url().resolve("/api/v1/governor"))
              .header("Authorization", "Bearer " + pipeline.keys().customerKey())
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(403);
      postLive(pipeline);
      long until = System.nanoTime() + PATIENCE.toNanos();
      JsonNode last = Screen.tree("{}");
      while (!(last.path("live_delay_seconds").asDouble() > 0) && System.nanoTime() < until) {
        postLive(pipeline);
        last = Screen.tree(get(pipeline, "/api/v1/governor")).path("trace");
        last = last.path(Math.max(0, last.size() - 1));
      }
      assertThat(last.path("live_delay_seconds").asDouble()).isPositive();
      assertThat(last.path("limit_per_second").isNull()).isTrue();
    }
  }
}
