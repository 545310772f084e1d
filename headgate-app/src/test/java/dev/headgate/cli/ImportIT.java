package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Imports into one running pipeline, each test into a project of its own: good and bad input, runs
/// again, and what the gate refuses.
class ImportIT {
  @TempDir static Path folder;
  private static EmbeddedPipeline pipeline;
  private static Path data;

  private String project = "";

  @BeforeAll
  static void start() throws Exception {
    data = folder.resolve("data");
    DataDirectory directory = DataDirectory.at(data);
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) directory.take(),
            PipelineOptions.standard(),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @BeforeEach
  void addProject(TestInfo test) {
    project = test.getTestMethod().orElseThrow().getName();
    assertThat(Ran.headgate("project", "add", project, "--data", data, "--json").exitCode())
        .isZero();
  }

  private Ran importing(Path export, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("import", export, "--data", data, "--project", project, "--yes", "--json"));
    words.addAll(Arrays.asList(more));
    return Ran.headgate(words.toArray());
  }

  private List<String> exported(String what) {
    return Ran.headgate("export", what, "--data", data, "--project", project).lines();
  }

  private static String event(int number) {
    return "{\"event\":\"e\",\"distinct_id\":\"u"
        + number % 7
        + "\",\"timestamp\":\"2024-01-"
        + (10 + number % 20)
        + "T00:00:00Z\",\"properties\":{\"n\":"
        + number
        + "}}\n";
  }

  private static String events(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(event(i));
    }
    return lines.toString();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(Files.createDirectories(folder.resolve(project)).resolve(name), content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static void assertVerified(Ran ran, long read, long stored) {
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    JsonNode verification = ran.verification();
    assertThat(verification.path("verified").asBoolean()).as(ran.out()).isTrue();
    assertThat(verification.path("read").asLong()).isEqualTo(read);
    assertThat(verification.path("stored").asLong()).isEqualTo(stored);
    assertThat(verification.path("missing").asLong()).isZero();
    assertThat(verification.path("extra").asLong()).isZero();
  }

  @Test
  void anImportIsStoredOnceAndASecondRunAddsNothing() throws Exception {
    Path export = file("a.jsonl", events(3_000));
    Ran first = importing(export);
    assertVerified(first, 3_000, 3_000);
    Ran again = importing(export);
    assertVerified(again, 3_000, 3_000);
    assertThat(again.json().path("import")).isEqualTo(first.json().path("import"));
    assertThat(exported("events")).hasSize(3_000);
    assertThat(exported("persons")).hasSize(7);
  }

  @Test
  void theSameContentPackedOtherwiseIsTheSameImport() throws Exception {
    String content = events(500);
    Ran plain = importing(file("a.jsonl", content));
    Ran packed = importing(file("b.dat", Zstd.compress(content.getBytes(StandardCharsets.UTF_8))));
    assertVerified(packed, 500, 500);
    assertThat(packed.json().path("import")).isEqualTo(plain.json().path("import"));
    assertThat(exported("events")).hasSize(500);
  }

  @Test
  void everyKindOfBadLineIsARejectWithItsPlaceAndReason() throws Exception {
    byte[] tooLong = new byte[(4 << 20) + 10];
    Arrays.fill(tooLong, (byte) 'x');
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(events(100).getBytes(StandardCharsets.UTF_8));
    for (String line :
        List.of(
            "{broken",
            "[1,2]",
            "{\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\"}",
            "{\"event\":\"e\",\"timestamp\":\"2024-01-01\"}",
            "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"soon\"}")) {
      content.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    content.writeBytes(
        "{\"event\":\"\u00e9\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\"}\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    content.writeBytes(tooLong);
    content.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    Ran ran = importing(file("a.jsonl", content.toByteArray()), "--reject-budget", "10%");

    assertVerified(ran, 107, 100);
    JsonNode reasons = ran.verification().path("rejected_by_reason");
    for (String reason :
        List.of(
            "not_json",
            "not_an_object",
            "missing_event",
            "missing_distinct_id",
            "invalid_timestamp",
            "invalid_utf8",
            "too_long")) {
      assertThat(reasons.path(reason).asLong()).as(reason).isEqualTo(1);
    }
    Path rejects =
        data.resolve("imports")
            .resolve(ran.json().path("import").asText())
            .resolve("rejects.jsonl");
    List<JsonNode> lines = Files.readAllLines(rejects).stream().map(Screen::tree).toList();
    assertThat(lines).hasSize(7);
    JsonNode broken = lines.getFirst();
    assertThat(broken.path("line").asLong()).isEqualTo(101);
    assertThat(broken.path("offset").asLong()).isEqualTo(events(100).length());
    assertThat(broken.path("raw").asText()).isEqualTo("{broken");
    assertThat(lines.get(5).has("raw_base64")).isTrue();
    assertThat(lines.get(6).path("length").asLong()).isEqualTo(tooLong.length);
  }

  @Test
  void rejectsOverBudgetBlockBeforeAnythingIsSent() throws Exception {
    Ran ran = importing(file("a.jsonl", events(500) + "{broken\n".repeat(20)));
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("rejects_over_budget");
    assertThat(exported("events")).isEmpty();
    assertVerified(
        importing(folder.resolve(project).resolve("a.jsonl"), "--reject-budget", "0.1"), 520, 500);
  }

  @Test
  void whatOnlyThePipelineRefusesIsBisectedDownToTheEvent() throws Exception {
    String refused =
        "{\"event\":\"odd\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\","
            + "\"properties\":{\"$cookieless_mode\":\"yes\"}}\n";
    Ran ran =
        importing(file("a.jsonl", events(900) + refused + events(900)), "--reject-budget", "1%");
    assertVerified(ran, 1_801, 1_800);
    assertThat(ran.verification().path("rejected_by_reason").path("refused_by_pipeline").asLong())
        .isEqualTo(1);
  }

  @Test
  void thePipelinesRefusalsOverBudgetPauseAndNothingIsLost() throws Exception {
    String refused =
        "{\"event\":\"odd\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\","
            + "\"properties\":{\"$cookieless_mode\":\"yes\"}}\n";
    Path export = file("a.jsonl", refused.repeat(5) + events(3_000));
    Ran ran = importing(export);
    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err()).contains("budget");
    assertVerified(importing(export, "--reject-budget", "1%"), 3_005, 3_000);
    assertThat(exported("events")).hasSize(3_000);
  }

  @Test
  void anEmptyFileIsAFinding() throws Exception {
    Ran ran = importing(file("a.jsonl", ""));
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("nothing_to_import");
  }

  @Test
  void anAccessLogIsRefusedAtOnceWithWhatItLooksLike() throws Exception {
    Ran ran =
        importing(
            file(
                "access.log",
                "83.149.9.216 - - [17/May/2015:10:05:03 +0000] \"GET /a.png HTTP/1.1\" 200 203023"
                    + " \"http://x.example/\" \"Mozilla/5.0\"\n"));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).containsIgnoringCase("access log").contains("mapping");
    assertThat(ran.json().path("error").path("what").asText()).isNotEmpty();
  }

  @Test
  void aTruncatedExportBlocksUnlessAcceptedAndIsNeverComplete() throws Exception {
    byte[] whole = gzip(events(2_000));
    Path export = file("a.jsonl.gz", Arrays.copyOf(whole, whole.length * 3 / 4));
    Ran blocked = importing(export);
    assertThat(blocked.exitCode()).isEqualTo(3);
    assertThat(blocked.err()).contains("truncated_input").contains("a.jsonl.gz");
    Ran accepted = importing(export, "--accept-truncated");
    assertThat(accepted.exitCode()).isEqualTo(1);
    assertThat(accepted.json().path("state").asText()).isEqualTo("incomplete");
    assertThat(accepted.verification().path("missing").asLong()).isZero();
    assertThat(exported("events")).hasSize(accepted.verification().path("stored").asInt());
  }

  @Test
  void aMendedRejectAndAnAppendedLineAddExactlyTwoEvents() throws Exception {
    Ran first =
        importing(
            file("a.jsonl", events(1_000) + "{broken\n" + events(500)), "--reject-budget", "1%");
    assertVerified(first, 1_501, 1_500);
    Ran second =
        importing(
            file("b.jsonl", events(1_000) + event(5_000) + events(500) + event(5_001)),
            "--reject-budget",
            "1%");
    assertVerified(second, 1_502, 2);
    assertThat(second.verification().path("deduplicated").asLong()).isEqualTo(1_500);
    assertThat(exported("events")).hasSize(1_502);
  }

  @Test
  void identicalLinesOfOneFileStayDistinctEvents() throws Exception {
    assertVerified(importing(file("a.jsonl", event(1).repeat(250))), 250, 250);
    assertThat(exported("events")).hasSize(250);
  }

  @Test
  void recordsThatAreThereUnderAnotherMappingBlock() throws Exception {
    Path export = file("a.jsonl", events(300));
    assertVerified(importing(export), 300, 300);
    Path mapping =
        file(
            "m.yaml",
            """
            format: jsonl
            event: {constant: other}
            distinct_id: {field: distinct_id}
            timestamp: {field: timestamp, format: iso8601}
            properties: all
            """);
    Ran ran = importing(export, "--mapping", mapping);
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("imported_under_another_mapping");
  }

  @Test
  void withoutATerminalAndWithoutYesItWaitsForTheGreenLight() throws Exception {
    Path export = file("a.jsonl", events(50));
    Ran ran = Ran.headgate("import", export, "--data", data, "--project", project);
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("--yes");
  }

  @Test
  void historicalEventsWithoutAGrantAreRefusedWithTheWayToOne() throws Exception {
    HttpResponse<String> answer = post(Optional.empty(), 1);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("green light");
  }

  @Test
  void whoGoesPastTheEnvelopeGets429() throws Exception {
    Path export = file("a.jsonl", events(20_000));
    Ran waiting =
        Ran.headgate(
            "import", export, "--data", data, "--project", project, "--json", "--peak", "1000");
    assertThat(waiting.exitCode()).isEqualTo(3);
    PipelineClient client = new PipelineClient(pipeline.url(), pipeline.keys().pipelineKey());
    int number = client.get("/api/v1/imports").path("imports").size();
    client.post(
        "/api/v1/imports/" + number + "/green-light", Screen.object().put("reason", "test"));
    JsonNode run = client.post("/api/v1/imports/" + number + "/run", Screen.object());
    Optional<String> grant = Optional.of(run.path("grant").asText());
    HttpResponse<String> answer = post(grant, 500);
    int posts = 1;
    while (answer.statusCode() == 200 && posts < 50) {
      answer = post(grant, 500);
      posts++;
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private HttpResponse<String> post(Optional<String> grant, int events) throws Exception {
    String token = "";
    PipelineClient client = new PipelineClient(pipeline.url(), pipeline.keys().pipelineKey());
    for (JsonNode known : client.get("/api/v1/projects").path("projects")) {
      token = known.path("project").asText().equals(project) ? known.path("token").asText() : token;
    }
    String one =
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01T00:00:00Z\",\"properties\":{}}";
    String batch = String.join(",", java.util.Collections.nCopies(events, one));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + "/batch/"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"api_key\":\""
                        + token
                        + "\",\"historical_migration\":true,\"batch\":["
                        + batch
                        + "]}"));
    grant.ifPresent(header -> request.header("Headgate-Grant", header));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
