package dev.headgate.cli;

import dev.headgate.assess.Assessed;
import dev.headgate.assess.AssessmentReport;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    Path work = Files.createTempDirectory("headgate-assess-");
    try {
      Reading reading = Reading.open(export, work);
      screen.say("headgate: " + reading.evidence());
      Assessed assessed =
          new AssessPass(screen, InstantSource.system(), System::nanoTime, () -> {}, thorough)
              .run(reading, work);
      screen.report(AssessmentReport.lines(assessed.assessment(), Screen.WIDTH));
      if (screen.json()) {
        screen.result(Screen.tree(new AssessmentJson().write(assessed.assessment()).toString()));
      }
      return ExitCode.DONE;
    } finally {
      WorkFolders.delete(work);
    }
  }
}
