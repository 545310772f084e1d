package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.capture.Capture;
import dev.headgate.capture.ForeignRequest;
import dev.headgate.capture.Verdict;
import dev.headgate.json.JsonOutput;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What Segment's clients and RudderStack's speak: one call or a batch of them, the project's token
/// as user of `Authorization: Basic`, or as `writeKey` of the body.
///
/// ```
/// POST /v1/track      {"userId": "u", "event": "a", "messageId": "m-1", ..}
/// POST /v1/batch      {"batch": [{"type": "track", ..}, ..]}
/// ```
final class DialectSegment implements Dialect {
  private static final String BATCH = "/v1/batch";
  private static final String BASIC = "Basic ";

  private final Capture capture;

  DialectSegment(Capture capture) {
    this.capture = capture;
  }

  @Override
  public List<String> paths() {
    return List.of(
        BATCH, "/v1/track", "/v1/identify", "/v1/page", "/v1/screen", "/v1/group", "/v1/alias");
  }

  @Override
  public Verdict judge(Intake intake, Body json, Optional<String> grant) {
    String path = intake.request().path().path();
    Optional<String> type =
        path.startsWith(BATCH)
            ? Optional.empty()
            : Optional.of(path.substring("/v1/".length()).replace("/", ""));
    return capture.judge(
        new ForeignRequest.Segment(json.bytes(), json.length(), type, user(intake.request())));
  }

  /// The user of `Authorization: Basic`, whose password is empty.
  static Optional<String> user(ServerRequest request) {
    return request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, BASIC, 0, BASIC.length()))
        .flatMap(value -> decoded(value.substring(BASIC.length()).strip()))
        .map(pair -> pair.split(":", 2)[0])
        .filter(user -> !user.isEmpty());
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void refuse(Intake intake, ServerResponse response, Verdict.Refused refused) {
    byte[] body =
        new JsonOutput(256)
            .ascii("{\"success\":false,\"message\":")
            .string(refused.message())
            .ascii("}")
            .toByteArray();
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(new String(body, UTF_8));
  }
}
