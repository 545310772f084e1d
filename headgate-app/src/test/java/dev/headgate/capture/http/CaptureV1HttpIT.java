package dev.headgate.capture.http;

import static dev.headgate.capture.http.CaptureServer.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.MoodyLog.Mood;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureV1HttpIT {
  private static final String PATH = "/i/v1/analytics/events";
  private static final String REQUEST = "0190aaaa-0000-7000-8000-000000000009";
  private static final String BODY =
      "{\"created_at\":\"2026-11-23T10:00:00Z\",\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u\","
          + "\"uuid\":\"00000000-0000-7000-8000-000000000001\","
          + "\"timestamp\":\"2026-11-23T09:00:00Z\",\"properties\":{}},{\"event\":\"\","
          + "\"distinct_id\":\"u\",\"uuid\":\"00000000-0000-7000-8000-000000000002\","
          + "\"timestamp\":\"2026-11-23T09:00:00Z\"}]}";
  private static final String RESULTS =
      "{\"results\":{\"00000000-0000-7000-8000-000000000001\":{\"result\":\"ok\"},"
          + "\"00000000-0000-7000-8000-000000000002\":{\"result\":\"drop\","
          + "\"details\":\"missing_event_name\"}}}";

  private final CaptureServer server = new CaptureServer(CaptureServer.SMALL, "phc_one");

  @AfterEach
  void stop() {
    server.close();
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer phc_one");
    headers.put("Content-Type", "application/json");
    headers.put("PostHog-Sdk-Info", "test/1.0");
    headers.put("PostHog-Attempt", "1");
    headers.put("PostHog-Request-Id", REQUEST);
    headers.put("PostHog-Request-Timestamp", "2026-11-23T10:00:00Z");
    return headers;
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String tag) {
    assertThat(answer.body()).startsWith("{\"error\":\"" + tag + "\",\"error_description\":\"");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @Test
  void eachEventIsAnsweredAndOnlyTheGoodOneIsTaken() throws LogFault {
    HttpResponse<String> answer = server.post(PATH, BODY.getBytes(UTF_8), headers());
    assertThat(answer.body()).isEqualTo(RESULTS);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("PostHog-Request-Id")).hasValue(REQUEST);
    assertThat(server.logged()).hasSize(1);
    assertThat(server.acknowledged).hasValue(1);
  }

  @Test
  void aGzippedBodyIsTaken() throws LogFault {
    Map<String, String> headers = headers();
    headers.put("Content-Encoding", "gzip");
    assertThat(server.post(PATH + "/", gzip(BODY.getBytes(UTF_8)), headers).body())
        .isEqualTo(RESULTS);
    assertThat(server.logged()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PostHog-Sdk-Info,,400,missing_required_headers",
    "PostHog-Attempt,,400,missing_required_headers",
    "PostHog-Request-Id,,400,missing_required_headers",
    "PostHog-Request-Timestamp,,400,missing_required_headers",
    "PostHog-Attempt,0,400,invalid_header_value",
    "PostHog-Request-Id,x,400,invalid_header_value",
    "PostHog-Request-Timestamp,now,400,invalid_header_value",
    "Authorization,,401,invalid_api_token",
    "Authorization,Basic x,401,invalid_api_token",
    "Authorization,Bearer phc_no,401,invalid_api_token",
    "Content-Type,text/plain,415,unsupported_content_type",
    "Content-Encoding,br,415,unsupported_content_encoding",
    "Content-Encoding,gzip,400,request_decoding_error",
  })
  void aHeaderThatIsMissingOrWrongIsNamed(String name, String value, int status, String tag)
      throws LogFault {
    Map<String, String> headers = headers();
    headers.remove(name);
    if (value != null) {
      headers.put(name, value);
    }
    assertRefused(server.post(PATH, BODY.getBytes(UTF_8), headers), status, tag);
    assertThat(server.logged()).isEmpty();
  }

  @Test
  void aBodyBeyondTheLimitsIsTooLarge() {
    assertRefused(server.post(PATH, new byte[100_001], headers()), 413, "payload_too_large");
    assertRefused(
        server.post(PATH, gzip(new byte[1_000_001]), headers()), 413, "payload_too_large");
  }

  @Test
  void whileNothingCanBeTakenItIsSaidWhenToComeAgain() {
    server.moody.be(Mood.FAILING);
    HttpResponse<String> answer = server.post(PATH, BODY.getBytes(UTF_8), headers());
    assertRefused(answer, 503, "service_unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }
}
