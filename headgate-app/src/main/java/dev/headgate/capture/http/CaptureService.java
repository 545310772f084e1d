package dev.headgate.capture.http;

import dev.headgate.capture.Capture;
import dev.headgate.capture.CaptureRequest;
import dev.headgate.capture.Verdict;
import dev.headgate.event.EventKind;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.LogFault;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes of capture. A request is answered 200 only when every event of it is durable in the
/// log; every other answer says in plain text why.
///
/// The server must be built with {@link #configure}: Helidon refuses compressed bodies that it does
/// not decode itself.
public final class CaptureService implements HttpService {
  /// The wait of a 429 in milliseconds, beside `Retry-After`, which has whole seconds.
  public static final String RETRY_AFTER_MILLIS_HEADER = "Headgate-Retry-After-Ms";

  private static final Logger LOG = LoggerFactory.getLogger(CaptureService.class);
  private static final List<String> PATHS =
      List.of("/batch", "/e", "/i/v0/e", "/capture", "/track", "/engage");

  /// Whose requests are events without a name, which describe a person.
  private static final String ENGAGE = "/engage";

  /// Longest first line of a request, which in a GET holds the events.
  private static final int MAX_REQUEST_LINE = 64 << 10;

  /// A connection is ended after about so many bodies of such a size. What Helidon has read from
  /// one hangs together as a chain of buffers: once one of them is old, all that follow it are
  /// kept, dead as they are, until the next full collection of garbage.
  private static final int LARGE_BODIES = 16;

  private static final int LARGE_BODY_BYTES = 64 << 10;

  /// The query's parameter of a page that is being left and reads no answer.
  private static final String BEACON = "beacon";

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(75);
  private static final HeaderName GRANT = HeaderNames.create(CaptureRequest.GRANT_HEADER);
  private static final HeaderName RETRY_AFTER_MILLIS =
      HeaderNames.create(RETRY_AFTER_MILLIS_HEADER);
  private static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");

  private final Capture capture;
  private final EventLog log;
  private final CaptureLimits limits;
  private final BodyBudget budget;
  private final BooleanSupplier ready;
  private final Runnable afterAcknowledgement;
  private final AtomicInteger largeBodies = new AtomicInteger();

  /// Capture into this log.
  ///
  /// @param ready until it says so, requests are asked to come again (503)
  /// @param afterAcknowledgement runs between the log's acknowledgement and the answer
  public CaptureService(
      Capture capture,
      EventLog log,
      CaptureLimits limits,
      BooleanSupplier ready,
      Runnable afterAcknowledgement) {
    this.capture = capture;
    this.log = log;
    this.limits = limits;
    this.budget = new BodyBudget(limits.inFlightBytes());
    this.ready = ready;
    this.afterAcknowledgement = afterAcknowledgement;
  }

  /// Lets compressed bodies through as they are, and ends connections that have gone silent.
  public static void configure(WebServerConfig.Builder server) {
    server.contentEncoding(new UntouchedContent());
    server.connectionOptions(options -> options.readTimeout(SILENCE));
    server.addProtocol(Http1Config.builder().maxPrologueLength(MAX_REQUEST_LINE).build());
  }

  @Override
  public void routing(HttpRules rules) {
    for (String path : PATHS) {
      for (String form : List.of(path, path + "/")) {
        rules.post(form, this::capture);
        rules.get(form, this::capture);
        rules.options(form, CaptureService::preflight);
      }
    }
  }

  private void capture(ServerRequest request, ServerResponse response) {
    allowOrigin(request, response);
    Optional<String> grant = request.headers().first(GRANT);
    try (BodyBudget.Claim claim = budget.claim()) {
      Intake intake = new Intake(request, limits, claim);
      Optional<Verdict.Refused> away = capture.turnAway(grant);
      if (away.isPresent()) {
        intake.leaveUnread(response, () -> refuse(response, away.get()));
        return;
      }
      try {
        if (!ready.getAsBoolean()) {
          throw BodyRefused.busy();
        }
        judge(request, response, grant, intake.json());
      } catch (BodyRefused e) {
        intake.leaveUnread(response, () -> refuse(response, e));
      }
    } catch (LogFault e) {
      LOG.warn("Events were not taken: {}", e.getMessage(), e);
      refuse(response, 503, "transient error, please retry", Optional.of(SOON));
    } catch (IOException | DataReader.InsufficientDataAvailableException e) {
      response.header(HeaderValues.CONNECTION_CLOSE);
      refuse(response, 400, "failed to decode request: the body ended early", Optional.empty());
    }
  }

  private void judge(
      ServerRequest request, ServerResponse response, Optional<String> grant, Body body)
      throws LogFault {
    switch (capture.judge(
        new CaptureRequest(
            body.bytes(), body.length(), sentAt(request), grant, impliedName(request)))) {
      case Verdict.Refused refused -> refuse(response, refused);
      case Verdict.Accepted accepted -> {
        log.append(accepted.lane(), accepted.token(), accepted.events());
        afterAcknowledgement.run();
        if (body.length() >= LARGE_BODY_BYTES
            && largeBodies.incrementAndGet() % LARGE_BODIES == 0) {
          response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.query().first(BEACON).filter("1"::equals).isPresent()) {
          response.status(Status.NO_CONTENT_204).send();
        } else {
          response.header(HeaderValues.CONTENT_TYPE_JSON).send("{\"status\":\"Ok\"}");
        }
      }
    }
  }

  private static Optional<String> impliedName(ServerRequest request) {
    return request.path().path().startsWith(ENGAGE)
        ? Optional.of(EventKind.IDENTIFY_NAME)
        : Optional.empty();
  }

  private static void refuse(ServerResponse response, BodyRefused refused) {
    refuse(
        response,
        refused.status(),
        refused.reason(),
        refused.status() == 503 ? Optional.of(SOON) : Optional.empty());
  }

  private static void refuse(ServerResponse response, Verdict.Refused refused) {
    refused.headers().forEach((name, value) -> response.header(name, value));
    refuse(response, refused.status(), refused.message(), refused.retryAfter());
  }

  private static void refuse(
      ServerResponse response, int status, String message, Optional<Duration> retryAfter) {
    if (retryAfter.isPresent()) {
      long millis = Math.max(1, retryAfter.get().toMillis());
      String seconds = Long.toString(Math.ceilDiv(millis, 1000));
      response.header(HeaderNames.RETRY_AFTER, seconds);
      response.header(RETRY_AFTER_MILLIS, Long.toString(millis));
      if (status == 429 && !response.headers().contains(RATE_LIMIT)) {
        response.header(RATE_LIMIT, "\"grant\";r=0;t=" + seconds);
      }
    }
    response
        .status(Status.create(status))
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .send(message);
  }

  private static void preflight(ServerRequest request, ServerResponse response) {
    allowOrigin(request, response);
    request
        .headers()
        .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
        .ifPresent(asked -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked));
    response
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS")
        .header(HeaderValues.CONTENT_TYPE_JSON)
        .send("{\"status\":1}");
  }

  private static void allowOrigin(ServerRequest request, ServerResponse response) {
    request
        .headers()
        .first(HeaderNames.ORIGIN)
        .ifPresent(origin ->
            response
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                .header(HeaderNames.VARY, "Origin"));
  }

  /// The query parameter `_`.
  private static OptionalLong sentAt(ServerRequest request) {
    if (!request.query().contains("_")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(request.query().get("_")));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
