import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// `Send CLIENT URL TOKEN COUNT EVERY_MS`: what send.js does, by the clients that are written in Java.
class Send {
  public static void main(String[] args) throws Exception {
    String url = args[1];
    String token = args[2];
    int count = Integer.parseInt(args[3]);
    int every = Integer.parseInt(args[4]);
    switch (args[0]) {
      case "posthog-server" -> server(url, token, count, every);
      case "posthog-java" -> old(url, token, count, every);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static void server(String url, String token, int count, int every) throws Exception {
    PostHogConfig config =
        new PostHogConfig.Builder(token).host(url).flushAt(10).flushIntervalSeconds(1).build();
    PostHogInterface posthog = com.posthog.server.PostHog.with(config);
    paced(
        count,
        every,
        n ->
            posthog.capture(
                "device", "n", PostHogCaptureOptions.builder().property("n", n).build()));
    posthog.identify("user", Map.of("plan", "pro"));
    posthog.alias("user", "device");
    posthog.flush();
    // It does not say when it has nothing left to send: who runs this ends its input when all is
    // stored.
    System.in.readAllBytes();
    posthog.close();
  }

  private static void old(String url, String token, int count, int every) throws Exception {
    var posthog = new com.posthog.java.PostHog.Builder(token).host(url).build();
    paced(count, every, n -> posthog.capture("device", "n", Map.of("n", n)));
    posthog.identify("user", Map.of("plan", "pro"));
    posthog.alias("user", "device");
    posthog.shutdown();
  }

  /// Sends one every so many milliseconds, by a clock that does not drift.
  private static void paced(int count, int everyMillis, IntConsumer send) throws Exception {
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      List<ScheduledFuture<?>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int n = i;
        sent.add(
            clock.schedule(() -> send.accept(n), (long) n * everyMillis, TimeUnit.MILLISECONDS));
      }
      for (ScheduledFuture<?> each : sent) {
        each.get();
      }
    }
  }
}
