package dev.headgate.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/// `headgate export events | persons`: what is stored, as JSON Lines.
@Command(
    name = "export",
    description = "Writes what is stored as JSON Lines.",
    subcommands = {ExportCommand.Events.class, ExportCommand.Persons.class})
final class ExportCommand {

  @Command(
      name = "events",
      description = "Events, sorted by (timestamp, uuid), each with the person it belongs to now.")
  static final class Events extends CommandRun {
    @Override
    ExitCode run(Screen screen) throws IOException {
      return stream(this, "events", screen);
    }
  }

  @Command(name = "persons", description = "Persons, sorted by their smallest distinct_id.")
  static final class Persons extends CommandRun {
    @Override
    ExitCode run(Screen screen) throws IOException {
      return stream(this, "persons", screen);
    }
  }

  private static ExitCode stream(CommandRun command, String what, Screen screen)
      throws IOException {
    Writer out =
        new BufferedWriter(new OutputStreamWriter(command.out(), StandardCharsets.UTF_8), 1 << 16);
    try (Connection connection = Connection.toData(command.common, screen)) {
      String project = PipelineClient.encoded(command.common.project);
      connection
          .client()
          .lines(
              "/api/v1/projects/" + project + "/export/" + what,
              line -> {
                try {
                  out.write(line);
                  out.write('\n');
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    out.flush();
    return ExitCode.DONE;
  }

  private ExportCommand() {}
}
