package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.plan.Calibration;
import dev.headgate.plan.CalibrationRun;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.json.CapacityJson;
import dev.headgate.source.SourceFault;
import dev.headgate.standalone.CapacityFile;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.Keys;
import dev.headgate.standalone.KeysFault;
import dev.headgate.standalone.ServerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `headgate calibrate`: measures what a pipeline of this installation can take.
///
/// Some generated histories are imported, each into a pipeline of its own in a folder beside the
/// data, on the same disk, which is deleted afterwards: nothing of them comes near the data.
@Command(
    name = "calibrate",
    description = {
      "Measures what this installation can take, by some imports of generated history into pipelines of"
          + " their own beside the data; nothing of them stays. Plans are made for what was measured."
    })
final class CalibrateCommand extends CommandRun {
  private static final String FOLDER = "calibrate";
  private static final int EVENTS_A_SECOND_OF_TIME = 2_500;
  private static final int LIVE_A_SECOND_OF_TIME = 50;
  private static final int FEWEST_EVENTS = 5_000;
  private static final int MOST_EVENTS = 1_000_000;
  private static final int LEAST_SECONDS = 1;
  private static final int MOST_SECONDS = 600;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "About how long it may take, 1 to 600 (default: ${DEFAULT-VALUE}); longer is more exact.")
  int seconds;

  @Option(
      names = "--beside-live",
      description = "Also where a pipeline on the data has live traffic, which will feel it.")
  boolean besideLive;

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault, InterruptedException {
    checkOptions();
    DataDirectory directory = DataDirectory.at(common.data);
    checkNeighbour(directory, screen);
    DataDirectory own = DataDirectory.at(directory.folder().resolve(FOLDER));
    switch (own.take()) {
      case DataDirectory.Held held -> {
        // Taking it has cleared away what a run that was killed left.
        try (held;
            Leftovers _ = () -> WorkFolders.delete(own.folder())) {
          measure(own.workFolder(FOLDER), directory.capacityFile(), screen);
        }
      }
      case DataDirectory.HeldByOther _ ->
          throw new CommandStop(
              ExitCode.FAILED,
              "another headgate calibrate measures this installation",
              own.folder().toString(),
              "Wait for it: two at once would measure each other.");
    }
    return ExitCode.DONE;
  }

  /// What is deleted however a measurement ends.
  private interface Leftovers extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private void measure(Path folder, Path file, Screen screen)
      throws IOException, SourceFault, InterruptedException {
    CalibrationLoad load = new CalibrationLoad(folder);
    List<CalibrationRun> runs = new ArrayList<>();
    List<CalibrationHistory> histories = histories();
    for (CalibrationHistory history : histories) {
      screen.status(
          "run %d of %d, %s".formatted(runs.size() + 1, histories.size(), history.name()));
      CalibrationRun run = load.run(history, runs);
      runs.add(run);
      screen.say(CalibrationReport.progress(run, runs.size(), histories.size()));
    }
    Capacity capacity =
        Calibration.of(
            runs,
            Capacity.EMBEDDED.partitions(),
            load.liveMicros(Math.clamp((long) seconds * LIVE_A_SECOND_OF_TIME, 100, 4_000)),
            new Capacity.Measurement(InstantSource.system().instant(), machine(), runs.size()));
    new CapacityFile(file).write(capacity);
    screen.report(CalibrationReport.lines(capacity, runs, file));
    if (screen.json()) {
      screen.result(document(capacity, runs));
    }
  }

  private void checkOptions() {
    if (common.server.filter(url -> !url.isBlank()).isPresent()) {
      throw new CommandStop(
          ExitCode.USAGE,
          "a pipeline elsewhere is not measured from here",
          common.server.orElse(""),
          "Run headgate calibrate --data DIR on its own machine, with its data directory.");
    }
    if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
      throw new CommandStop(
          ExitCode.USAGE,
          "--seconds is " + seconds,
          "headgate calibrate",
          "A number from %d to %d.".formatted(LEAST_SECONDS, MOST_SECONDS));
    }
  }

  /// A pipeline that runs on the data shares the machine: its live traffic would feel this, and
  /// what it does would be measured as if it were this.
  private void checkNeighbour(DataDirectory directory, Screen screen) throws IOException {
    switch (directory.take()) {
      case DataDirectory.Held held -> held.close();
      case DataDirectory.HeldByOther(Optional<ServerFile> server) -> {
        double live = server.isPresent() ? livePerSecond(directory, server.get()) : 0;
        if (live > 0 && !besideLive) {
          throw new CommandStop(
              ExitCode.FAILED,
              String.format(
                  Locale.ROOT,
                  "a pipeline runs on this data with %.0f live events a second, which would feel it",
                  live),
              directory.folder().toString(),
              "Measure when there is no live traffic, or say --beside-live.");
        }
        screen.say(
            "headgate: a pipeline runs on this data; what it does meanwhile makes the figures worse");
      }
    }
  }

  private static double livePerSecond(DataDirectory directory, ServerFile server)
      throws IOException {
    try {
      Optional<Keys> keys = Keys.read(directory.keysFile());
      if (keys.isEmpty()) {
        return 0;
      }
      double last = 0;
      for (JsonNode moment :
          new PipelineClient(server.url(), keys.get().pipelineKey())
              .get("/api/v1/governor")
              .path("trace")) {
        last = moment.path("live_per_second").asDouble();
      }
      return last;
    } catch (KeysFault e) {
      throw new CommandStop(
          ExitCode.FAILED, String.valueOf(e.getMessage()), directory.folder().toString(), e.next());
    }
  }

  /// The first meets a cold program, the last ones a warm one; those between say what bytes and
  /// merges cost.
  private List<CalibrationHistory> histories() {
    long events = Math.clamp((long) seconds * EVENTS_A_SECOND_OF_TIME, FEWEST_EVENTS, MOST_EVENTS);
    return List.of(
        CalibrationHistory.usual(events, 1),
        CalibrationHistory.usual(events, 2),
        CalibrationHistory.large(events * 2 / 5, 3),
        CalibrationHistory.merging(events * 3 / 5, 4),
        CalibrationHistory.usual(events, 5),
        CalibrationHistory.usual(events, 6));
  }

  private static String machine() {
    return "%d processors, %s %s, Java %s, heap of %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            Words.bytes(Runtime.getRuntime().maxMemory()));
  }

  private static JsonNode document(Capacity capacity, List<CalibrationRun> runs) {
    ObjectNode result = Screen.object();
    result.set("capacity", Screen.tree(new CapacityJson().write(capacity).toString()));
    ArrayNode list = result.putArray("runs");
    for (CalibrationRun run : runs) {
      list.addObject()
          .put("name", run.name())
          .put("events", run.load().events())
          .put("bytes_per_event", run.load().mix().bytesPerEvent())
          .put("merges_per_event", run.load().mix().mergesPerEvent())
          .put("stored_seconds", run.storedSeconds())
          .put("proof_seconds", run.proofSeconds())
          .put("cpu_seconds", run.cpu().all())
          .put("miss", Calibration.miss(run, capacity));
    }
    return result;
  }
}
