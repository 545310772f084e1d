package dev.headgate.benchmarks;

import dev.headgate.capture.Capture;
import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.capture.LiveScreen;
import dev.headgate.capture.http.CaptureLimits;
import dev.headgate.capture.http.CaptureMeter;
import dev.headgate.capture.http.CaptureService;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.GatheredEventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.kafka.EmbeddedBroker;
import dev.headgate.eventlog.kafka.KafkaEventLog;
import dev.headgate.standalone.ProductRules;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/// Capture and the broker behind it in one process, without workers and stores, and beside them
/// what it is compared with: `/empty` reads a body and answers as capture does. `/cpu` says this
/// process's processor time in nanoseconds, `/forget` empties the log.
///
/// Arguments: the folder of the broker, the number of partitions. Prints where it answers and where
/// the broker is, and ends when its standard input does.
public final class CaptureAlone {
  /// Before the port of the server and the address of the broker.
  static final String ANSWERS = "answers at ";

  private static final byte[] OK =
      "{\"status\":\"Ok\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private CaptureAlone() {}

  public static void main(String[] arguments) throws IOException, LogFault {
    InstantSource clock = InstantSource.system();
    try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
        KafkaEventLog log =
            KafkaEventLog.open(broker.bootstrap(), Integer.parseInt(arguments[1]), clock)) {
      CaptureService capture =
          new CaptureService(
              new Capture(
                  _ -> Optional.of(ProjectId.DEFAULT),
                  (_, _, _, _) -> new Admission.Allowed(Lane.LIVE, 0),
                  clock,
                  new SecureRandom(),
                  log.maxEventBytes(),
                  ProductRules.all()),
              new GatheredEventLog(log),
              CaptureLimits.defaults(),
              CaptureService.SILENCE,
              () -> {},
              LiveScreen.NONE,
              CaptureMeter.NONE);
      WebServerConfig.Builder web = WebServer.builder();
      CaptureService.configure(web);
      WebServer server =
          web.host("127.0.0.1")
              .port(0)
              .routing(routing ->
                  routing
                      .post("/empty", CaptureAlone::empty)
                      .get("/cpu", (_, response) -> response.send(Long.toString(cpuNanos())))
                      .post("/forget", (_, response) -> forget(log, response))
                      .register(capture))
              .build()
              .start();
      System.out.println(ANSWERS + server.port() + " " + broker.bootstrap());
      while (System.in.read() >= 0) {
        // Until whoever started this has ended.
      }
      server.stop();
    }
  }

  private static void empty(ServerRequest request, ServerResponse response) {
    try (InputStream body = request.content().inputStream()) {
      body.skipNBytes(request.headers().contentLength().orElse(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    response.header("Content-Type", "application/json").send(OK);
  }

  private static void forget(KafkaEventLog log, ServerResponse response) {
    try {
      log.deleteBefore(log.endOffsets());
      response.send(OK);
    } catch (LogFault e) {
      throw new IllegalStateException(e);
    }
  }

  /// Of this process, user and system.
  static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
