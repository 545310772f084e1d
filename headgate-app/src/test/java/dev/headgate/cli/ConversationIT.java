package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.Await;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the customer's engineer and the pipeline team say to each other about an import, with a key
/// each, on one running pipeline.
class ConversationIT {
  private static final int EVENTS = 6_000;

  @TempDir static Path folder;
  private static EmbeddedPipeline pipeline;

  private final Path own = folder.resolve("customer");

  @BeforeAll
  static void start() throws Exception {
    Path data = folder.resolve("data");
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            PipelineOptions.standard(),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  private static Ran as(String key, Object... words) {
    List<Object> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--server", pipeline.url(), "--key", key, "--json", "--quiet"));
    return Ran.headgate(all.toArray());
  }

  private Ran customer(Object... words) {
    List<Object> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--data", own));
    return as(pipeline.keys().customerKey(), all.toArray());
  }

  private static Ran team(Object... words) {
    List<Object> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--data", folder.resolve("team")));
    return as(pipeline.keys().pipelineKey(), all.toArray());
  }

  private static JsonNode done(Ran ran) {
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    return ran.json();
  }

  private static String refused(Ran ran, int exitCode) {
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(exitCode);
    JsonNode error = ran.json().path("error");
    assertThat(error.path("next").asText()).as(ran.out()).isNotBlank();
    return error.path("what").asText();
  }

  private static JsonNode record(int number) {
    return done(team("request", "--import", number));
  }

  private static String state(int number) {
    return record(number).path("state").asText();
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Path export(String name, int events) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < events; i++) {
      lines.append(
          "{\"event\":\"%s\",\"distinct_id\":\"u%d\",\"timestamp\":\"2024-01-%02dT00:00:00Z\"}%n"
              .formatted(name, i, 1 + i % 28));
    }
    return file(name + ".jsonl", lines.toString());
  }

  private static <T> FutureTask<T> beside(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static List<String> blocking(JsonNode record) {
    List<String> rules = new ArrayList<>();
    for (JsonNode finding : record.path("findings")) {
      if (finding.path("level").asText().equals("block")) {
        rules.add(finding.path("rule").asText());
      }
    }
    return rules;
  }

  @Test
  void anImportIsAskedForChangedAgreedToHeldAndProved() throws Exception {
    Path export = export("conversation", EVENTS);
    Path first = file("first.yaml", "contact: Ada\ndeadline: 2025-01-01\n");

    refused(customer("import", export, "--answers", first, "--peak", 1_000), 3);
    JsonNode asked = done(customer("request"));
    int number = asked.path("imports").path(0).path("import").asInt();
    assertThat(blocking(record(number))).containsExactly("window_past");
    assertThat(refused(team("decide", "green-light", number, "--reason", "fits"), 3))
        .contains("window_past");

    Instant opens = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
    Path second =
        file(
            "second.yaml",
            "window_from: %s%nwindow_to: %s%ndeadline: 2999-01-01%n"
                .formatted(opens, opens.plusSeconds(3_600)));
    JsonNode answered = done(customer("request", second));
    assertThat(answered.path("answers").path("contact").asText()).isEqualTo("Ada");
    assertThat(blocking(answered)).isEmpty();

    assertThat(refused(customer("decide", "green-light", number, "--reason", "me"), 3))
        .contains("pipeline team");
    done(team("decide", "ask-changes", number, "--reason", "slower, please"));
    assertThat(done(customer("request", "--import", number)).path("decided_because").asText())
        .isEqualTo("slower, please");

    refused(customer("import", export, "--peak", 800), 3);
    assertThat(state(number)).isEqualTo("submitted");
    FutureTask<Ran> importer = beside(() -> customer("import", export, "--peak", 800, "--wait"));
    done(team("decide", "green-light", number, "--reason", "fits", "--peak", 600));
    JsonNode terms = record(number).path("terms");
    assertThat(terms.path("from").asText()).isEqualTo(opens.toString());
    assertThat(terms.path("peak_per_second").asDouble()).isBetween(500.0, 600.0);
    Await.until("the import runs", () -> state(number).equals("running"));
    assertThat(Instant.now()).as("not before its window").isAfterOrEqualTo(opens);

    whileItRuns(number, importer);

    done(team("decide", "resume", number, "--reason", "it is over"));
    assertThat(customer("import", export).exitCode()).isZero();
    assertThat(state(number)).isEqualTo("verified");
    JsonNode kept = Screen.tree(Files.readString(own.resolve("imports/" + number + "/plan.json")));
    assertThat(kept.path("peak_per_second").asDouble()).as("as agreed").isBetween(500.0, 600.0);
    assertThat(refused(team("decide", "amend", number, "--reason", "late", "--peak", 10), 3))
        .contains("verified");
  }

  /// Amends to a twelfth of the rate, then pauses.
  private static void whileItRuns(int number, FutureTask<Ran> importer) throws Exception {
    Await.until("it is fast", () -> importsPerSecond() > 150);
    assertThat(refused(team("decide", "amend", number, "--reason", "faster", "--peak", 6_000), 3))
        .contains("6,000");
    done(team("decide", "amend", number, "--reason", "live suffers", "--peak", 50));
    Await.until("it is slow", () -> importsPerSecond() < 100);
    assertThat(state(number)).isEqualTo("running");
    done(team("decide", "pause", number, "--reason", "an incident"));
    assertThat(refused(importer.get(), 4)).contains("an incident");
    JsonNode paused = record(number);
    assertThat(paused.path("state").asText()).isEqualTo("paused");
    assertThat(paused.path("terms").path("most_per_second").asDouble()).isEqualTo(50);
    done(team("decide", "amend", number, "--reason", "over", "--peak", 500));
  }

  private static double importsPerSecond() {
    JsonNode trace = done(team("pace")).path("trace");
    return trace.path(trace.size() - 1).path("imports_per_second").asDouble();
  }

  @Test
  void aBlockIsOverriddenByNameAndStaysVisible() throws Exception {
    Path export =
        file("half.jsonl", Files.readString(export("good", 10)) + "no event\n".repeat(10));
    refused(customer("import", export), 3);
    JsonNode imports = done(customer("request")).path("imports");
    int number = imports.path(imports.size() - 1).path("import").asInt();
    assertThat(blocking(record(number))).containsExactly("rejects_over_budget");

    assertThat(
            refused(
                team(
                    "decide",
                    "green-light",
                    number,
                    "--reason",
                    "fits",
                    "--override",
                    "rejects=agreed"),
                3))
        .contains("no finding rejects");
    JsonNode lit =
        done(
            team(
                "decide",
                "green-light",
                number,
                "--reason",
                "fits",
                "--override",
                "rejects_over_budget=the lines are known"));
    assertThat(lit.path("state").asText()).isEqualTo("green_lit");
    assertThat(lit.path("findings").path(0).path("overridden_because").asText())
        .isEqualTo("the lines are known");

    assertThat(refused(customer("import", export), 3)).contains("not acknowledged");
    JsonNode notice = done(customer("request", "--import", number, "--acknowledge"));
    assertThat(notice.path("rules").path(0).asText()).isEqualTo("rejects_over_budget");
    assertThat(notice.path("acknowledged_by").asText()).isNotEmpty();
    assertThat(record(number).path("to_acknowledge")).isEmpty();

    done(team("decide", "revoke", number, "--reason", "not today"));
    assertThat(state(number)).isEqualTo("submitted");
    done(team("decide", "decline", number, "--reason", "never"));
    assertThat(refused(customer("import", export), 3)).contains("declined");
  }

  @Test
  void wrongAnswersAreNamedWithTheirLineAndChangeNothing() throws Exception {
    Path export = export("wrong", 10);
    Path answers = file("wrong.yaml", "contact: Ada\nzone: Mars/Olympus\n");
    assertThat(refused(customer("import", export, "--answers", answers), 2)).contains("zone");
    assertThat(refused(customer("request", folder.resolve("none.yaml")), 2))
        .contains("no such file");
    Ran template = Ran.headgate("request", "--template");
    assertThat(template.out()).contains("# By when must everything be in?", "#deadline:");
    Path filled = file("filled.yaml", template.out().replace("#contact:", "contact: Ada"));
    assertThat(refused(customer("import", export, "--answers", filled), 3)).contains("waits");
  }
}
