import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import java.util.Map;

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
    for (int n = 0; n < count; n++) {
      PostHogCaptureOptions options = PostHogCaptureOptions.builder().property("n", n).build();
      posthog.capture("device", "n", options);
      Thread.sleep(every);
    }
    posthog.identify("user", Map.of("plan", "pro"));
    posthog.alias("user", "device");
    posthog.flush();
    Thread.sleep(every > 0 ? 25_000 : 3_000);
    posthog.close();
  }

  private static void old(String url, String token, int count, int every) throws Exception {
    var posthog = new com.posthog.java.PostHog.Builder(token).host(url).build();
    for (int n = 0; n < count; n++) {
      posthog.capture("device", "n", Map.of("n", n));
      Thread.sleep(every);
    }
    posthog.identify("user", Map.of("plan", "pro"));
    posthog.alias("user", "device");
    posthog.shutdown();
  }
}
