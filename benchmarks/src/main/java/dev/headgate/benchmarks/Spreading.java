package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A history in which one id has most of the events, imported with its events spread over
/// partitions and with all of them in one, in interleaved pairs: rate, the fullest partition's
/// share of the events, and whether the persons are those of the truth.
///
/// Arguments: `--events N --hot SHARE --pairs K --headgate PATH`.
public final class Spreading {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern WALL = Pattern.compile("\"wall_seconds\":([0-9.E+-]+)");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");
  private static final Pattern KEY = Pattern.compile("\"pipeline_key\":\"([^\"]+)\"");
  private static final Pattern HISTORICAL =
      Pattern.compile("\"lane\":\"historical\",\"partition\":\\d+,\"events\":(\\d+)");

  private final String headgate;
  private final Path folder;
  private final long events;

  private Spreading(String headgate, Path folder, long events) {
    this.headgate = headgate;
    this.folder = folder;
    this.events = events;
  }

  private record Run(double eventsPerSecond, double fullest) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    long events = Long.parseLong(EndToEnd.option(arguments, "--events", "2000000"));
    String hot = EndToEnd.option(arguments, "--hot", "0.6");
    int pairs = Integer.parseInt(EndToEnd.option(arguments, "--pairs", "7"));
    String headgate =
        Path.of(EndToEnd.option(arguments, "--headgate", "headgate")).toAbsolutePath().toString();
    Path folder = Files.createTempDirectory("headgate-benchmark-");
    try {
      new Spreading(headgate, folder, events).measure(hot, pairs);
    } finally {
      EndToEnd.delete(folder);
    }
  }

  private void measure(String hot, int pairs) throws IOException, InterruptedException {
    Path history = folder.resolve("history.jsonl");
    ChildProcess.run(
        List.of(
            headgate,
            "synth",
            "--events",
            Long.toString(events),
            "--hot-share",
            hot,
            "--out",
            history.toString()),
        folder);
    List<Double> ratios = new ArrayList<>();
    for (int pair = 1; pair <= pairs; pair++) {
      Run kept = importOnce(history, false);
      Run spread = importOnce(history, true);
      ratios.add(spread.eventsPerSecond / kept.eventsPerSecond);
      System.out.printf(
          Locale.ROOT,
          "pair %d: in one partition %,.0f/s, fullest %.1f %%; spread %,.0f/s, fullest %.1f %%;"
              + " ratio %.3f; persons equal the truth%n",
          pair,
          kept.eventsPerSecond,
          100 * kept.fullest,
          spread.eventsPerSecond,
          100 * spread.fullest,
          ratios.getLast());
    }
    System.out.println("spread over kept: " + EndToEnd.spread(ratios));
  }

  private Run importOnce(Path history, boolean spread) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(folder, "data-");
    ProcessBuilder standalone =
        new ProcessBuilder(headgate, "standalone", "--data", data.toString(), "--port", "0");
    standalone.environment().put("HEADGATE_SPREAD_IDS", spread ? "on" : "off");
    standalone.redirectOutput(data.resolve("out.txt").toFile());
    standalone.redirectError(data.resolve("err.txt").toFile());
    Process pipeline = standalone.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String url = awaitReady(client, data.resolve("server.json"));
      ChildProcess run =
          ChildProcess.run(
              List.of(
                  headgate,
                  "import",
                  history.toString(),
                  "--data",
                  data.toString(),
                  "--peak",
                  "1000000",
                  "--yes",
                  "--json",
                  "--quiet"),
              folder);
      if (!run.output().contains("\"verified\":true")) {
        throw new IOException("the import was not verified");
      }
      checkPersons(history, data);
      String key = find(KEY, Files.readString(data.resolve("keys.json")));
      String partitions =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/api/v1/log/partitions"))
                      .header("Authorization", "Bearer " + key)
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return new Run(events / Double.parseDouble(find(WALL, run.output())), fullest(partitions));
    } finally {
      pipeline.destroy();
      if (!pipeline.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        pipeline.destroyForcibly();
      }
      EndToEnd.delete(data);
    }
  }

  private void checkPersons(Path history, Path data) throws IOException, InterruptedException {
    String persons =
        ChildProcess.run(
                List.of(headgate, "export", "persons", "--data", data.toString(), "--quiet"),
                folder)
            .output();
    if (!persons.equals(Files.readString(Path.of(history + ".persons.jsonl")))) {
      throw new IOException("the persons are not those of the truth");
    }
  }

  private static String awaitReady(HttpClient client, Path file)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      Thread.sleep(Duration.ofMillis(100));
      if (Files.exists(file)) {
        String url = find(URL, Files.readString(file));
        try {
          HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/readyz")).build();
          if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return url;
          }
        } catch (IOException e) {
          // It is starting; asked again until the patience is over.
          if (System.nanoTime() >= until) {
            throw e;
          }
        }
      }
    }
    throw new IOException("the pipeline was not ready in time");
  }

  private static double fullest(String partitions) {
    long sum = 0;
    long most = 0;
    Matcher each = HISTORICAL.matcher(partitions);
    while (each.find()) {
      long count = Long.parseLong(each.group(1));
      sum += count;
      most = Math.max(most, count);
    }
    return (double) most / Math.max(1, sum);
  }

  private static String find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
