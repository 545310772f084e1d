package dev.headgate.cli;

import dev.headgate.assess.Assessed;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.AssessmentReport;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.console.report.ReportPage;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Conditions;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.Planner;
import dev.headgate.plan.Wishes;
import dev.headgate.source.SourceFault;
import dev.headgate.standalone.CapacityFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate assess`: the report alone. Sends nothing and needs no engine and no data directory.
@Command(
    name = "assess",
    description =
        "Reads an export once and reports what an import of it would mean. Sends nothing.")
final class AssessCommand extends CommandRun {
  @Mixin ExportOptions export = new ExportOptions();

  @Option(
      names = "--thorough",
      description =
          "Look at the properties of every event, not only of a sample (slower; everything else is"
              + " counted from every event anyway).")
  boolean thorough;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report also as one page of HTML.")
  Optional<Path> report = Optional.empty();

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    report.ifPresent(AssessCommand::checkFolder);
    Path work = Files.createTempDirectory("headgate-assess-");
    try {
      Reading reading = Reading.open(export, work);
      screen.say("headgate: " + reading.evidence());
      Assessed assessed =
          new AssessPass(screen, InstantSource.system(), System::nanoTime, () -> {}, thorough)
              .run(reading, work);
      Assessment found = assessed.assessment();
      // What the pipeline of this data directory, or one of the usual size, would propose.
      Capacity capacity = new CapacityFile(common.data.resolve(CapacityFile.NAME)).current();
      ImportPlan plan =
          Planner.simulated(
              found, Wishes.NONE, capacity, AssessCommand::somewhere, Conditions.ALONE);
      screen.report(AssessmentReport.lines(found, Optional.of(plan.proposal()), Screen.WIDTH));
      screen.report(SimulationWords.lines(plan.simulation()));
      if (report.isPresent()) {
        Files.writeString(
            report.get(), ReportPage.of("Assessment", found, Optional.of(plan), List.of()));
        screen.say("headgate: the report is in " + report.get());
      }
      if (screen.json()) {
        screen.result(Screen.tree(new AssessmentJson().write(found).toString()));
      }
      return ExitCode.DONE;
    } finally {
      WorkFolders.delete(work);
    }
  }

  /// Where an id will be depends on the project's token, which nobody knows yet.
  private static int somewhere(String distinctId) {
    return distinctId.hashCode();
  }

  private static void checkFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CommandStop(
          ExitCode.USAGE,
          "there is no folder to write the report to",
          String.valueOf(folder),
          "make it, or name a file elsewhere with --report");
    }
  }
}
