package dev.headgate.capture.http;

import static dev.headgate.capture.http.CaptureServer.gzip;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.MoodyLog.Mood;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureHttpIT {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final Map<String, String> GZIP_JSON =
      Map.of("Content-Type", "application/json", "Content-Encoding", "gzip");
  private static final String OK = "{\"status\":\"Ok\"}";

  private final CaptureServer server = new CaptureServer(CaptureServer.SMALL, "phc_one");

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] batch(int events, String distinctId) {
    StringBuilder body = new StringBuilder("{\"api_key\":\"phc_one\",\"batch\":[");
    for (int i = 0; i < events; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"event\":\"a\",\"distinct_id\":\"")
          .append(distinctId)
          .append("\",\"timestamp\":\"2026-11-23T09:00:00Z\",\"properties\":{\"n\":")
          .append(i)
          .append("}}");
    }
    return body.append("]}").toString().getBytes(UTF_8);
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith(status == 200 ? "application/json" : "text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/batch",
        "/batch/",
        "/e",
        "/e/",
        "/i/v0/e",
        "/i/v0/e/",
        "/capture",
        "/capture/",
        "/track",
        "/track/",
        "/engage",
        "/engage/",
        "/e/?ip=1&_=1695000000000&ver=1.2"
      })
  void everyRouteTakesEventsAndAnswersThePreflight(String path) throws LogFault {
    assertAnswer(server.post(path, batch(3, "u"), JSON), 200, OK);
    assertThat(server.logged()).hasSize(3);
    assertThat(server.acknowledged).hasValue(1);
    HttpResponse<String> preflight =
        server.send(
            HttpRequest.newBuilder(server.uri(path))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Headers", "content-type,x-a")
                .build());
    assertAnswer(preflight, 200, "{\"status\":1}");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("content-type,x-a");
  }

  private HttpResponse<String> get(String path) {
    return server.send(HttpRequest.newBuilder(server.uri(path)).GET().build());
  }

  private static String one(String name) {
    return "{\"api_key\":\"phc_one\",\"event\":\"%s\",\"distinct_id\":\"u\"}".formatted(name);
  }

  @Test
  void aGetBringsItsEventsInTheQuery() throws LogFault {
    String json = URLEncoder.encode(one("json"), UTF_8);
    assertAnswer(get("/e/?ver=1&data=" + json), 200, OK);
    String base64 = Base64.getEncoder().encodeToString(one("base64").getBytes(UTF_8));
    assertAnswer(get("/track?data=" + URLEncoder.encode(base64, UTF_8)), 200, OK);
    // Longer than a server's first line usually may be.
    String longer = one("long").replace("\"u\"", "\"u\",\"x\":\"" + "y".repeat(30_000) + "\"");
    assertAnswer(get("/e?data=" + URLEncoder.encode(longer, UTF_8)), 200, OK);
    assertThat(names()).containsExactly("base64", "json", "long");
    assertAnswer(get("/e/"), 400, "request missing data payload");
  }

  @Test
  void dataOfTheQueryGoesBeforeTheBody() throws LogFault {
    String query = URLEncoder.encode(one("query"), UTF_8);
    assertAnswer(server.post("/e/?data=" + query, one("body").getBytes(UTF_8), JSON), 200, OK);
    assertAnswer(server.post("/e/?data=", one("body").getBytes(UTF_8), JSON), 200, OK);
    assertThat(names()).containsExactly("body", "query");
  }

  @Test
  void aFormsDataIsTaken() throws LogFault {
    String base64 = Base64.getEncoder().encodeToString(one("form").getBytes(UTF_8));
    byte[] form = ("data=" + URLEncoder.encode(base64, UTF_8)).getBytes(UTF_8);
    Map<String, String> type = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertAnswer(server.post("/e/?ip=1&ver=1.78.5", form, type), 200, OK);
    assertThat(names()).containsExactly("form");
  }

  @Test
  void aBeaconIsAnsweredWithoutABody() {
    HttpResponse<String> answer = server.post("/e/?beacon=1", batch(1, "u"), JSON);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void engageDescribesAPersonWithoutAName() throws LogFault {
    String one = "{\"$token\":\"phc_one\",\"$distinct_id\":\"u\",\"$set\":{\"plan\":\"pro\"}}";
    assertAnswer(server.post("/engage", one.getBytes(UTF_8), JSON), 200, OK);
    assertAnswer(server.post("/engage/", ("[" + one + "]").getBytes(UTF_8), JSON), 200, OK);
    assertThat(names()).containsExactly("$identify", "$identify");
    assertThat(server.logged().getFirst().captured().event().properties())
        .hasToString("{\"$set\":{\"plan\":\"pro\"}}");
    assertAnswer(
        server.post("/e/", one.getBytes(UTF_8), JSON),
        400,
        "event submitted with an empty event name");
  }

  private List<String> names() throws LogFault {
    return server.logged().stream()
        .map(logged -> logged.captured().event().name())
        .sorted()
        .toList();
  }

  @Test
  void gzipIsKnownByItsHeaderAndByItsBytes() throws LogFault {
    assertAnswer(server.post("/batch", gzip(batch(100, "u")), GZIP_JSON), 200, OK);
    Map<String, String> beacon = Map.of("Content-Type", "text/plain");
    assertAnswer(server.post("/e/", gzip(batch(100, "u")), beacon), 200, OK);
    assertThat(server.logged()).hasSize(200).allMatch(e -> e.partition().lane() == Lane.LIVE);
  }

  @Test
  void whatIsNotWhatItsEncodingSaysIsRefused() {
    assertAnswer(
        server.post("/batch", batch(1, "u"), GZIP_JSON),
        400,
        "failed to decode request: the body is no gzip, as its Content-Encoding says");
    assertAnswer(
        server.post("/batch", batch(1, "u"), Map.of("Content-Encoding", "br")),
        400,
        "failed to decode request: unsupported Content-Encoding: use gzip, or none");
    byte[] whole = gzip(batch(100, "u"));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThat(server.post("/batch", half, GZIP_JSON))
        .satisfies(answer -> {
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(answer.body()).startsWith("failed to decode request: invalid gzip data");
        });
    byte[] broken = whole.clone();
    broken[broken.length / 2] ^= 0x55;
    assertThat(server.post("/batch", broken, GZIP_JSON).statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyOverTheCapIsTooLargeAndTheConnectionLivesOn() {
    assertAnswer(
        server.post("/batch", new byte[100_001], JSON),
        413,
        "maximum event size exceeded: the body has more than 100000 bytes");
    HttpRequest chunked =
        HttpRequest.newBuilder(server.uri("/batch"))
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[150_000])))
            .build();
    assertAnswer(
        server.send(chunked),
        413,
        "maximum event size exceeded: the body has more than 100000 bytes");
    assertAnswer(server.post("/batch", batch(1, "u"), JSON), 200, OK);
  }

  @Test
  void aBodyFarOverTheCapStillGetsItsAnswer() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n"
              .getBytes(US_ASCII));
      out.write(new byte[2 * CaptureServer.SMALL.wireBytes()]);
      out.flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 413").contains("Connection: close");
    }
  }

  @Test
  void aBodyThatInflatesOverTheCapIsTooLarge() {
    assertAnswer(
        server.post("/batch", gzip(new byte[5_000_000]), GZIP_JSON),
        413,
        "maximum event size exceeded: the inflated body has more than 1000000 bytes");
  }

  @Test
  void aBodyThatEndsEarlyHurtsNobody() throws IOException, LogFault {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "POST /batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{\"api_key\""
                  .getBytes(US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).doesNotContain("HTTP/1.1 200", "HTTP/1.1 5");
    }
    assertAnswer(server.post("/batch", batch(1, "u"), JSON), 200, OK);
    assertThat(server.logged()).hasSize(1);
  }

  @Test
  void aClientThatStopsInTheMiddleIsToldSo() throws IOException, LogFault {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "POST /batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{\"api_key\""
                  .getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 408")
          .contains("Connection: close")
          .endsWith("client stopped sending data");
    }
    assertThat(server.logged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/flags/?v=2", "/flags", "/decide/?v=3", "/array/phc_one/config"})
  void clientsInBrowsersAreToldThatThereIsNothingToSwitchOn(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{").contains("\"sessionRecording\":false");
    assertThat(get("/array/phc_one/config.js").body()).startsWith("(function(){");
    assertThat(get("/array/%22%3C/config.js").statusCode()).isEqualTo(404);
  }

  @Test
  void badRequestsGetTheirReasonInPlainText() {
    assertAnswer(server.post("/batch", new byte[0], JSON), 400, "request missing data payload");
    assertThat(server.post("/batch", "{".getBytes(UTF_8), JSON).statusCode()).isEqualTo(400);
    assertAnswer(
        server.post("/batch", "{\"batch\":[{}]}".getBytes(UTF_8), JSON),
        401,
        "event submitted without an api_key");
    assertAnswer(
        server.post("/batch", "{\"api_key\":\"phc_no\",\"batch\":[{}]}".getBytes(UTF_8), JSON),
        401,
        "API key is not valid: unknown");
    assertAnswer(
        server.post("/batch", "{\"api_key\":\"phc_one\",\"batch\":[{}]}".getBytes(UTF_8), JSON),
        400,
        "event submitted with an empty event name (batch[0])");
  }

  @Test
  void historicalEventsNeedAGrant() throws LogFault {
    byte[] body =
        new String(batch(2, "u"), UTF_8)
            .replace("{\"api_key\"", "{\"historical_migration\":true,\"api_key\"")
            .getBytes(UTF_8);
    HttpResponse<String> refused = server.post("/batch/", body, JSON);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("green light");
    server.admission.set(new Admission.Allowed(Lane.HISTORICAL, 12));
    assertAnswer(server.post("/batch/", body, Map.of("Headgate-Grant", "g-12")), 200, OK);
    assertThat(server.logged())
        .hasSize(2)
        .allMatch(e -> e.partition().lane() == Lane.HISTORICAL)
        .allMatch(e -> e.captured().importNumber() == 12);
  }

  @Test
  void anImporterThatIsTooEarlyIsToldWhenToComeAgain() throws LogFault {
    server.admission.set(
        new Admission.Refused(429, "too early", Optional.of(Duration.ofMillis(1_200)), Map.of()));
    HttpResponse<String> answer = server.post("/batch", batch(1, "u"), JSON);
    assertAnswer(answer, 429, "too early");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(answer.headers().firstValue("Headgate-Retry-After-Ms")).hasValue("1200");
    assertThat(answer.headers().firstValue("RateLimit")).hasValue("\"grant\";r=0;t=2");
    server.admission.set(
        new Admission.Refused(
            429,
            "too early",
            Optional.of(Duration.ofMillis(1)),
            Map.of("RateLimit", "\"import-3\";r=0;t=1")));
    answer = server.post("/batch", batch(1, "u"), JSON);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().allValues("RateLimit")).containsExactly("\"import-3\";r=0;t=1");
    assertThat(server.logged()).isEmpty();
  }

  @Test
  void whenTheLogFailsItAsksToComeAgain() {
    server.moody.be(Mood.FAILING);
    HttpResponse<String> answer = server.post("/batch", batch(1, "u"), JSON);
    assertAnswer(answer, 503, "transient error, please retry");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    server.moody.be(Mood.WELL);
    assertAnswer(server.post("/batch", batch(1, "u"), JSON), 200, OK);
    server.log.close();
    answer = server.post("/batch", batch(1, "u"), JSON);
    assertAnswer(answer, 503, "transient error, please retry");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(server.acknowledged).hasValue(1);
  }

  @Test
  void manyClientsAtOnceLoseNothing() throws Exception {
    int clients = 40;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        byte[] body = batch(50, "client " + client);
        byte[] sent = client % 2 == 0 ? gzip(body) : body;
        answers.add(
            threads.submit(() -> {
              HttpResponse<String> answer;
              do {
                answer = server.post("/batch/", sent, Map.of());
              } while (answer.statusCode() == 503);
              return answer.statusCode();
            }));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
    assertThat(server.logged()).hasSize(clients * 50);
  }

  @Test
  void noGarbageIsEverTheServersFault() {
    long seed = 92;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] whole = batch(5, "u");
    for (int round = 0; round < 300; round++) {
      byte[] body = whole.clone();
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      byte[] sent = random.nextInt(4) == 0 ? gzip(body) : body;
      assertThat(server.post("/batch", sent, JSON).statusCode())
          .as("seed %d, round %d: %s", seed, round, new String(body, UTF_8))
          .isLessThan(500);
    }
  }
}
