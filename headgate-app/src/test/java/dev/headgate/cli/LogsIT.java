package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.Await;
import dev.headgate.event.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a pipeline logs, as a program reads it.
@Timeout(300)
class LogsIT {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";
  private static final String WRONG_KEY = "a-key-of-nobody";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static int post(URI url, String path, String body, String... headers) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url.resolve(path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void whatIsLoggedIsJsonThatNamesTheTraceOfItsRequestAndNoSecret() throws Exception {
    Path data = folder.resolve("data");
    Path server = data.resolve("server.json");
    ChildCommand pipeline =
        new ChildCommand(
            folder,
            "512m",
            Map.of("HEADGATE_LOG", "TRACE", "HEADGATE_LOG_FORMAT", "json"),
            "standalone",
            "--port",
            0,
            "--data",
            data);
    JsonNode keys;
    try {
      Await.until("a pipeline that answers", () -> Files.exists(server));
      keys = JSON.readTree(data.resolve("keys.json").toFile());
      talkTo(URI.create(JSON.readTree(server.toFile()).path("url").asText()), keys);
    } finally {
      pipeline.kill();
    }

    List<JsonNode> logged = new ArrayList<>();
    String errors = pipeline.toTheEnd().err();
    for (String line : errors.lines().toList()) {
      logged.add(JSON.readTree(line));
    }
    assertThat(logged)
        .as(errors)
        .filteredOn(line -> line.path("formattedMessage").asText().contains("were left out"))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.path("mdc").path("trace_id").asText()).isEqualTo(ID);
          assertThat(line.path("level").asText()).isEqualTo("WARN");
        });
    assertThat(errors).doesNotContain(WRONG_KEY);
    keys.forEach(key -> assertThat(errors).doesNotContain(key.asText()));
  }

  private void talkTo(URI url, JsonNode keys) throws Exception {
    String calls =
        """
        {"writeKey":"%s","batch":[
          {"type":"track","event":"good","userId":"u1","messageId":"m1"},
          {"type":"track","event":"of nobody","messageId":"m2"}]}
        """
            .formatted(keys.path("project_token").asText());
    assertThat(post(url, "/v1/batch", calls, Trace.HEADER, PARENT)).isEqualTo(200);
    assertThat(post(url, "/api/v1/load-tests", "{}", "Authorization", "Bearer " + WRONG_KEY))
        .isEqualTo(401);
    Path history = folder.resolve("history.jsonl");
    Files.writeString(
        history,
        """
        {"event":"old","distinct_id":"u1","timestamp":"2024-03-01T10:00:00Z"}
        """);
    Ran ran =
        Ran.headgate(
            "import",
            history,
            "--data",
            folder.resolve("importer"),
            "--server",
            url,
            "--key",
            keys.path("pipeline_key").asText(),
            "--yes");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  @Test
  void aCommandSendsTheTraceThatItWasTold() throws Exception {
    Set<String> told = ConcurrentHashMap.newKeySet();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          told.addAll(exchange.getRequestHeaders().getOrDefault(Trace.HEADER, List.of("none")));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    try {
      new ChildCommand(
              folder,
              "128m",
              Map.of("TRACEPARENT", PARENT),
              "pace",
              "--server",
              "http://127.0.0.1:" + server.getAddress().getPort(),
              "--key",
              "any")
          .toTheEnd();
    } finally {
      server.stop(0);
    }
    assertThat(told).containsExactly(PARENT);
  }
}
