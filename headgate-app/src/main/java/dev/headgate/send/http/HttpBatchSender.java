package dev.headgate.send.http;

import dev.headgate.event.JsonBytes;
import dev.headgate.event.Trace;
import dev.headgate.send.Answer;
import dev.headgate.send.BatchSender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/// Posts batches to `/batch/` of a pipeline, over HTTP/1.1, with the grant's header.
public final class HttpBatchSender implements BatchSender {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern FACTOR = Pattern.compile(";\\s*factor=([01]\\.\\d{1,9})");
  private static final int MOST_REASON_CHARACTERS = 500;

  private final HttpClient client;
  private final URI batchUrl;
  private final String grantHeader;
  private final Optional<String> traceparent;

  /// @param server such as `http://127.0.0.1:8080`
  /// @param grantHeader the value of `Headgate-Grant`
  public HttpBatchSender(URI server, String grantHeader) {
    this(server, grantHeader, Optional.empty(), Optional.empty());
  }

  /// @param trust whom to trust with an https URL; if not stated those that the JDK trusts
  /// @param traceparent named in every request
  public HttpBatchSender(
      URI server, String grantHeader, Optional<SSLContext> trust, Optional<String> traceparent) {
    this.traceparent = traceparent;
    this.batchUrl = server.resolve("/batch/");
    this.grantHeader = grantHeader;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  @Override
  public Answer post(JsonBytes body, boolean gzip) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(batchUrl)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Headgate-Grant", grantHeader);
    traceparent.ifPresent(told -> request.header(Trace.HEADER, told));
    if (gzip) {
      request.header("Content-Encoding", "gzip");
    }
    request.POST(new WholeBody(gzip ? compressed(body) : body.utf8()));
    try {
      return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      String reason = e.getMessage();
      return new Answer.Unreachable(reason == null ? e.getClass().getSimpleName() : reason);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    String text = new String(response.body(), StandardCharsets.UTF_8).strip();
    String reason = text.substring(0, Math.min(text.length(), MOST_REASON_CHARACTERS));
    return switch (response.statusCode()) {
      case 200, 204 -> new Answer.Accepted(factor(response).orElse(1));
      case 400, 413, 422 -> new Answer.Unacceptable(reason);
      case 401, 403, 404, 405 -> new Answer.Denied(response.statusCode(), reason);
      case 507 -> new Answer.NoRoom(reason);
      case 429 -> new Answer.HeldBack(reason, retryAfter(response), factor(response));
      case 408, 500, 502, 503, 504 ->
          new Answer.Later(response.statusCode() + " " + reason, retryAfter(response));
      default -> new Answer.Denied(response.statusCode(), reason);
    };
  }

  /// The parameter `factor` of `RateLimit-Policy`, which an import that is slowed is told.
  private static OptionalDouble factor(HttpResponse<byte[]> response) {
    return response.headers().firstValue("RateLimit-Policy").stream()
        .map(FACTOR::matcher)
        .filter(Matcher::find)
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .filter(factor -> factor > 0 && factor <= 1)
        .findFirst();
  }

  /// `Headgate-Retry-After-Ms` where the pipeline is Headgate, else `Retry-After` in seconds.
  private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
    return number(response, "Headgate-Retry-After-Ms")
        .map(Duration::ofMillis)
        .or(() -> number(response, "Retry-After").map(Duration::ofSeconds));
  }

  private static Optional<Long> number(HttpResponse<byte[]> response, String header) {
    return response
        .headers()
        .firstValue(header)
        .filter(value -> value.matches("\\d{1,9}"))
        .map(Long::valueOf);
  }

  private static byte[] compressed(JsonBytes body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length() / 4 + 64);
    try (OutputStream gzip = new FastGzip(out)) {
      gzip.write(body.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return out.toByteArray();
  }

  /// Hands the client the array itself; its own publisher would copy it in small pieces.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record WholeBody(byte[] bytes) implements HttpRequest.BodyPublisher {
    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            private boolean done;

            @Override
            public void request(long count) {
              if (done) {
                return;
              }
              done = true;
              if (count <= 0) {
                subscriber.onError(new IllegalArgumentException("asked for " + count));
                return;
              }
              subscriber.onNext(ByteBuffer.wrap(bytes));
              subscriber.onComplete();
            }

            @Override
            public void cancel() {
              done = true;
            }
          });
    }
  }

  /// Level 1: on events it gives nearly what level 6 gives, at a third of the time.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 64 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
