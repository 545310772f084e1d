package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.admit.Eyes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An import on a pipeline where the green light takes two members of the team, by API and command
/// line.
class FourEyesIT {
  private static final int EVENTS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FITS = "{\"reason\":\"fits\"}";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedPipeline pipeline;
  private String ada;
  private String grace;

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            PipelineOptions.standard().lookedAtBy(Eyes.FOUR),
            HaltPoints.of(Optional.empty(), data));
    ada = added("Ada");
    grace = added("Grace");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      lines.append(
          "{\"event\":\"e\",\"distinct_id\":\"u%d\",\"timestamp\":\"2024-01-01T00:00:00Z\"}%n"
              .formatted(i));
    }
    Files.writeString(folder.resolve("history.jsonl"), lines.toString());
  }

  @AfterEach
  void stop() {
    pipeline.close();
    http.close();
  }

  private Ran headgate(String key, Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.resolve("customer"), "--server", pipeline.url()));
    all.addAll(List.of("--key", key, "--quiet"));
    return Ran.headgate(all.toArray());
  }

  private Ran importing(String key, Object... more) {
    List<Object> words = new ArrayList<>(List.of("import", folder.resolve("history.jsonl")));
    words.addAll(List.of(more));
    return headgate(key, words.toArray());
  }

  private String added(String name) throws Exception {
    Ran ran = headgate(shared(), "team", "add", name, "--json");
    return JSON.readTree(ran.out()).path("key").asText();
  }

  private String shared() {
    return pipeline.keys().pipelineKey();
  }

  private HttpResponse<String> call(String key, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + "/api/v1" + path))
            .header("Authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode done(String key, String step, String body) throws Exception {
    HttpResponse<String> answer = call(key, "POST", "/imports/1/" + step, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private String refused(String key, String step, String body) throws Exception {
    HttpResponse<String> answer = call(key, "POST", "/imports/1/" + step, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    JsonNode error = JSON.readTree(answer.body()).path("error");
    return error.path("what").asText() + "; next: " + error.path("next").asText();
  }

  private JsonNode record() throws Exception {
    return JSON.readTree(call(ada, "GET", "/imports/1", "").body());
  }

  private List<String> audit() throws Exception {
    List<String> steps = new ArrayList<>();
    for (JsonNode entry :
        JSON.readTree(call(ada, "GET", "/imports/1/audit", "").body()).path("audit")) {
      steps.add(entry.path("step").asText() + " by " + entry.path("by").asText());
    }
    return steps;
  }

  @Test
  void fromTheFirstYesToTheProof() throws Exception {
    assertThat(importing(pipeline.keys().customerKey()).exitCode()).isEqualTo(3);
    assertThat(refused(shared(), "green-light", FITS))
        .contains("two members of the pipeline team", "--key KEY");

    JsonNode first = done(ada, "green-light", "{\"reason\":\"fits\",\"peak_per_second\":400}");
    assertThat(first.path("state").asText()).isEqualTo("submitted");
    assertThat(first.has("terms")).isFalse();
    assertThat(first.path("next").asText()).contains("second yes");
    JsonNode yes = first.path("first_yes");
    assertThat(yes.path("by").asText()).isEqualTo("Ada");
    assertThat(yes.path("why").asText()).isEqualTo("fits");
    assertThat(yes.path("terms").path("peak_per_second").asDouble()).isEqualTo(400);
    HttpResponse<String> document =
        call(grace, "GET", "/audit/evidence/" + yes.path("saw_digest").asText(), "");
    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(headgate(shared(), "request", "--import", 1).out())
        .contains("first yes, of two: by Ada at ", "at most 400 events/s", ": fits");

    assertThat(refused(ada, "green-light", FITS)).contains("Ada has said yes", "another member");
    assertThat(refused(shared(), "green-light", FITS)).contains("does not say who you are");
    assertThat(importing(pipeline.keys().customerKey()).exitCode())
        .as("it changes nothing to ask for the same again")
        .isEqualTo(3);
    Ran second = headgate(grace, "decide", "green-light", 1, "--reason", "seen");
    assertThat(second.exitCode()).as(second.err()).isZero();

    JsonNode lit = record();
    assertThat(lit.path("state").asText()).isEqualTo("green_lit");
    assertThat(lit.path("terms")).isEqualTo(yes.path("terms"));
    assertThat(lit.path("first_yes")).isEqualTo(yes);
    assertThat(audit()).endsWith("first_yes by Ada", "submit by default", "green_light by Grace");
    assertThat(headgate(ada, "request", "--import", 1, "--notice").out())
        .contains("Green light by Grace, ", "confirms the yes of Ada (fits): seen");

    assertThat(refused(shared(), "amend", "{\"reason\":\"r\",\"to\":\"2999-01-01T00:00:00Z\"}"))
        .contains("two people agreed");
    done(shared(), "amend", "{\"reason\":\"live suffers\",\"peak_per_second\":300}");
    Ran last = importing(pipeline.keys().customerKey());
    assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
  }

  @Test
  void anImportsOwnYesIsOneOfTwo() throws Exception {
    Ran shared = importing(shared(), "--yes");
    assertThat(shared.exitCode()).isEqualTo(3);
    assertThat(shared.err()).contains("two members", "headgate decide green-light 1");
    Ran first = importing(ada, "--yes");
    assertThat(first.exitCode()).isEqualTo(3);
    assertThat(first.err()).contains("your yes to import 1 is kept, the first of two");
    assertThat(importing(ada, "--yes").err()).contains("Ada has said yes to import 1 already");
    Ran second = importing(grace, "--yes");
    assertThat(second.exitCode()).as(second.err()).isZero();
  }

  @Test
  void aBlockIsLetPassByTheFirstAndConfirmedByTheSecond() throws Exception {
    importing(pipeline.keys().customerKey());
    call(ada, "PUT", "/imports/1/answers", "{\"deadline\":\"2020-01-01 09:00\"}");
    assertThat(refused(ada, "green-light", FITS)).contains("window_past");
    done(
        ada,
        "green-light",
        "{\"reason\":\"fits\",\"overrides\":[{\"rule\":\"window_past\",\"reason\":\"a typo\"}]}");
    JsonNode lit = done(grace, "green-light", FITS);
    assertThat(lit.path("state").asText()).isEqualTo("green_lit");
    assertThat(lit.path("findings").path(0).path("overridden_by").asText()).isEqualTo("Ada");
    assertThat(lit.path("to_acknowledge").toString()).isEqualTo("[\"window_past\"]");
  }

  @Test
  void aMemberCannotBecomeTwoAndOneWhoIsRemovedIsNobody() throws Exception {
    assertThat(call(ada, "POST", "/team", "{\"name\":\"Ada II\"}").statusCode()).isEqualTo(403);
    Ran twice = headgate(shared(), "team", "add", "ADA");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("there is a member 'ADA' already");
    assertThat(headgate(shared(), "team", "remove", "Ada").out())
        .contains("Ada: added ", "removed");
    assertThat(call(ada, "GET", "/imports", "").statusCode()).isEqualTo(401);
    assertThat(headgate(grace, "team", "list").out()).contains("Ada: ", ", removed ", "Grace: ");
    assertThat(headgate(shared(), "team", "remove", "Ada").exitCode()).isEqualTo(2);
    Ran local = Ran.headgate("team", "list", "--data", folder.resolve("data"), "--key", ada);
    assertThat(local.exitCode()).as("the key that is given is the one that counts").isNotZero();
  }
}
