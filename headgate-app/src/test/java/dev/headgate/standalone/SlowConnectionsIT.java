package dev.headgate.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that keep a server waiting, over real sockets, against limits so short that a test can
/// wait for them.
@Tag("alone")
class SlowConnectionsIT {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] LARGE = new byte[8 << 20];
  private static final Connections.Limits SHORT =
      new Connections.Limits(
          500, Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();
  private Optional<GateServer> server = Optional.empty();

  private int start(Connections.Limits limits, Listener listener) throws TlsFault {
    GateServer started =
        GateServer.start(
            listener,
            limits,
            "key",
            routing ->
                routing
                    .get("/small", (_, response) -> response.send("small"))
                    .get("/large", (_, response) -> response.send(LARGE)),
            registry,
            InstantSource.system());
    server = Optional.of(started);
    return started.url().getPort();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    client.close();
    server.ifPresent(GateServer::close);
  }

  private Socket open(int port, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    sockets.add(socket);
    write(socket, text);
    return socket;
  }

  /// Writes, if it can be written.
  private static boolean write(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Reads to the end of the connection, or until nothing has come for a minute, which fails.
  private static String end(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException e) {
      return "reset";
    }
  }

  private int small(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/small"))
            .timeout(Duration.ofMillis(PATIENCE_MILLIS))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private double closed(Connections.Reason reason) {
    return registry
        .get("headgate_connections_closed")
        .tag("reason", reason.name().toLowerCase(java.util.Locale.ROOT))
        .functionCounter()
        .count();
  }

  @Test
  void headersThatTrickleAreWaitedForInVain() throws Exception {
    int port = start(SHORT, Listener.loopback(0));
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      slow.add(open(port, "GET /small HTTP/1.1\r\nHost: h\r\nX-"));
    }
    Await.until(
        "the end of 200 slow clients",
        () -> {
          assertThat(small(port)).isEqualTo(200);
          boolean alive = false;
          for (Socket socket : slow) {
            alive |= write(socket, "a");
          }
          return !alive;
        });
    assertThat(closed(Connections.Reason.SLOW_HEADERS)).isEqualTo(200);
  }

  @Test
  void whoSaysNothingIsNotWaitedFor() throws Exception {
    int port = start(SHORT, Listener.loopback(0));
    Socket silent = open(port, "");
    Socket idle = open(port, "GET /small HTTP/1.1\r\nHost: h\r\n\r\n");
    Socket second = open(port, "GET /small HTTP/1.1\r\nHost: h\r\n\r\nGET /small HTTP/1.1\r\nX");

    assertThat(end(silent)).isIn("", "reset");
    assertThat(end(idle)).contains("200", "small");
    assertThat(end(second)).contains("200", "small");
    assertThat(closed(Connections.Reason.SLOW_HEADERS)).isEqualTo(1);
    assertThat(closed(Connections.Reason.IDLE)).isEqualTo(2);
  }

  @Test
  void whoDoesNotReadTheAnswerLosesIt() throws Exception {
    int port = start(SHORT, Listener.loopback(0));
    Socket deaf = open(port, "GET /large HTTP/1.1\r\nHost: h\r\n\r\n".repeat(4));
    Await.until("the end of a deaf client", () -> closed(Connections.Reason.SLOW_REQUEST) == 1);
    assertThat(end(deaf).length()).isLessThan(4 * LARGE.length);
    assertThat(small(port)).isEqualTo(200);
  }

  @Test
  void whereAllConnectionsAreTakenThoseThatWaitGoFirst() throws Exception {
    Connections.Limits few =
        new Connections.Limits(
            50, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
    int port = start(few, Listener.loopback(0));
    for (int i = 0; i < 300; i++) {
      open(port, "GET /small HTTP/1.1\r\nX-");
    }

    assertThat(small(port)).isEqualTo(200);
    assertThat(registry.get("headgate_connections").gauge().value()).isLessThanOrEqualTo(50);
    assertThat(closed(Connections.Reason.FULL)).isGreaterThanOrEqualTo(250);
    assertThat(end(sockets.getFirst())).isIn("", "reset");
  }

  @Test
  void aHandshakeThatIsNeverMadeIsNotWaitedFor(@TempDir Path folder) throws Exception {
    TlsFiles files = Certificates.make(folder, "EC", 30).write(folder);
    int port = start(SHORT, new Listener("127.0.0.1", 0, Optional.of(files)));
    Socket silent = open(port, "");
    Socket begun = open(port, "\u0016\u0003\u0001\u0000\u0080\u0001");

    assertThat(end(silent)).isIn("", "reset");
    assertThat(end(begun)).isIn("", "reset");
    assertThat(closed(Connections.Reason.SLOW_HEADERS)).isEqualTo(2);
  }
}
