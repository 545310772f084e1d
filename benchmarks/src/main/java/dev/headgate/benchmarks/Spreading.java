package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A history in which one id has most of the events, imported with its events spread over
/// partitions and with all of them in one, in interleaved pairs: rate, the fullest partition's
/// share of the events, and whether the persons are those of the truth.
///
/// Arguments: `--events N --hot SHARE --pairs K --headgate PATH`.
public final class Spreading {
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
    ChildProcess.synth(
        headgate, history, folder, "--events", Long.toString(events), "--hot-share", hot);
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
    Map<String, String> locality = Map.of("HEADGATE_SPREAD_IDS", spread ? "on" : "off");
    try (StandalonePipeline pipeline = StandalonePipeline.start(headgate, data, locality);
        HttpClient client = HttpClient.newHttpClient()) {
      ChildProcess run = ChildProcess.importOf(headgate, history, data, folder);
      checkPersons(history, data);
      HttpRequest partitions =
          HttpRequest.newBuilder(pipeline.url().resolve("/api/v1/log/partitions"))
              .header("Authorization", "Bearer " + pipeline.pipelineKey())
              .build();
      double fullest =
          fullest(client.send(partitions, HttpResponse.BodyHandlers.ofString()).body());
      return new Run(events / EndToEnd.number(EndToEnd.WALL, run.output()), fullest);
    } finally {
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
}
