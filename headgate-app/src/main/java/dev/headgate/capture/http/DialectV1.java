package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.capture.Capture;
import dev.headgate.capture.V1Request;
import dev.headgate.capture.Verdict;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.json.JsonOutput;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The protocol that answers for each event: the token in a header, a number for each try, results
/// by uuid, refusals as JSON.
///
/// ```
/// POST /i/v1/analytics/events
/// Authorization: Bearer TOKEN        PostHog-Sdk-Info: name/version      PostHog-Attempt: 1
/// PostHog-Request-Id: UUID           PostHog-Request-Timestamp: 2026-11-23T10:00:00Z
/// ```
final class DialectV1 implements Dialect {
  private static final int MIB = 1 << 20;
  private static final HeaderName SDK_INFO = HeaderNames.create("PostHog-Sdk-Info");
  private static final HeaderName ATTEMPT = HeaderNames.create("PostHog-Attempt");
  private static final HeaderName REQUEST_ID = HeaderNames.create("PostHog-Request-Id");
  private static final HeaderName SENT_AT = HeaderNames.create("PostHog-Request-Timestamp");
  private static final List<HeaderName> NEEDED = List.of(SDK_INFO, ATTEMPT, REQUEST_ID, SENT_AT);
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[1-9]\\d{0,8}");
  private static final String BEARER = "Bearer ";

  private final Capture capture;

  DialectV1(Capture capture) {
    this.capture = capture;
  }

  @Override
  public List<String> paths() {
    return List.of("/i/v1/analytics/events");
  }

  /// Half of what others may bring.
  @Override
  public CaptureLimits limits(CaptureLimits ofServer) {
    return new CaptureLimits(
        Math.min(ofServer.wireBytes(), 10 * MIB),
        Math.min(ofServer.inflatedBytes(), 50 * MIB),
        ofServer.inFlightBytes());
  }

  @Override
  public Optional<Verdict.Refused> turnAway(ServerRequest request) {
    List<String> missing = new ArrayList<>();
    for (HeaderName name : NEEDED) {
      if (header(request, name).isBlank()) {
        missing.add(name.defaultCase());
      }
    }
    if (!missing.isEmpty()) {
      return refused(
          400, "missing_required_headers", "the request lacks " + String.join(", ", missing));
    }
    if (token(request).isEmpty()) {
      return refused(
          401, "invalid_api_token", "the request lacks `Authorization: Bearer PROJECT_TOKEN`");
    }
    if (!WHOLE_NUMBER.matcher(header(request, ATTEMPT)).matches()) {
      return invalid(ATTEMPT, "a number from 1");
    }
    if (EventId.parse(header(request, REQUEST_ID)).isEmpty()) {
      return invalid(REQUEST_ID, "a uuid");
    }
    if (EventTime.parse(header(request, SENT_AT)).isEmpty()) {
      return invalid(SENT_AT, "a time like 2026-11-23T10:00:00Z");
    }
    String type = header(request, HeaderNames.CONTENT_TYPE).split(";", 2)[0].strip();
    if (!type.equalsIgnoreCase("application/json")) {
      return refused(415, "unsupported_content_type", "send `Content-Type: application/json`");
    }
    String encoding = header(request, HeaderNames.CONTENT_ENCODING).strip();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("gzip")) {
      return refused(415, "unsupported_content_encoding", "use gzip, or none");
    }
    return Optional.empty();
  }

  private static Optional<Verdict.Refused> invalid(HeaderName name, String wanted) {
    return refused(
        400, "invalid_header_value", "%s is not %s".formatted(name.defaultCase(), wanted));
  }

  private static Optional<Verdict.Refused> refused(int status, String tag, String message) {
    return Optional.of(Verdict.Refused.of(status, message).tagged(tag));
  }

  private static String header(ServerRequest request, HeaderName name) {
    return request.headers().first(name).orElse("");
  }

  private static String token(ServerRequest request) {
    String value = header(request, HeaderNames.AUTHORIZATION);
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).strip()
        : "";
  }

  @Override
  public Verdict judge(Intake intake, Body json, Optional<String> grant) {
    return capture.judge(
        new V1Request(
            json.bytes(),
            json.length(),
            token(intake.request()),
            header(intake.request(), SENT_AT),
            grant));
  }

  @Override
  public void accept(Intake intake, ServerResponse response, Verdict.Accepted accepted) {
    echo(intake.request(), response);
    Dialect.super.accept(intake, response, accepted);
  }

  @Override
  public void refuse(Intake intake, ServerResponse response, Verdict.Refused refused) {
    echo(intake.request(), response);
    byte[] body =
        new JsonOutput(256)
            .ascii("{\"error\":")
            .string(refused.tag())
            .ascii(",\"error_description\":")
            .string(refused.message())
            .ascii("}")
            .toByteArray();
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(new String(body, UTF_8));
  }

  /// The number of the request, so that a client finds the answer to it; the same on each try.
  private static void echo(ServerRequest request, ServerResponse response) {
    EventId.parse(header(request, REQUEST_ID))
        .ifPresent(id -> response.header(REQUEST_ID, id.toString()));
  }
}
