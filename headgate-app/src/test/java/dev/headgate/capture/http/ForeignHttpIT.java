package dev.headgate.capture.http;

import static dev.headgate.capture.http.CaptureServer.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.eventlog.LogFault;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Other products' protocols, on the wire.
class ForeignHttpIT {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("phc_one:".getBytes(UTF_8));

  private final CaptureServer server = new CaptureServer(CaptureServer.SMALL, "phc_one");

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) {
    return server.send(HttpRequest.newBuilder(server.uri(path)).GET().build());
  }

  private List<String> names() throws LogFault {
    return server.logged().stream()
        .map(logged -> logged.captured().event().name())
        .sorted()
        .toList();
  }

  private static String encoded(String json) {
    return URLEncoder.encode(Base64.getEncoder().encodeToString(json.getBytes(UTF_8)), UTF_8);
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/track,a",
    "/v1/track/,a",
    "/v1/identify,$identify",
    "/v1/page,$pageview",
    "/v1/screen,$screen",
    "/v1/alias,$create_alias",
    "/v1/group,$groupidentify",
  })
  void eachCallOfSegmentHasItsRoute(String path, String name) throws LogFault {
    byte[] call =
        "{\"event\":\"a\",\"userId\":\"u\",\"previousId\":\"old\",\"groupId\":\"g\",\"messageId\":\"m\"}"
            .getBytes(UTF_8);
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Authorization", BASIC);
    assertAnswer(server.post(path, call, headers), 200, "{\"success\":true}");
    assertThat(names()).containsExactly(name);
  }

  @Test
  void gzipThatIsCalledAFormIsTakenAsRudderStackSendsIt() throws LogFault {
    byte[] body =
        "{\"batch\":[{\"type\":\"track\",\"channel\":\"server\",\"event\":\"a\",\"userId\":\"u\"}]}"
            .getBytes(UTF_8);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Content-Encoding",
            "gzip",
            "Authorization",
            BASIC);
    assertAnswer(server.post("/v1/batch", gzip(body), headers), 200, "{\"success\":true}");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void segmentsClientsAreRefusedInJson() {
    assertAnswer(
        server.post("/v1/batch", "{\"batch\":[]}".getBytes(UTF_8), JSON),
        401,
        "{\"success\":false,\"message\":\"event submitted without an api_key\"}");
  }

  @Test
  void mixpanelsRoutesAreKnownByHowTheAnswerIsWanted() throws LogFault {
    String event = "{\"event\":\"a\",\"properties\":{\"token\":\"phc_one\",\"distinct_id\":\"u\"}}";
    assertAnswer(get("/track?verbose=0&ip=0&data=" + encoded(event)), 200, "1");
    assertAnswer(
        get("/track/?verbose=1&data=" + encoded(event)), 200, "{\"error\":null,\"status\":1}");
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    byte[] fields = ("data=" + encoded("[" + event + "]") + "&verbose=1").getBytes(UTF_8);
    assertAnswer(server.post("/track", fields, form), 200, "{\"error\":null,\"status\":1}");
    assertAnswer(get("/track?data=" + encoded(event)), 200, "{\"status\":\"Ok\"}");
    String profile = "{\"$token\":\"phc_one\",\"$distinct_id\":\"u\",\"$set\":{\"n\":1}}";
    assertAnswer(get("/engage?verbose=0&data=" + encoded(profile)), 200, "1");
    assertAnswer(get("/engage?data=" + encoded(profile)), 200, "{\"status\":\"Ok\"}");
    String group =
        "{\"$token\":\"phc_one\",\"$group_key\":\"company\",\"$group_id\":\"g\",\"$set\":{}}";
    assertAnswer(get("/groups?data=" + encoded(group)), 200, "1");
    assertAnswer(get("/import?data=" + encoded(event)), 200, "1");
    assertThat(names())
        .containsExactly("$groupidentify", "$identify", "$set", "a", "a", "a", "a", "a");
  }

  @Test
  void mixpanelsClientsAreRefusedAsTheyUnderstandIt() {
    assertAnswer(get("/track?verbose=0&data=" + encoded("{}")), 401, "0");
    assertAnswer(
        get("/track?verbose=1&data=" + encoded("{}")),
        401,
        "{\"error\":\"event submitted without an api_key\",\"status\":0}");
  }

  @Test
  void amplitudesEventsAreTakenOnBothOfTheirRoutes() throws LogFault {
    byte[] body =
        "{\"api_key\":\"phc_one\",\"events\":[{\"event_type\":\"a\",\"user_id\":\"u\",\"time\":1}]}"
            .getBytes(UTF_8);
    for (String path : List.of("/2/httpapi", "/batch")) {
      HttpResponse<String> answer = server.post(path, body, JSON);
      assertThat(answer.body()).startsWith("{\"code\":200,\"events_ingested\":1,");
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    assertThat(names()).containsExactly("a", "a");
    assertAnswer(
        server.post("/2/httpapi", "{\"events\":[]}".getBytes(UTF_8), JSON),
        401,
        "{\"code\":401,\"error\":\"event submitted without an api_key\"}");
  }
}
