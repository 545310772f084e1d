package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What live traffic feels of an import: its requests' 99th percentile beside an import over the
/// same alone, in interleaved pairs, and before them pairs of alone over alone, whose spread says
/// what the machine can tell apart. Then an import with the event store at a third of its speed in
/// the middle third of the time.
///
/// Arguments: `--live N` (requests a second) `--peak N` (0, as by default: what the plan takes of a
/// capacity that is measured before) `--seconds S` (of each stretch) `--pairs K --aa K --slow S`
/// (seconds of the slowed import, 0 for none) `--slow-peak N` (of the slowed import; 0, as by
/// default: that of the others) `--report FILE --headgate PATH`. Pipeline, importer and load share
/// the machine.
public final class LiveBesideImport {
  private static final int CALIBRATION_SECONDS = 100;
  private static final int USUAL_PEAK = 5_000;

  /// Who asks for a plan is to find live traffic.
  private static final Duration BEFORE = Duration.ofSeconds(2);

  private static final Pattern PEAK = Pattern.compile("\"peak_per_second\":([0-9.]+)");

  private final String headgate;
  private final Path folder;
  private final int live;
  private final int peakAsked;

  /// What imports get.
  private int peak;

  private LiveBesideImport(String headgate, Path folder, int live, int peak) {
    this.headgate = headgate;
    this.folder = folder;
    this.live = live;
    this.peakAsked = peak;
    this.peak = peak > 0 ? peak : USUAL_PEAK;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int live = Integer.parseInt(EndToEnd.option(arguments, "--live", "500"));
    int peak = Integer.parseInt(EndToEnd.option(arguments, "--peak", "0"));
    int seconds = Integer.parseInt(EndToEnd.option(arguments, "--seconds", "60"));
    int pairs = Integer.parseInt(EndToEnd.option(arguments, "--pairs", "7"));
    int aaPairs = Integer.parseInt(EndToEnd.option(arguments, "--aa", "3"));
    int slow = Integer.parseInt(EndToEnd.option(arguments, "--slow", "120"));
    int slowPeak = Integer.parseInt(EndToEnd.option(arguments, "--slow-peak", "0"));
    String report = EndToEnd.option(arguments, "--report", "");
    String headgate =
        Path.of(EndToEnd.option(arguments, "--headgate", "headgate")).toAbsolutePath().toString();
    Path folder = Files.createTempDirectory("headgate-beside-");
    if (peak == 0) {
      ChildProcess.run(
          List.of(
              headgate,
              "calibrate",
              "--data",
              folder.resolve("pipeline").toString(),
              "--seconds",
              Integer.toString(CALIBRATION_SECONDS)),
          folder);
    }
    try (StandalonePipeline pipeline =
        StandalonePipeline.start(
            headgate, folder.resolve("pipeline"), Map.of("HEADGATE_SLOW_STORE", "3"))) {
      LiveBesideImport benchmark = new LiveBesideImport(headgate, folder, live, peak);
      benchmark.warmUp(pipeline);
      benchmark.measure(pipeline, Duration.ofSeconds(seconds), pairs, aaPairs);
      if (slow > 0) {
        benchmark.slowed(pipeline, slow, slowPeak);
      }
      if (!report.isEmpty()) {
        System.out.println(benchmark.pace(pipeline, report));
      }
    } finally {
      EndToEnd.delete(folder);
    }
  }

  private void warmUp(StandalonePipeline pipeline)
      throws IOException, InterruptedException, ExecutionException {
    beside(pipeline, 0, Duration.ofSeconds(20));
    if (peakAsked == 0) {
      Matcher planned = PEAK.matcher(pipeline.get("/api/v1/imports/1"));
      if (!planned.find()) {
        throw new IOException("the first import has no plan");
      }
      peak = (int) Math.round(Double.parseDouble(planned.group(1)));
    }
    System.out.printf(Locale.ROOT, "imports at %,d events/s%n", peak);
    System.out.println("warm: " + load(pipeline, Duration.ofSeconds(10)));
  }

  private void measure(StandalonePipeline pipeline, Duration stretch, int pairs, int aaPairs)
      throws IOException, InterruptedException, ExecutionException {
    List<Double> same = new ArrayList<>();
    for (int i = 0; i < aaPairs; i++) {
      double one = load(pipeline, stretch).p99Millis();
      same.add(load(pipeline, stretch).p99Millis() / one);
    }
    if (!same.isEmpty()) {
      System.out.println("A/A (alone over alone), p99: " + EndToEnd.spread(same));
    }
    List<Double> alones = new ArrayList<>();
    List<Double> besides = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> delays = new ArrayList<>();
    int failed = 0;
    for (int i = 0; i < pairs; i++) {
      LiveLoad.Outcome alone = load(pipeline, stretch);
      LiveLoad.Outcome beside = beside(pipeline, i + 1, stretch);
      alones.add(alone.p99Millis());
      besides.add(beside.p99Millis());
      ratios.add(beside.p99Millis() / alone.p99Millis());
      delays.add(beside.longestDelayMillis());
      failed += alone.failed() + beside.failed();
      System.out.printf(
          Locale.ROOT,
          "pair %d: alone p50 %.1f p99 %.1f ms, stored within %.0f ms; beside an import p50 %.1f"
              + " p99 %.1f ms, stored within %.0f ms; ratio %.2f%n",
          i + 1,
          alone.p50Millis(),
          alone.p99Millis(),
          alone.longestDelayMillis(),
          beside.p50Millis(),
          beside.p99Millis(),
          beside.longestDelayMillis(),
          ratios.getLast());
    }
    System.out.println("alone, p99 ms:            " + EndToEnd.spread(alones));
    System.out.println("beside an import, p99 ms: " + EndToEnd.spread(besides));
    System.out.println("ratio:                    " + EndToEnd.spread(ratios));
    System.out.println("stored within, longest:   " + EndToEnd.spread(delays));
    System.out.println("requests not answered 200: " + failed);
  }

  private LiveLoad.Outcome load(StandalonePipeline pipeline, Duration duration)
      throws IOException, InterruptedException {
    return new LiveLoad(pipeline.url(), pipeline.projectToken(), pipeline.pipelineKey(), live)
        .run(duration);
  }

  /// Loads from when an import begins to send until it has sent for so long.
  private LiveLoad.Outcome beside(StandalonePipeline pipeline, int number, Duration stretch)
      throws IOException, InterruptedException, ExecutionException {
    Path history = history(number, Math.round(peak * 1.1 * stretch.toSeconds()));
    try (ExecutorService importing = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ChildProcess> run =
          importing.submit(() -> importOf(pipeline, history, number, peakAsked));
      awaitSending(pipeline, number);
      LiveLoad.Outcome outcome = load(pipeline, stretch);
      requireVerified(run.get());
      return outcome;
    } finally {
      Files.delete(history);
    }
  }

  private Path history(int seed, long events) throws IOException, InterruptedException {
    Path history = folder.resolve("history-" + seed + ".jsonl");
    ChildProcess.synth(
        headgate,
        history,
        folder,
        "--events",
        Long.toString(events),
        "--seed",
        Integer.toString(1_000 + seed));
    return history;
  }

  private ChildProcess importOf(StandalonePipeline pipeline, Path history, int number, int atMost)
      throws IOException, InterruptedException {
    return ChildProcess.importTo(
        pipeline.url().toString(),
        pipeline.pipelineKey(),
        headgate,
        history,
        folder.resolve("importer-" + number),
        atMost,
        folder);
  }

  /// The start of the importer's JVM and its assessment are not the pipeline's to pace.
  private void awaitSending(StandalonePipeline pipeline, int number)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (pipeline.get("/api/v1/governor").matches("(?s).*(\"factors\":\\{}}|\\[)]}")) {
      if (System.nanoTime() > deadline) {
        throw new IOException("import " + number + " has not begun to send within five minutes");
      }
      load(pipeline, BEFORE);
    }
  }

  private static void requireVerified(ChildProcess run) throws IOException {
    if (!run.output().contains("\"verified\":true")) {
      throw new IOException("the import was not verified: " + run.output());
    }
  }

  /// An import that runs into a store at a third of its speed, and out of it again.
  private void slowed(StandalonePipeline pipeline, int seconds, int slowPeak)
      throws IOException, InterruptedException, ExecutionException {
    Path slow = folder.resolve("pipeline").resolve("slow-store");
    int atMost = slowPeak > 0 ? slowPeak : peakAsked;
    Path history = history(999, (long) (slowPeak > 0 ? slowPeak : peak) * seconds);
    Duration third = Duration.ofSeconds(seconds / 3);
    try (ExecutorService importing = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ChildProcess> run = importing.submit(() -> importOf(pipeline, history, 999, atMost));
      awaitSending(pipeline, 999);
      System.out.println("slowed store, before: " + load(pipeline, third));
      Files.createFile(slow);
      System.out.println("slowed store, slowed: " + load(pipeline, third));
      Files.delete(slow);
      System.out.println("slowed store, after:  " + load(pipeline, third));
      requireVerified(run.get());
      System.out.println("slowed store: the import is verified");
    } finally {
      Files.deleteIfExists(slow);
      Files.delete(history);
    }
  }

  private String pace(StandalonePipeline pipeline, String report)
      throws IOException, InterruptedException {
    return ChildProcess.run(
            List.of(
                headgate,
                "pace",
                "--server",
                pipeline.url().toString(),
                "--key",
                pipeline.pipelineKey(),
                "--report",
                report),
            folder)
        .output();
  }
}
