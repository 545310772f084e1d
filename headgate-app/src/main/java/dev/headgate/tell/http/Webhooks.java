package dev.headgate.tell.http;

import dev.headgate.event.PublicAddress;
import dev.headgate.tell.Delivery;
import dev.headgate.tell.Message;
import dev.headgate.tell.MessageJson;
import dev.headgate.tell.Target;
import dev.headgate.tell.WebhookSecret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Posts messages, signed after the Standard Webhooks specification. A status of 200 to 299 takes a
/// message; everything else, a redirect as well, does not.
///
/// ```
/// webhook-id: msg_...             the same each time this target is told this
/// webhook-timestamp: 1796040000   seconds, of this try
/// webhook-signature: v1,...       HMAC-SHA256 of ID.TIMESTAMP.BODY, in base64
/// ```
public final class Webhooks implements AutoCloseable {
  /// How long a try may take.
  ///
  /// @param connect until there is a connection
  /// @param all until the answer has ended
  public record Limits(Duration connect, Duration all) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private final HttpClient client;
  private final Limits limits;
  private final InstantSource clock;

  public Webhooks(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// Tries once.
  ///
  /// @param id of the message at the target
  /// @throws InterruptedException if the try was broken off; it may have been taken
  public Delivery deliver(Target.Webhook to, String id, Message message)
      throws InterruptedException {
    URI url = URI.create(to.url());
    try {
      Optional<String> refused = to.allowPrivate() ? Optional.empty() : privateAddress(url);
      if (refused.isPresent()) {
        return new Delivery.Failed(
            "nothing is sent to "
                + refused.get()
                + ", which is no public address, without allow_private");
      }
      return judged(send(request(url, to, id, message)));
    } catch (IOException e) {
      return new Delivery.Failed(described(e));
    }
  }

  private static Optional<String> privateAddress(URI url) throws UnknownHostException {
    for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
      // The connection resolves the name again; Java keeps what it resolved to for 30 seconds.
      if (!PublicAddress.isPublic(address.getAddress())) {
        return Optional.of(address.getHostAddress());
      }
    }
    return Optional.empty();
  }

  private HttpRequest request(URI url, Target.Webhook to, String id, Message message) {
    byte[] body = MessageJson.write(message, to.format()).utf8();
    long seconds = clock.instant().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("User-Agent", "headgate")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(seconds))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    Optional<WebhookSecret> secret = to.secret();
    secret.ifPresent(key -> request.header("webhook-signature", key.sign(id, seconds, body)));
    return request.build();
  }

  /// The client's own limit of a request ends with the headers of its answer; this one with all.
  private HttpResponse<Void> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, _ -> new ShortBody());
    try {
      return answer.get(limits.all().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + limits.all().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static Delivery judged(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return new Delivery.Made();
    }
    return new Delivery.Failed(
        "the server answers HTTP "
            + status
            + (status / 100 == 3 ? ", a redirect, and redirects are not followed" : ""));
  }

  /// Without the URL, which the client's own words may hold.
  private static String described(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "no such host";
      case HttpConnectTimeoutException _ -> "no connection in time";
      case ConnectException _ -> "nobody answers there";
      case SSLException _ -> "no secure connection: " + e.getMessage();
      default -> String.valueOf(e.getMessage());
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
