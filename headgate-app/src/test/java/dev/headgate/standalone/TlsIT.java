package dev.headgate.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.Await;
import dev.headgate.event.ProjectToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pipeline with a certificate, which is replaced while it runs.
class TlsIT {
  private static final String TOKEN = "phc_under_test";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String EVENT =
      "{\"api_key\":\"phc_under_test\",\"event\":\"seen\",\"distinct_id\":\"u\"}";

  @TempDir Path folder;

  private EmbeddedPipeline start(TlsFiles files) throws Exception {
    Path data = Files.createDirectories(folder.resolve("pipeline"));
    if (!(DataDirectory.at(data).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("a new folder is nobody's");
    }
    PipelineOptions options =
        new PipelineOptions(0, Optional.of(new ProjectToken(TOKEN)), false, Optional.empty())
            .listening(new Listener("127.0.0.1", 0, Optional.of(files)), 100);
    return EmbeddedPipeline.start(held, options, HaltPoints.of(Optional.empty(), data));
  }

  private static SSLContext trusting(X509Certificate... authorities) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < authorities.length; i++) {
      store.setCertificateEntry("ca-" + i, authorities[i]);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest event(URI server) {
    return HttpRequest.newBuilder(server.resolve("/i/v0/e/"))
        .POST(HttpRequest.BodyPublishers.ofString(EVENT))
        .build();
  }

  /// What a new connection is shown.
  private static X509Certificate shown(SSLContext context, int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String metric(EmbeddedPipeline pipeline, String name) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI metrics = pipeline.localUrl().resolve("/metrics");
      return send(client, HttpRequest.newBuilder(metrics).build())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .findFirst()
          .orElse("")
          .replace(name + " ", "");
    }
  }

  /// A connection that is kept, and whose requests are written by hand.
  private record Kept(SSLSocket socket, BufferedReader in) {
    static Kept to(SSLContext context, int port) throws IOException {
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      return new Kept(
          socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)));
    }

    String get(String path) throws IOException {
      socket
          .getOutputStream()
          .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(US_ASCII));
      String status = in.readLine();
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
      return status;
    }
  }

  @Test
  void aNewCertificateIsServedWithoutDroppingAConnection() throws Exception {
    Certificates first = Certificates.make(folder, "EC", 90);
    Certificates second = Certificates.make(folder, "RSA", 200);
    TlsFiles files = first.write(folder);
    SSLContext context = trusting(first.shown(), second.shown());
    try (EmbeddedPipeline pipeline = start(files);
        HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      int port = pipeline.url().getPort();
      assertThat(pipeline.url().getScheme()).isEqualTo("https");
      assertThat(send(client, event(pipeline.url())).statusCode()).isEqualTo(200);
      Kept kept = Kept.to(context, port);
      assertThat(kept.get("/healthz")).contains("200");

      second.write(folder);
      Await.until(
          "the new certificate",
          () -> shown(trusting(second.shown(), first.shown()), port).equals(second.shown()));

      assertThat(kept.get("/healthz")).contains("200");
      assertThat(kept.socket().getSession().getPeerCertificates()[0]).isEqualTo(first.shown());
      assertThat(metric(pipeline, "headgate_tls_reloads_total")).isEqualTo("1.0");

      Files.writeString(files.certificate(), "half a certi");
      Await.until(
          "the refusal of a broken pair",
          () -> metric(pipeline, "headgate_tls_last_reload_successful").equals("0.0"));
      assertThat(shown(trusting(second.shown()), port)).isEqualTo(second.shown());
      assertThat(kept.get("/healthz")).contains("200");
      assertThat(
              Double.parseDouble(
                  metric(pipeline, "headgate_tls_certificate_expiry_timestamp_seconds")))
          .isEqualTo((double) second.shown().getNotAfter().toInstant().getEpochSecond());
      kept.socket().close();
    }
  }

  @Test
  void commandsOfThisMachineNeedNoCertificate() throws Exception {
    TlsFiles files = Certificates.make(folder, "EC", 90).write(folder);
    try (EmbeddedPipeline pipeline = start(files);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(pipeline.localUrl().getScheme()).isEqualTo("http");
      assertThat(Files.readString(folder.resolve("pipeline/server.json")))
          .contains(pipeline.localUrl().toString());
      assertThat(send(client, event(pipeline.localUrl())).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoDoesNotTrustTheCertificateIsNotServed() throws Exception {
    TlsFiles files = Certificates.make(folder, "EC", 90).write(folder);
    try (EmbeddedPipeline pipeline = start(files);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> send(client, event(pipeline.url()))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theConsolesCookieGoesOverTlsOnly() throws Exception {
    Certificates certificates = Certificates.make(folder, "EC", 90);
    try (EmbeddedPipeline pipeline = start(certificates.write(folder));
        HttpClient client =
            HttpClient.newBuilder().sslContext(trusting(certificates.shown())).build()) {
      String form = "name=Grace&key=" + pipeline.keys().pipelineKey();
      for (URI server : List.of(pipeline.url(), pipeline.localUrl())) {
        HttpResponse<String> answer =
            send(
                client,
                HttpRequest.newBuilder(server.resolve("/console/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Set-Cookie").orElse("").contains("; Secure"))
            .isEqualTo(server.getScheme().equals("https"));
      }
    }
  }

  @Test
  void bytesThatAreNoHandshakeHurtNobody() throws Exception {
    Certificates certificates = Certificates.make(folder, "EC", 90);
    try (EmbeddedPipeline pipeline = start(certificates.write(folder));
        HttpClient client =
            HttpClient.newBuilder().sslContext(trusting(certificates.shown())).build()) {
      for (String bytes :
          new String[] {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", "\u0016\u0003\u0001"}) {
        try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), pipeline.url().getPort())) {
          socket.getOutputStream().write(bytes.getBytes(US_ASCII));
        }
      }
      assertThat(send(client, event(pipeline.url())).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void noPipelineStartsOnAKeyThatIsNotTheCertificates() throws Exception {
    Certificates other = Certificates.make(folder, "EC", 90);
    TlsFiles files = Certificates.make(folder, "EC", 90).write(folder);
    Files.writeString(files.key(), other.key());

    assertThatThrownBy(() -> start(files).close()).isInstanceOf(TlsFault.class);
  }
}
