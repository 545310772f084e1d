package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.event.ProjectToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The routes of the audit trail: who may ask, and what is answered.
class AuditApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private EmbeddedPipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    if (!(DataDirectory.at(folder).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("nobody else uses " + folder);
    }
    PipelineOptions options =
        new PipelineOptions(0, Optional.of(new ProjectToken("phc_a")), false, Optional.empty());
    pipeline = EmbeddedPipeline.start(held, options, HaltPoints.of(Optional.empty(), folder));
  }

  @AfterEach
  void stop() {
    pipeline.close();
    client.close();
  }

  private HttpResponse<String> api(
      String key, String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(pipeline.url().resolve("/api/v1" + path))
            .header("Authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode team(String method, String path, String body, String... headers)
      throws Exception {
    return JSON.readTree(api(pipeline.keys().pipelineKey(), method, path, body, headers).body());
  }

  @Test
  void theTrailIsThePipelineTeamsOnly() throws Exception {
    String customer = pipeline.keys().customerKey();
    for (String path :
        List.of("/audit", "/audit/export", "/audit/head", "/audit/evidence", "/audit/evidence/a")) {
      assertThat(api(customer, "GET", path, "").statusCode()).as(path).isEqualTo(403);
    }
    assertThat(api(customer, "POST", "/audit/head", "{\"reason\":\"r\"}").statusCode())
        .isEqualTo(403);
    assertThat(api("nobody", "GET", "/audit", "").statusCode()).isEqualTo(401);
  }

  @Test
  void aStepIsToldWithTheAddressOfItsRequest() throws Exception {
    team("PUT", "/projects/default/apps?reason=first", "apps: []");
    team(
        "PUT",
        "/projects/default/apps?reason=second",
        "apps: []",
        "X-Forwarded-For",
        "1.2.3.4, 192.0.2.7");
    team("PUT", "/projects/default/apps?reason=third", "apps: []", "X-Forwarded-For", "evil\\");
    JsonNode entries = team("GET", "/audit?subject=apps:1", "").path("entries");
    assertThat(entries.findValuesAsText("address"))
        .containsExactly("127.0.0.1", "192.0.2.7", "127.0.0.1");
    assertThat(entries.findValuesAsText("why")).containsExactly("first", "second", "third");
    assertThat(entries.findValuesAsText("to"))
        .containsExactly("version 1", "version 2", "version 3");

    String digest = entries.path(0).path("saw_digest").asText();
    assertThat(team("GET", "/audit/evidence/" + digest, "").path("document").asText())
        .isEqualTo("{\"definition\":\"apps: []\",\"files\":{}}");
    assertThat(team("GET", "/audit/evidence/0", "").path("error").path("what").asText())
        .contains("no document");
    JsonNode head = team("GET", "/audit/head", "");
    assertThat(head.path("standing").asText()).isEqualTo("same");
    assertThat(head.path("kept").path("hash").asText())
        .isEqualTo(entries.path(2).path("hash").asText());
    assertThat(head.path("doubt").isNull()).isTrue();
    assertThat(team("GET", "/audit?after=2", "").path("entries")).hasSize(1);
    assertThat(team("GET", "/audit?since=2999-01-01T00:00:00Z", "").path("entries")).isEmpty();
    for (String wrong : List.of("subject=x:y", "since=yesterday", "after=-1")) {
      assertThat(team("GET", "/audit?" + wrong, "").path("error").path("exit_code").asInt())
          .as(wrong)
          .isEqualTo(2);
    }
  }

  @Test
  void ofSeveralHeadersTheLastIsTheNearestProxys() throws Exception {
    team(
        "PUT",
        "/projects/default/apps",
        "apps: []",
        "X-Forwarded-For",
        "192.0.2.6",
        "X-Forwarded-For",
        "1.2.3.4, 2001:db8:1:2::7");
    assertThat(team("GET", "/audit?subject=apps:1", "").findValuesAsText("address"))
        .containsExactly("2001:db8:1:2:0:0:0:7");
  }

  @Test
  void aHeadThatIsLostIsToldAndAccepted() throws Exception {
    team("PUT", "/projects/default/apps", "apps: []");
    assertThat(
            team("POST", "/audit/head", "{\"reason\":\"r\"}").path("error").path("what").asText())
        .contains("nothing to accept");
    Files.delete(folder.resolve("audit.head"));
    assertThat(team("GET", "/audit/head", "").path("doubt").path("damage").asText())
        .isEqualTo("head_lost");
    assertThat(team("POST", "/audit/head", "{}").path("error").path("what").asText())
        .contains("reason");
    assertThat(team("POST", "/audit/head", "{\"reason\":\"lost\"}").path("sequence").asInt())
        .isEqualTo(2);
    assertThat(team("GET", "/audit/head", "").path("standing").asText()).isEqualTo("same");
  }

  @Test
  void whatIsWrongInThePipelineIsToldAndLogged() throws Exception {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("control.db"));
        Statement statement = other.createStatement()) {
      statement.execute("ALTER TABLE imports RENAME TO elsewhere");
    }
    ListAppender<ILoggingEvent> log = new WholeEvents();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.headgate.console.http.Answers");
    logger.addAppender(log);
    HttpResponse<String> answer;
    try {
      answer = api(pipeline.keys().pipelineKey(), "GET", "/imports", "");
    } finally {
      logger.detachAppender(log);
    }
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(JSON.readTree(answer.body()).path("error").path("next").asText())
        .contains("see what the pipeline printed");
    assertThat(log.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getFormattedMessage())
              .contains("GET /api/v1/imports", "no such table: imports");
          assertThat(line.getMDCPropertyMap()).containsKey("trace_id");
        });
  }

  @Test
  void whoComesThroughAProxyIsNotOnThisMachine() throws Exception {
    URI metrics = pipeline.url().resolve("/metrics");
    assertThat(get(metrics)).isEqualTo(200);
    for (String told : List.of("192.0.2.7", "192.0.2.7:1234", "unknown", "", "127.0.0.1")) {
      assertThat(get(metrics, "X-Forwarded-For", told)).as(told).isEqualTo(401);
    }
    assertThat(get(metrics, "Forwarded", "for=192.0.2.7")).isEqualTo(401);
    assertThat(
            get(
                metrics,
                "X-Forwarded-For",
                "192.0.2.7",
                "Authorization",
                "Bearer " + pipeline.keys().pipelineKey()))
        .isEqualTo(200);
  }

  private int get(URI from, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(from);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /// An event knows what its thread knew only once it was asked there.
  private static final class WholeEvents extends ListAppender<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      event.prepareForDeferredProcessing();
      super.append(event);
    }
  }
}
