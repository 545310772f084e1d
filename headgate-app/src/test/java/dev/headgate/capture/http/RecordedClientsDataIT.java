package dev.headgate.capture.http;

import static dev.headgate.capture.http.CaptureServer.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.event.EventTime;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LoggedEvent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// What real clients sent, byte for byte, to a real server.
@EnabledIfEnvironmentVariable(named = "HEADGATE_TEST_DATA", matches = ".+")
class RecordedClientsDataIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Path data(String file) {
    return Path.of(System.getenv("HEADGATE_TEST_DATA")).resolve(file);
  }

  @Test
  void everyRequestOfPosthogNodeIsTaken() throws Exception {
    replay("clients/posthog-node.jsonl");
  }

  @Test
  void everyRequestOfPosthogNodeThatObeysRetryAfterIsTaken() throws Exception {
    replay("clients/posthog-node-retryafter.jsonl");
  }

  @Test
  void everyRequestOfPosthogServerIsTaken() throws Exception {
    replay("clients/posthog-server-2.3.3.jsonl");
  }

  private static void replay(String file) throws Exception {
    List<String> lines = Files.readAllLines(data(file));
    assertThat(lines).isNotEmpty();
    int replayed = 0;
    for (String line : lines) {
      JsonNode recorded = MAPPER.readTree(line);
      JsonNode batch = recorded.path("body").path("batch");
      if (!batch.isArray()) {
        continue;
      }
      replayed++;
      String token = recorded.path("body").path("api_key").asText();
      try (CaptureServer server = new CaptureServer(CaptureLimits.defaults(), token)) {
        server.admission.set(new Admission.Allowed(Lane.LIVE, 1));
        HttpResponse<String> answer =
            server.post(recorded.path("path").asText(), bytes(recorded), headers(recorded));
        assertThat(answer.body()).as(line).isEqualTo("{\"status\":\"Ok\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, CapturedEvent> stored = new HashMap<>();
        for (LoggedEvent each : server.logged()) {
          stored.put(each.captured().event().uuid().toString(), each.captured());
        }
        assertThat(stored).hasSize(batch.size());
        boolean historical = recorded.path("body").path("historical_migration").asBoolean();
        for (JsonNode event : batch) {
          CapturedEvent captured = stored.get(event.path("uuid").asText());
          assertSame(event, Objects.requireNonNull(captured, event::toString), historical);
        }
      }
    }
    assertThat(replayed).isPositive();
  }

  private static void assertSame(JsonNode sent, CapturedEvent captured, boolean historical)
      throws IOException {
    assertThat(captured.event().name()).isEqualTo(sent.path("event").asText());
    assertThat(captured.event().distinctId().value()).isEqualTo(sent.path("distinct_id").asText());
    assertThat(MAPPER.readTree(captured.event().properties().utf8()))
        .isEqualTo(sent.path("properties"));
    if (historical) {
      assertThat(captured.event().timestampMicros())
          .isEqualTo(EventTime.parse(sent.path("timestamp").asText()).orElseThrow());
    }
  }

  private static byte[] bytes(JsonNode recorded) throws IOException {
    String base64 = recorded.path("raw_base64").asText("");
    if (!base64.isEmpty()) {
      return Base64.getDecoder().decode(base64);
    }
    byte[] json = MAPPER.writeValueAsBytes(recorded.path("body"));
    boolean gzip = recorded.path("headers").path("content-encoding").asText("").equals("gzip");
    return gzip ? gzip(json) : json;
  }

  private static Map<String, String> headers(JsonNode recorded) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Headgate-Grant", "g-1");
    for (String name : List.of("content-type", "content-encoding", "user-agent")) {
      String value = recorded.path("headers").path(name).asText("");
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  @Test
  void aLoneSurrogateIsNeverTheServersFault() throws Exception {
    byte[] bare = Files.readAllBytes(data("capture/invalid_surrogate_min.json"));
    String event = new String(bare, UTF_8).strip();
    String whole = event.replaceFirst("\\{", "{\"api_key\":\"phc_one\",\"distinct_id\":\"u\",");
    try (CaptureServer server = new CaptureServer(CaptureLimits.defaults(), "phc_one")) {
      assertThat(server.post("/e/", bare, Map.of()).statusCode()).isEqualTo(401);
      assertThat(server.post("/e/", whole.getBytes(UTF_8), Map.of()).statusCode()).isEqualTo(200);
      assertThat(server.logged())
          .singleElement()
          .satisfies(each ->
              assertThat(each.captured().event().properties().toString())
                  .contains("\\ufffd")
                  .doesNotContain("\\ud83c"));
    }
  }

  /// Most of these come in shapes that are not spoken here; none may be the server's fault.
  @Test
  void whatAnyClientEverSentGetsAnAnswer() throws Exception {
    try (CaptureServer server = new CaptureServer(CaptureLimits.defaults(), "phc_one")) {
      for (String line : Files.readAllLines(data("capture/requests_dump.jsonl"))) {
        if (!line.startsWith("{")) {
          continue;
        }
        JsonNode recorded = MAPPER.readTree(line);
        byte[] body = Base64.getDecoder().decode(recorded.path("body").asText());
        String type = recorded.path("content_type").asText("");
        Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
        HttpResponse<String> answer = server.post(recorded.path("path").asText(), body, headers);
        assertThat(answer.statusCode()).as(recorded.path("path").asText()).isBetween(200, 499);
      }
    }
  }
}
