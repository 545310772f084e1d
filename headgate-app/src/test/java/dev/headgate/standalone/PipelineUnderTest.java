package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.event.ProjectToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;

/// A pipeline on a new folder, and what a client says to it over HTTP: events with the project's
/// token, questions with the customer's key.
final class PipelineUnderTest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "phc_under_test";

  private final EmbeddedPipeline pipeline;
  private final HttpClient client = HttpClient.newHttpClient();

  private PipelineUnderTest(EmbeddedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /// @param ungrantedHistory whether history is taken without a grant
  static PipelineUnderTest start(Path folder, boolean ungrantedHistory) throws Exception {
    if (!(DataDirectory.at(folder).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("a new folder is nobody's");
    }
    PipelineOptions options =
        new PipelineOptions(
            0, Optional.of(new ProjectToken(TOKEN)), ungrantedHistory, Optional.empty());
    return new PipelineUnderTest(
        EmbeddedPipeline.start(held, options, HaltPoints.of(Optional.empty(), folder)));
  }

  void startEngines() throws Exception {
    pipeline.startEngines();
  }

  /// An event of this second of a minute.
  static String event(int number, String name, String id, int second, String properties) {
    return "{\"uuid\":\"%s\",\"event\":\"%s\",\"distinct_id\":\"%s\","
            .formatted(uuid(number), name, id)
        + "\"timestamp\":\"2024-03-01T00:00:%02dZ\",\"properties\":%s}"
            .formatted(second, properties);
  }

  static String uuid(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  /// Posts events in one batch, which must be taken.
  void post(boolean historical, String... events) throws Exception {
    String body =
        "{\"api_key\":\"%s\",\"historical_migration\":%s,\"batch\":[%s]}"
            .formatted(TOKEN, historical, String.join(",", events));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(pipeline.url().resolve("/batch/"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + path))
            .header("Authorization", "Bearer " + pipeline.keys().customerKey())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Puts a text, with the pipeline team's key or the customer's.
  HttpResponse<String> put(String path, String text, boolean asTeam) throws Exception {
    String key = asTeam ? pipeline.keys().pipelineKey() : pipeline.keys().customerKey();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + path))
            .header("Authorization", "Bearer " + key)
            .PUT(HttpRequest.BodyPublishers.ofString(text))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Asks with the pipeline team's key.
  HttpResponse<String> asTeam(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + path))
            .header("Authorization", "Bearer " + pipeline.keys().pipelineKey())
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode tree(String json) throws Exception {
    return JSON.readTree(json);
  }

  /// What is answered with 200.
  String text(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(text(path));
  }

  @Override
  public void close() {
    client.close();
    pipeline.close();
  }
}
