package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What a live event in a request of its own costs a pipeline in this process, by sending some. The
/// client's own part is in it, so it is rather too much than too little.
final class LiveCost {
  private static final int SENDERS = 4;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private LiveCost() {}

  /// Microseconds of processor time.
  ///
  /// @param token of the project that gets the events
  static double micros(URI server, String token, int events)
      throws IOException, InterruptedException {
    URI route = server.resolve("/i/v0/e");
    send(route, token, events); // so that what is measured is warm
    StageClock clock = new StageClock(Thread.currentThread());
    send(route, token, events);
    return clock.read().all() * 1e6 / events;
  }

  private static void send(URI route, String token, int events)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        int first = sender;
        running.add(
            senders.submit(() -> {
              for (int i = first; i < events; i += SENDERS) {
                send(client, route, token, i);
              }
              return null;
            }));
      }
      for (Future<?> each : running) {
        var _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("live events could not be sent: " + e.getCause(), e);
    }
  }

  private static void send(HttpClient client, URI route, String token, int number)
      throws IOException, InterruptedException {
    ObjectNode event = Screen.object().put("api_key", token).put("event", "calibration");
    event.put("distinct_id", "calibration-" + number % 100).putObject("properties");
    HttpRequest request =
        HttpRequest.newBuilder(route)
            .timeout(LONGEST_ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event.toString()))
            .build();
    HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IOException("a live event was answered " + answer.statusCode());
    }
  }
}
