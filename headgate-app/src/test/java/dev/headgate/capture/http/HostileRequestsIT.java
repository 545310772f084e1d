package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.eventlog.LogFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two readers of HTTP may read differently, or that want more than they may have. In
/// each text `~` is a line's end, and `SMUGGLED` a whole request that another reader would not see.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsIT {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String SMUGGLED =
      request("{\"api_key\":\"phc_one\",\"event\":\"smuggled\",\"distinct_id\":\"u\"}");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

  private CaptureServer server;

  @BeforeAll
  void start() {
    server = new CaptureServer(CaptureServer.SMALL, "phc_one");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String request(String body) {
    return "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: %d~~%s".formatted(body.length(), body);
  }

  /// The statuses of all answers until the server ends the connection.
  private List<Integer> statuses(String text) throws IOException {
    String bytes = text.replace("SMUGGLED", SMUGGLED).replace("~", "\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        return STATUS
            .matcher(answers)
            .results()
            .map((MatchResult found) -> Integer.valueOf(found.group(1)))
            .toList();
      } catch (SocketException e) {
        return List.of(); // it had heard enough
      }
    }
  }

  private long smuggled() throws LogFault {
    return server.logged().stream()
        .filter(logged -> logged.toString().contains("smuggled"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: 5~Transfer-Encoding: chunked~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: chunked~Content-Length: 5~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: 0~Content-Length: 5~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: 0, 5~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: +0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: -1~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: 0x0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length: 99999999999999999999~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Content-Length : 0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding : chunked~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: xchunked~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: chunked, identity~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: gzip, chunked~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding:\u000bchunked~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~X: a~ Transfer-Encoding: chunked~~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: chunked~~-1~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: chunked~~0x1~a~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: chunked~~100000000000000000~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Transfer-Encoding: chunked~~1~ab~0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Content-Length: 0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h~Host: other~Content-Length: 0~~SMUGGLED",
        "POST /i/v0/e HTTP/1.1\nHost: h\nContent-Length: 0\n\nSMUGGLED",
        "POST /i/v0/e HTTP/1.1~Host: h\u0000~Content-Length: 0~~SMUGGLED",
      })
  void whatCanBeReadInTwoWaysCarriesNothingIn(String text) throws Exception {
    List<Integer> statuses = statuses(text);

    assertThat(statuses)
        .as("answers")
        .hasSizeLessThanOrEqualTo(1)
        .allMatch(it -> it < 500 && it != 200);
    assertThat(smuggled()).as("smuggled events").isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /../../../etc/passwd HTTP/1.1~Host: h~~",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1~Host: h~~",
        "GET /..%2f..%2fetc/passwd HTTP/1.1~Host: h~~",
        "GET /array/../flags HTTP/1.1~Host: h~~",
        "GET //batch HTTP/1.1~Host: h~~",
        "GET /batch;jsessionid=1 HTTP/1.1~Host: h~~",
        "GET /\\..\\batch HTTP/1.1~Host: h~~",
        "GET /%00 HTTP/1.1~Host: h~~",
        "GET /%zz HTTP/1.1~Host: h~~",
        "GET /%c0%ae%c0%ae/ HTTP/1.1~Host: h~~",
        "GET /a b HTTP/1.1~Host: h~~",
        "GET http://other/flags HTTP/1.1~Host: h~~",
        "GET * HTTP/1.1~Host: h~~",
        "GET  HTTP/1.1~Host: h~~",
        "GET /flags HTTP/9.9~Host: h~~",
        "GET /flags HTTP/1.0~~",
        "CONNECT other:443 HTTP/1.1~Host: h~~",
        "TRACE /batch HTTP/1.1~Host: h~~",
        "PRI * HTTP/2.0~~SM~~",
        "GET /flags HTTP/1.1~Host: h~Upgrade: h2c~Connection: Upgrade, HTTP2-Settings~HTTP2-Settings: AAMAAABk~~",
        "GET /flags HTTP/1.1~Host: h~Expect: 200-maybe~~",
        "GET /flags HTTP/1.1~Host: h~Range: bytes=0-0,1-1,2-2~~",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
      })
  void oddPathsAndVersionsAreTheirSendersFault(String text) throws IOException {
    assertThat(statuses(text)).hasSizeLessThanOrEqualTo(1).allMatch(status -> status < 500);
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 2_000_000})
  void headersWithoutAnEndAreCutOff(int bytes) throws IOException {
    String one = "GET /flags HTTP/1.1~Host: h~X: " + "a".repeat(bytes) + "~~";
    String many = "GET /flags HTTP/1.1~Host: h~" + "X: a~".repeat(bytes / 5) + "~";

    for (String text : List.of(one, many)) {
      assertThat(statuses(text)).allMatch(status -> status >= 400 && status < 500);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {70_000, 2_000_000})
  void firstLinesWithoutAnEndAreCutOff(int bytes) throws IOException {
    assertThat(statuses("GET /" + "a".repeat(bytes) + " HTTP/1.1~Host: h~~"))
        .allMatch(status -> status >= 400 && status < 500);
    assertThat(statuses("G".repeat(bytes))).allMatch(status -> status >= 400 && status < 500);
  }
}
