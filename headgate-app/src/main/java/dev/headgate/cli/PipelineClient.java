package dev.headgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.event.Trace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Talks to a pipeline's API: the one in this process, the one another process runs on the same
/// data directory, or one elsewhere. There is no other way in.
public final class PipelineClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_TRIES = 8;

  /// Where something is wrong, if it stands in what was sent.
  private static final String BODY = "body";

  private final URI server;
  private final String key;
  private final Optional<SSLContext> trust;
  private final HttpClient client;
  private final Optional<String> traceparent = Traceparent.told();

  /// @param key a customer's or the pipeline team's
  public PipelineClient(URI server, String key) {
    this(server, key, Optional.empty());
  }

  /// @param trust whom to trust with an https URL; if not stated those that the JDK trusts
  PipelineClient(URI server, String key, Optional<SSLContext> trust) {
    this.server = server;
    this.key = key;
    this.trust = trust;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /// Whom it trusts with an https URL.
  Optional<SSLContext> trust() {
    return trust;
  }

  public URI server() {
    return server;
  }

  public JsonNode get(String path) {
    return exchange("GET", path, null);
  }

  public JsonNode post(String path, JsonNode body) {
    return exchange("POST", path, body);
  }

  public JsonNode put(String path, JsonNode body) {
    return exchange("PUT", path, body);
  }

  public JsonNode delete(String path) {
    return exchange("DELETE", path, null);
  }

  /// Puts a file, as it is; where it is refused for what stands in it, the file is named.
  public JsonNode putFile(String path, String text, Path file) {
    try {
      return exchange("PUT", path, "application/yaml", text);
    } catch (CommandStop stop) {
      throw stop.where().equals(BODY)
          ? new CommandStop(
              stop.exitCode(), String.valueOf(stop.getMessage()), file.toString(), stop.next())
          : stop;
    }
  }

  /// Reads an answer of JSON Lines, one line at a time.
  public void lines(String path, Consumer<String> each) {
    try {
      HttpResponse<InputStream> response =
          client.send(
              request(path).timeout(Duration.ofHours(6)).GET().build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(response.body(), StandardCharsets.UTF_8), 1 << 16)) {
        if (response.statusCode() != 200) {
          throw refused(response.statusCode(), String.valueOf(reader.readLine()), path);
        }
        boolean complete = false;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (complete) {
            throw new IOException("more after the end mark");
          }
          complete = line.isEmpty();
          if (!complete) {
            each.accept(line);
          }
        }
        if (!complete) {
          throw new IOException("the answer broke off");
        }
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private JsonNode exchange(String method, String path, @Nullable JsonNode body) {
    return exchange(method, path, "application/json", body == null ? null : body.toString());
  }

  private JsonNode exchange(String method, String path, String contentType, @Nullable String body) {
    HttpRequest request =
        request(path)
            .timeout(Duration.ofMinutes(10))
            .header("Content-Type", contentType)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> response =
            client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() == 503 && attempt < MOST_TRIES) {
          Thread.sleep(Duration.ofMillis(250L << attempt));
          continue;
        }
        if (response.statusCode() >= 300) {
          throw refused(response.statusCode(), response.body(), path);
        }
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw unreachable(e);
      } catch (SSLHandshakeException e) {
        if (attempt >= MOST_TRIES || isUntrusted(e)) {
          throw unreachable(e);
        }
        pause(attempt);
      } catch (IOException e) {
        if (attempt >= MOST_TRIES) {
          throw unreachable(e);
        }
        pause(attempt);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(Duration.ofMillis(100L << attempt));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + key);
    traceparent.ifPresent(told -> request.header(Trace.HEADER, told));
    return request;
  }

  /// A refusal carries `{"error":{"what","where","next","exit_code"}}`.
  private static CommandStop refused(int status, String body, String path) {
    ExitCode exit = status == 409 || status == 403 ? ExitCode.NO_GREEN_LIGHT : ExitCode.FAILED;
    String what = "the pipeline answered " + status;
    String where = path;
    String next = "";
    try {
      JsonNode error = JSON.readTree(body).path("error");
      what = error.path("what").asText(what);
      where = error.path("where").asText(where);
      next = error.path("next").asText(next);
      int code = error.path("exit_code").asInt(exit.number());
      for (ExitCode known : ExitCode.values()) {
        exit = known.number() == code ? known : exit;
      }
    } catch (JsonProcessingException e) {
      what = what + ": " + body.substring(0, Math.min(200, body.length()));
    }
    return new CommandStop(exit, what, where, next);
  }

  /// The client's own exceptions mostly have no message.
  private static String reason(IOException e) {
    String message = e.getMessage();
    if (message != null) {
      return message;
    }
    return e instanceof ConnectException ? "nobody answers there" : e.getClass().getSimpleName();
  }

  /// Another try changes nothing then. The client tells of a handshake that failed in a handshake's
  /// failure of its own.
  private static boolean isUntrusted(IOException e) {
    Throwable cause = e;
    while (cause instanceof SSLHandshakeException) {
      cause = cause.getCause();
    }
    return cause instanceof CertificateException;
  }

  private CommandStop unreachable(IOException e) {
    if (isUntrusted(e)) {
      return new CommandStop(
          ExitCode.USAGE,
          "the pipeline's certificate is not trusted: " + reason(e),
          server.toString(),
          "--ca FILE names whom to trust; the host of the URL must be one that the certificate is"
              + " for.");
    }
    return new CommandStop(
        ExitCode.PAUSED,
        "the pipeline cannot be reached: " + reason(e),
        server.toString(),
        "See that it runs, then run the same command again.");
  }

  private static CommandStop interrupted() {
    Thread.currentThread().interrupt();
    return new CommandStop(
        ExitCode.INTERRUPTED, "interrupted", "", "Run the same command again to go on.");
  }

  public static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
