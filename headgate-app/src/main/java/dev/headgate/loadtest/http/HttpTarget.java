package dev.headgate.loadtest.http;

import dev.headgate.loadtest.Answer;
import dev.headgate.loadtest.LoadRequest;
import dev.headgate.loadtest.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A pipeline over HTTP/1.1 with connections that are kept. A request is sent once: one that failed
/// is not tried again, for a load test counts what happens.
public final class HttpTarget implements Target {
  private static final int MOST_SAID = 300;

  private final URI server;
  private final String grantHeader;
  private final String grant;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /// @param grant the value of the header that says which load test it is
  public HttpTarget(URI server, String grantHeader, String grant, Duration timeout) {
    this.server = server;
    this.grantHeader = grantHeader;
    this.grant = grant;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(threads)
            .build();
  }

  @Override
  public void connect(int connections) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/healthz")).timeout(timeout).build();
    List<Future<?>> opened = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      opened.add(
          threads.submit(() -> client.send(request, HttpResponse.BodyHandlers.discarding())));
    }
    for (Future<?> each : opened) {
      try {
        var _ = each.get();
      } catch (ExecutionException e) {
        // The requests of the load test will meet the same, and are counted.
      }
    }
  }

  @Override
  public Answer send(LoadRequest request) {
    HttpRequest http =
        HttpRequest.newBuilder(server.resolve(request.path()))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header(grantHeader, grant)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body().utf8()))
            .build();
    try {
      HttpResponse<String> answer = client.send(http, HttpResponse.BodyHandlers.ofString());
      String said = answer.statusCode() == Answer.OK ? "" : answer.body();
      return new Answer.Answered(
          answer.statusCode(), said.substring(0, Math.min(MOST_SAID, said.length())));
    } catch (HttpTimeoutException e) {
      return new Answer.Unanswered("timeout", "no answer within " + timeout.toMillis() + " ms");
    } catch (ConnectException e) {
      return new Answer.Unanswered("connection", "nobody answers at " + server);
    } catch (IOException e) {
      return new Answer.Unanswered("connection", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unanswered("ended", "the load test ended before the answer");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
