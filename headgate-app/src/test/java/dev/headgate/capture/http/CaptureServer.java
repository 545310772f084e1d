package dev.headgate.capture.http;

import dev.headgate.capture.Capture;
import dev.headgate.capture.GrantGate;
import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.capture.LiveScreen;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.MoodyLog;
import dev.headgate.eventlog.memory.MemoryEventLog;
import dev.headgate.standalone.ProductRules;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

/// A real server with capture on a log in memory, and a client for it.
final class CaptureServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final CaptureLimits SMALL = new CaptureLimits(100_000, 1_000_000, 4_000_000);

  /// So short that a test can wait for it, so long that no slow machine reaches it by itself.
  static final Duration SILENCE = Duration.ofSeconds(2);

  final EventLog log = new MemoryEventLog(4);
  final AtomicReference<Admission> admission =
      new AtomicReference<>(new Admission.Allowed(Lane.LIVE, 0));

  final AtomicReference<LiveScreen> screening = new AtomicReference<>(LiveScreen.NONE);

  /// The log as the server sees it.
  final MoodyLog moody = new MoodyLog(log);

  final AtomicInteger acknowledged = new AtomicInteger();
  final HttpClient client = HttpClient.newHttpClient();
  private final WebServer server;

  /// A running server.
  ///
  /// @param tokens that are known, all of the first project
  CaptureServer(CaptureLimits limits, String... tokens) {
    List<ProjectToken> known = Arrays.stream(tokens).map(ProjectToken::new).toList();
    GrantGate gate =
        (_, historical, grant, _) ->
            historical && grant.isEmpty()
                ? Admission.Refused.WITHOUT_GRANT
                : Objects.requireNonNull(admission.get());
    Capture capture =
        new Capture(
            token -> known.contains(token) ? Optional.of(ProjectId.DEFAULT) : Optional.empty(),
            gate,
            () -> NOW,
            new Random(91),
            log.maxEventBytes(),
            ProductRules.all());
    CaptureService service =
        new CaptureService(
            capture,
            moody,
            limits,
            SILENCE,
            acknowledged::incrementAndGet,
            (accepted, sender) -> Objects.requireNonNull(screening.get()).screen(accepted, sender),
            CaptureMeter.NONE);
    WebServerConfig.Builder builder = WebServer.builder().host("127.0.0.1").port(0);
    CaptureService.configure(builder);
    server =
        builder
            .routing(routing -> routing.register(new ClientConfig()).register(service))
            .build()
            .start();
  }

  int port() {
    return server.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// All events in the log.
  List<LoggedEvent> logged() throws LogFault {
    List<LoggedEvent> all = new ArrayList<>();
    try (LogReader reader = log.reader(Map.of())) {
      List<LoggedEvent> some = reader.poll(Duration.ZERO);
      while (!some.isEmpty()) {
        all.addAll(some);
        some = reader.poll(Duration.ZERO);
      }
    }
    return all;
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
    log.close();
  }
}
