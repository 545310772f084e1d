package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Live traffic as an open model: requests are due at times that nobody's answers move, and how
/// long one took is counted from when it was due. Each is a page view as posthog-js sends it.
/// Beside them an event is sent every ten seconds and asked for until it can be queried: no more
/// often, because each question looks through what is stored, and would be felt itself.
final class LiveLoad {
  private static final int BETWEEN_PROBES_SECONDS = 10;
  private static final Duration BEFORE_QUESTIONS = Duration.ofMillis(150);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

  private final URI server;
  private final String token;
  private final String key;
  private final int perSecond;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Long> nanos = new ArrayList<>();
  private final List<Long> delays = new ArrayList<>();
  private final AtomicInteger failed = new AtomicInteger();

  LiveLoad(URI server, String token, String key, int perSecond) {
    this.server = server;
    this.token = token;
    this.key = key;
    this.perSecond = perSecond;
  }

  /// What came of a load.
  ///
  /// @param requests answered 200
  /// @param failed anything else
  /// @param p99Millis from when a request was due to its answer
  /// @param longestDelayMillis from sending an event until it can be queried, of one event in ten
  ///   seconds; nobody asks in the first 150 ms
  record Outcome(
      int requests, int failed, double p50Millis, double p99Millis, double longestDelayMillis) {}

  /// Loads for so long, and waits for the last answers.
  Outcome run(Duration duration) throws InterruptedException {
    long start = System.nanoTime();
    long requests = duration.toMillis() * perSecond / 1000;
    SplittableRandom random = new SplittableRandom(start);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; i < requests; i++) {
        long due = start + i * 1_000_000_000L / perSecond;
        long wait = due - System.nanoTime();
        while (wait > 0) {
          LockSupport.parkNanos(wait);
          wait = due - System.nanoTime();
        }
        String body = pageView(random.nextInt(5_000), UUID.randomUUID().toString());
        senders.execute(() -> send(body, due));
        if (i % ((long) perSecond * BETWEEN_PROBES_SECONDS) == 0) {
          senders.execute(this::probe);
        }
      }
    }
    return new Outcome(
        nanos.size(),
        failed.get(),
        percentile(nanos, 0.5),
        percentile(nanos, 0.99),
        percentile(delays, 1));
  }

  private String pageView(int person, String uuid) {
    return ("{\"api_key\":\"%s\",\"event\":\"$pageview\",\"uuid\":\"%s\",\"distinct_id\":\"visitor-%d\","
            + "\"properties\":{\"$current_url\":\"https://shop.example/articles/%d\",\"$host\":"
            + "\"shop.example\",\"$pathname\":\"/articles/%d\",\"$browser\":\"Firefox\","
            + "\"$browser_version\":141,\"$os\":\"Linux\",\"$screen_height\":1080,\"$screen_width\":"
            + "1920,\"$viewport_height\":960,\"$viewport_width\":1900,\"$lib\":\"web\","
            + "\"$lib_version\":\"1.260.0\",\"$insert_id\":\"%s\",\"$referrer\":\"$direct\","
            + "\"$referring_domain\":\"$direct\",\"$session_id\":\"%s\",\"$window_id\":\"%s\"}}")
        .formatted(token, uuid, person, person % 997, person % 997, uuid, uuid, uuid);
  }

  private boolean post(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/i/v0/e/"))
            .timeout(LONGEST_DELAY)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  private void send(String body, long due) {
    try {
      if (post(body)) {
        long took = System.nanoTime() - due;
        synchronized (nanos) {
          nanos.add(took);
        }
        return;
      }
    } catch (IOException e) {
      // Counted like any other answer that is none.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failed.incrementAndGet();
  }

  private void probe() {
    String uuid = UUID.randomUUID().toString();
    HttpRequest question =
        HttpRequest.newBuilder(server.resolve("/api/v1/projects/default/explain/event/" + uuid))
            .header("Authorization", "Bearer " + key)
            .build();
    long from = System.nanoTime();
    try {
      post(pageView(ThreadLocalRandom.current().nextInt(5_000), uuid));
      LockSupport.parkNanos(BEFORE_QUESTIONS.toNanos());
      long took = 0;
      while (took < LONGEST_DELAY.toNanos()) {
        String answer = client.send(question, HttpResponse.BodyHandlers.ofString()).body();
        took = System.nanoTime() - from;
        if (answer.contains("\"distinct_id\"")) {
          break;
        }
        LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
      }
      synchronized (delays) {
        delays.add(took);
      }
    } catch (IOException e) {
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double percentile(List<Long> values, double share) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }
}
