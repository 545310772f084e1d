package dev.headgate.cli;

import dev.headgate.assess.Assessment;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.CalibrationRun;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.LoadProfile;
import dev.headgate.plan.json.PlanJson;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The imports of a calibration: as `headgate import` does them, at full speed, each into a
/// pipeline of its own in this process.
final class CalibrationLoad {
  private static final double FULL_SPEED = 1e6;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Path folder;
  private final Screen silent;

  /// @param folder for all of it
  CalibrationLoad(Path folder) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    this.folder = folder;
    this.silent = new Screen(nowhere, nowhere, false, true, false, System::nanoTime);
  }

  /// Imports a history, and forgets it.
  ///
  /// @param before the runs so far, in this process
  CalibrationRun run(CalibrationHistory history, List<CalibrationRun> before)
      throws IOException, SourceFault, InterruptedException {
    Path file = folder.resolve("history.jsonl");
    history.write(file);
    ImportCommand command = new ImportCommand();
    command.common = common();
    command.export.exports = List.of(file.toString());
    command.yes = true;
    command.peak = Optional.of(FULL_SPEED);
    Watch watch = new Watch(Thread.currentThread());
    command.listener = watch;
    ExitCode code = command.run(silent);
    if (code != ExitCode.DONE || watch.cpu.isEmpty()) {
      throw new CommandStop(
          ExitCode.FAILED,
          "an import of generated history did not come out as it should",
          command.common.data.toString(),
          "See what the pipeline said above. Is there room on the disk?");
    }
    CalibrationRun run = run(history, before, watch);
    WorkFolders.delete(command.common.data);
    return run;
  }

  private CommonOptions common() {
    CommonOptions common = new CommonOptions();
    common.data = folder.resolve("data");
    common.quiet = true;
    return common;
  }

  /// What is noted of a run.
  private static final class Watch implements RunClock.Listener {
    private final Thread importer;
    private final RunClock times = new RunClock(System::nanoTime, RunClock.Listener.NONE);
    private Optional<StageClock> clock = Optional.empty();
    private Optional<CalibrationRun.StageCpu> cpu = Optional.empty();
    private double waitingEvents;

    Watch(Thread importer) {
      this.importer = importer;
    }

    @Override
    public void reached(RunClock.Mark mark) {
      times.reach(mark);
      switch (mark) {
        case BEGUN -> clock = Optional.of(new StageClock(importer));
        case STORED -> cpu = clock.map(StageClock::read);
        case SENT, PROVED -> {
          // Only the time counts.
        }
      }
    }

    @Override
    public void felt(Felt felt) {
      waitingEvents = felt.waitingEvents();
    }
  }

  private CalibrationRun run(CalibrationHistory history, List<CalibrationRun> before, Watch watch)
      throws IOException {
    Path kept = folder.resolve("data").resolve("imports").resolve("1");
    try {
      Assessment assessment =
          new AssessmentJson()
              .read(JsonBytes.of(Files.readString(kept.resolve("assessment.json"))));
      ImportPlan plan =
          new PlanJson().read(JsonBytes.of(Files.readString(kept.resolve("plan.json"))));
      return new CalibrationRun(
          history.name(),
          LoadProfile.of(
              assessment,
              Capacity.EMBEDDED.partitions(),
              id -> id.hashCode(),
              history.settings().seed()),
          plan,
          before.stream().mapToDouble(run -> run.load().events()).sum(),
          watch.times.seconds(RunClock.Mark.STORED),
          watch.times.seconds(RunClock.Mark.PROVED) - watch.times.seconds(RunClock.Mark.STORED),
          watch.waitingEvents,
          watch.cpu.orElseThrow());
    } catch (MalformedJson e) {
      throw new IOException("what an import wrote down is not readable: " + e.getMessage(), e);
    }
  }

  /// What a live event costs, in a program that is warm by now.
  ///
  /// @param events to find out with
  double liveMicros(int events) throws IOException, InterruptedException {
    CommonOptions common = common();
    try (Connection connection = Connection.open(common, silent)) {
      while (!connection
          .client()
          .post("/api/v1/engines/warm", Screen.object())
          .path("ready")
          .asBoolean()) {
        Thread.sleep(BETWEEN_LOOKS);
      }
      return LiveCost.micros(
          connection.client().server(), connection.projectToken(common.project), events);
    } finally {
      WorkFolders.delete(common.data);
    }
  }
}
