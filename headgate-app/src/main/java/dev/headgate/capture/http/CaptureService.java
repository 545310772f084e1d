package dev.headgate.capture.http;

import dev.headgate.capture.Capture;
import dev.headgate.capture.CaptureRequest;
import dev.headgate.capture.LiveScreen;
import dev.headgate.capture.Verdict;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes of capture. A request is answered 200 only when every event taken of it is durable;
/// every other answer says why, as its {@link Dialect} does.
///
/// The server must be built with {@link #configure}: Helidon refuses compressed bodies that it does
/// not decode itself.
public final class CaptureService implements HttpService {
  /// The wait of a 429 in milliseconds, beside `Retry-After`, which has whole seconds.
  public static final String RETRY_AFTER_MILLIS_HEADER = "Headgate-Retry-After-Ms";

  private static final Logger LOG = LoggerFactory.getLogger(CaptureService.class);

  /// Longest first line of a request, which in a GET holds the events.
  private static final int MAX_REQUEST_LINE = 64 << 10;

  /// A connection is ended after about so many bodies of such a size. What Helidon has read from
  /// one hangs together as a chain of buffers: once one of them is old, all that follow it are
  /// kept, dead as they are, until the next full collection of garbage.
  private static final int LARGE_BODIES = 16;

  private static final int LARGE_BODY_BYTES = 64 << 10;

  /// How many events are left out between two lines of the log.
  private static final int LEFT_OUT_TOLD = 1000;

  /// Longest wait for a client's next byte, by default.
  public static final Duration SILENCE = Duration.ofSeconds(75);

  private static final HeaderName GRANT = HeaderNames.create(CaptureRequest.GRANT_HEADER);
  private static final HeaderName RETRY_AFTER_MILLIS =
      HeaderNames.create(RETRY_AFTER_MILLIS_HEADER);
  private static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");

  private final Capture capture;
  private final EventLog log;
  private final CaptureLimits limits;
  private final List<Dialect> dialects;
  private final SlowBodies slowBodies;
  private final BodyBudget budget;
  private final Runnable afterAcknowledgement;
  private final LiveScreen screen;
  private final CaptureMeter meter;
  private final AtomicInteger largeBodies = new AtomicInteger();
  private final AtomicLong leftOut = new AtomicLong();

  /// Capture into this log.
  ///
  /// @param silence longest wait for the next byte of a body
  /// @param afterAcknowledgement runs between the log's acknowledgement and the answer
  /// @param screen looks at live requests before they are taken
  /// @param meter told of every request that is taken or refused
  public CaptureService(
      Capture capture,
      EventLog log,
      CaptureLimits limits,
      Duration silence,
      Runnable afterAcknowledgement,
      LiveScreen screen,
      CaptureMeter meter) {
    this.capture = capture;
    this.log = log;
    this.limits = limits;
    this.dialects =
        List.of(
            new DialectV0(capture),
            new DialectMixpanel(capture),
            new DialectV1(capture),
            new DialectSegment(capture),
            new DialectAmplitude(capture));
    this.slowBodies = new SlowBodies(silence);
    this.budget = new BodyBudget(limits.inFlightBytes());
    this.afterAcknowledgement = afterAcknowledgement;
    this.screen = screen;
    this.meter = meter;
  }

  /// Lets compressed bodies through as they are, and events in the first line of a request; answers
  /// what is none.
  public static void configure(ListenerConfig.BuilderBase<?, ?> server) {
    server.contentEncoding(new UntouchedContent());
    server.directHandlers(BeforeRequests.handlers());
    server.addProtocol(Http1Config.builder().maxPrologueLength(MAX_REQUEST_LINE).build());
  }

  @Override
  public void beforeStart() {
    slowBodies.start();
  }

  @Override
  public void afterStop() {
    slowBodies.close();
  }

  @Override
  public void routing(HttpRules rules) {
    for (Dialect dialect : dialects) {
      for (String path : dialect.paths()) {
        for (String form : List.of(path, path + "/")) {
          rules.post(form, (request, response) -> capture(dialect, request, response));
          if (dialect.byGet()) {
            rules.get(form, (request, response) -> capture(dialect, request, response));
          }
          rules.options(form, Cors::preflight);
        }
      }
    }
  }

  private void capture(Dialect dialect, ServerRequest request, ServerResponse response) {
    Cors.allowOrigin(request, response);
    Optional<String> grant = request.headers().first(GRANT);
    Intake intake =
        new Intake(request, dialect.byGet(), dialect.limits(limits), budget.claim(), slowBodies);
    intake.onSilence(() -> {
      response.header(HeaderValues.CONNECTION_CLOSE);
      refuse(dialect, intake, response, BodyRefused.tooSlow().verdict());
    });
    try (intake) {
      Optional<Verdict.Refused> away = capture.turnAway(grant).or(() -> dialect.turnAway(request));
      if (away.isPresent()) {
        intake.leaveUnread(response, () -> refuse(dialect, intake, response, away.get()));
        return;
      }
      try {
        Body json = intake.json();
        long read = System.nanoTime();
        switch (screened(dialect.judge(intake, json, grant), request)) {
          case Verdict.Refused refused -> refuse(dialect, intake, response, refused);
          case Verdict.Accepted accepted -> {
            log.append(accepted.lane(), accepted.token(), accepted.events());
            afterAcknowledgement.run();
            meter.taken(
                accepted.lane(),
                accepted.events().size(),
                Duration.ofNanos(System.nanoTime() - read));
            tell(accepted);
            endConnectionAtTimes(json, response);
            accepted.headers().forEach((name, value) -> response.header(name, value));
            dialect.accept(intake, response, accepted);
          }
        }
      } catch (BodyRefused e) {
        intake.leaveUnread(response, () -> refuse(dialect, intake, response, e.verdict()));
      }
    } catch (LogFault e) {
      if (e.getCause() == null) {
        LOG.warn("Events were not taken: {}", e.getMessage());
      } else {
        LOG.warn("Events were not taken: {}", e.getMessage(), e);
      }
      refuse(dialect, intake, response, BodyRefused.busy().verdict());
    } catch (IOException e) {
      intake.ended();
      response.header(HeaderValues.CONNECTION_CLOSE);
      refuse(
          dialect,
          intake,
          response,
          BodyRefused.unreadable("the body ended early, or its parts are not as HTTP wants them")
              .verdict());
      // Else the server would read on, find the same, and answer once more.
      throw new CloseConnectionException("nobody knows where this body ends", e);
    }
  }

  private Verdict screened(Verdict verdict, ServerRequest request) {
    return verdict instanceof Verdict.Accepted accepted
            && accepted.lane() == Lane.LIVE
            && !accepted.events().isEmpty()
        ? screen.screen(accepted, SenderOf.request(request))
        : verdict;
  }

  /// Says once in a while what senders are not told.
  private void tell(Verdict.Accepted accepted) {
    if (accepted.leftOut().isEmpty()) {
      return;
    }
    long before = leftOut.getAndAdd(accepted.leftOut().size());
    if (before / LEFT_OUT_TOLD != leftOut.get() / LEFT_OUT_TOLD || before == 0) {
      LOG.warn(
          "{} events of other products' clients were left out since the start, one of them because"
              + " of {}",
          leftOut.get(),
          accepted.leftOut().getFirst());
    }
  }

  private void endConnectionAtTimes(Body json, ServerResponse response) {
    if (json.length() >= LARGE_BODY_BYTES && largeBodies.incrementAndGet() % LARGE_BODIES == 0) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }

  private void refuse(
      Dialect dialect, Intake intake, ServerResponse response, Verdict.Refused refused) {
    boolean ofImport = intake.request().headers().contains(GRANT);
    meter.refused(ofImport ? Lane.HISTORICAL : Lane.LIVE, refused.status());
    refused.headers().forEach((name, value) -> response.header(name, value));
    if (refused.retryAfter().isPresent()) {
      long millis = Math.max(1, refused.retryAfter().get().toMillis());
      String seconds = Long.toString(Math.ceilDiv(millis, 1000));
      response.header(HeaderNames.RETRY_AFTER, seconds);
      response.header(RETRY_AFTER_MILLIS, Long.toString(millis));
      if (refused.status() == 429 && !response.headers().contains(RATE_LIMIT)) {
        response.header(RATE_LIMIT, "\"grant\";r=0;t=" + seconds);
      }
    }
    response.status(Status.create(refused.status()));
    dialect.refuse(intake, response, refused);
  }
}
