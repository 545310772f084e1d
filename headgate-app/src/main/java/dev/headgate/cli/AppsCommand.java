package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate apps set | list | show | test`: what a project's events go through before they are
/// stored.
@Command(
    name = "apps",
    description =
        "Sets, lists and tries out a project's apps: what its events go through before they are stored.",
    subcommands = {
      AppsCommand.Put.class,
      AppsCommand.ListAll.class,
      AppsCommand.Show.class,
      AppsTrial.class
    })
final class AppsCommand {
  private AppsCommand() {}

  @Command(
      name = "set",
      description = {
        "Sets a project's apps, as a new version. Live events captured from then on meet them, and"
            + " imports that ask for their first green light. For the pipeline team."
      })
  static final class Put extends CommandRun {
    @Parameters(paramLabel = "FILE", description = "The apps, in YAML or JSON (docs/apps.md).")
    Path file = Path.of("");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    Optional<String> reason = Optional.empty();

    @Override
    ExitCode run(Screen screen) throws IOException {
      String text = read(file);
      try (Connection connection = Connection.open(common, screen)) {
        String path = path(common) + reason.map(why -> "?reason=" + encoded(why)).orElse("");
        show(screen, connection.client().putFile(path, text, file));
      }
      return ExitCode.DONE;
    }
  }

  /// A file of apps.
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandStop(
          ExitCode.USAGE,
          "the file of apps cannot be read: " + e.getMessage(),
          file.toString(),
          "see that it is there, that you may read it, and that it is UTF-8");
    }
  }

  private static String path(CommonOptions common) {
    return "/api/v1/projects/" + encoded(common.project) + "/apps";
  }

  private static String encoded(String text) {
    return PipelineClient.encoded(text);
  }

  private static void show(Screen screen, JsonNode answer) {
    if (screen.json()) {
      screen.result(answer);
    } else {
      screen.report(AppsReport.ofProject(answer));
    }
  }

  @Command(
      name = "list",
      description = "Lists a project's apps, what each did and costs, and the versions there were.")
  static final class ListAll extends CommandRun {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        show(screen, connection.client().get(path(common)));
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "show", description = "Prints the file that a project's apps were set with.")
  static final class Show extends CommandRun {
    @Option(
        names = "--apps-version",
        paramLabel = "N",
        description = "Another version than the last.")
    Optional<Integer> version = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        String asked = version.map(number -> "?version=" + number).orElse("");
        JsonNode answer = connection.client().get(path(common) + asked);
        if (screen.json()) {
          screen.result(answer);
        } else {
          out().print(answer.path("definition").asText());
          out().flush();
        }
      }
      return ExitCode.DONE;
    }
  }
}
