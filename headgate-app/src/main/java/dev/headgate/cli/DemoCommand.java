package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.source.SourceFault;
import dev.headgate.synth.SynthSettings;
import dev.headgate.synth.TruthComparison;
import dev.headgate.synth.file.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `headgate demo`: the whole story on generated history.
@Command(
    name = "demo",
    description = {
      "Makes a history of 200,000 events, imports it on the embedded engines, proves it, and compares the"
          + " persons with the truth."
    })
final class DemoCommand extends CommandRun {
  private static final int DIFFERENCES_SHOWN = 5;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Events (default: ${DEFAULT-VALUE}).")
  long events;

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault, InterruptedException {
    long started = System.nanoTime();
    Path folder = Files.createTempDirectory("headgate-demo-");
    Path history = folder.resolve("history.jsonl.gz");
    screen.say("headgate: a history of " + Words.count(events) + " events goes to " + history);
    SynthWriter.TruthFiles truth = SynthWriter.TruthFiles.beside(history);
    new SynthWriter(SynthSettings.of(events)).toFile(history, truth);

    ImportCommand command = new ImportCommand();
    common.data = folder.resolve("data");
    command.common = common;
    command.export.exports = List.of(history.toString());
    command.yes = true;
    ExitCode imported = command.run(screen.forPeople());
    if (imported != ExitCode.DONE) {
      return imported;
    }
    TruthComparison persons = comparePersons(screen, truth.persons());
    report(screen, persons, folder, history, started);
    return persons.same() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private TruthComparison comparePersons(Screen screen, Path expected) throws IOException {
    Path actual = expected.resolveSibling("persons-as-imported.jsonl");
    try (Connection connection = Connection.open(common, screen);
        var out = Files.newBufferedWriter(actual)) {
      connection
          .client()
          .lines(
              "/api/v1/projects/default/export/persons",
              line -> {
                try {
                  out.write(line);
                  out.newLine();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
    }
    try (Stream<String> wanted = Files.lines(expected);
        Stream<String> got = Files.lines(actual)) {
      return TruthComparison.of(wanted.iterator(), got.iterator(), DIFFERENCES_SHOWN);
    }
  }

  private void report(
      Screen screen, TruthComparison persons, Path folder, Path history, long started) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    String data = folder.resolve("data").toString();
    screen.report(
        Stream.concat(
                persons.differences().stream(),
                Stream.of(
                    "persons: %s of %s equal the truth"
                        .formatted(Words.count(persons.equal()), Words.count(persons.expected())),
                    "",
                    "The demo took " + Words.duration(took) + ". Where to look next:",
                    "  ./headgate export persons --data " + data + " | head -n 3",
                    "  ./headgate export events --data " + data + " | head -n 3",
                    "  ./headgate import "
                        + history
                        + " --data "
                        + data
                        + " --yes   (adds nothing)",
                    "  ./headgate verify 1 --data " + data,
                    "  " + data + "/imports/1/report.html   (in a browser)",
                    "All of it is in " + folder + "; delete the folder when you have seen enough."))
            .toList());
    if (screen.json()) {
      JsonNode answer =
          Screen.object()
              .put("persons_expected", persons.expected())
              .put("persons_equal", persons.equal())
              .put("folder", folder.toString());
      screen.result(answer);
    }
  }
}
