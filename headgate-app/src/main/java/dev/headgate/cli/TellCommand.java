package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate tell set | show | list | replay | test`: who is told what happens, and how far that
/// is.
@Command(
    name = "tell",
    description = {
      "Sets and shows whom the pipeline tells what happens, by webhook or mail, and tells it again. For the"
          + " pipeline team."
    },
    subcommands = {
      TellCommand.Put.class,
      TellCommand.Show.class,
      TellCommand.ListAll.class,
      TellCommand.Replay.class,
      TellCommand.Test.class
    })
final class TellCommand {
  private static final String PATH = "/api/v1/tell";

  private TellCommand() {}

  private static String path(String target, String what) {
    return PATH + "/" + PipelineClient.encoded(target) + "/" + what;
  }

  private static String counted(int number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }

  private static List<String> lines(JsonNode target) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s %s%s"
            .formatted(
                target.path("target").asText(),
                target.path("way").asText(),
                target.path("to").asText(),
                target.path("quiet_until").isNull()
                    ? ""
                    : ", quiet until " + target.path("quiet_until").asText()));
    for (String kind : List.of("alerts", "notes")) {
      JsonNode progress = target.path(kind);
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-6s  told up to entry %d, %,d wait",
              kind,
              progress.path("place").asLong(),
              progress.path("waiting").asLong()));
      if (progress.path("failures").asInt() > 0) {
        lines.add(
            "          %s failed: %s; next try %s"
                .formatted(
                    counted(progress.path("failures").asInt(), "try", "tries"),
                    progress.path("error").asText(),
                    progress.path("next_try").asText("at once")));
      }
    }
    return lines;
  }

  @Command(
      name = "set",
      description = {
        "Sets whom the pipeline tells. Secrets that it makes for webhooks without one are shown this once."
      })
  static final class Put extends CommandRun {
    @Parameters(
        paramLabel = "FILE",
        description = "The targets, in YAML or JSON (docs/telling.md).")
    Path file = Path.of("");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    Optional<String> reason = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      String text = read(file);
      try (Connection connection = Connection.open(common, screen)) {
        String path = PATH + reason.map(why -> "?reason=" + PipelineClient.encoded(why)).orElse("");
        JsonNode answer = connection.client().putFile(path, text, file);
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(told(answer));
        }
      }
      return ExitCode.DONE;
    }

    private static List<String> told(JsonNode answer) {
      List<String> lines = new ArrayList<>();
      int targets = answer.path("targets").size();
      lines.add(
          targets == 0
              ? "nobody is told anything"
              : counted(targets, "target is", "targets are") + " told what happens from now on");
      for (Map.Entry<String, JsonNode> secret : answer.path("secrets").properties()) {
        lines.add(
            "the secret of \"%s\", shown this once: %s"
                .formatted(secret.getKey(), secret.getValue().asText()));
      }
      return lines;
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new CommandStop(
            ExitCode.USAGE,
            "the file of targets cannot be read: " + e.getMessage(),
            file.toString(),
            "see that it is there, that you may read it, and that it is UTF-8");
      }
    }
  }

  @Command(
      name = "show",
      description = {
        "Prints the targets without what is secret. Set again, what was left out is kept."
      })
  static final class Show extends CommandRun {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = connection.client().get(PATH);
        if (screen.json()) {
          screen.result(answer);
        } else {
          out().print(header(answer) + answer.path("definition").asText());
          out().flush();
        }
      }
      return ExitCode.DONE;
    }

    /// As a comment, so that what is printed can be set again.
    private static String header(JsonNode answer) {
      if (answer.path("at").isNull()) {
        return "# nobody was ever set\n";
      }
      String why = answer.path("why").asText().replaceAll("\\R", " ");
      return "# set %s by %s%s\n"
          .formatted(
              answer.path("at").asText(),
              answer.path("by").asText(),
              why.isEmpty() ? "" : ": " + why);
    }
  }

  @Command(
      name = "list",
      description = "Lists targets: how far each was told, what waits, and what is in the way.")
  static final class ListAll extends CommandRun {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = connection.client().get(PATH);
        List<String> lines = new ArrayList<>();
        answer.path("targets").forEach(target -> lines.addAll(lines(target)));
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(lines.isEmpty() ? List.of("Nobody is told anything.") : lines);
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "replay",
      description = {
        "Tells a target everything again from an entry of the audit on, under the ids of before; from a"
            + " later one on, nothing before it."
      })
  static final class Replay extends CommandRun {
    @Parameters(paramLabel = "TARGET", description = "Its name.")
    String target = "";

    @Option(
        names = "--from",
        paramLabel = "SEQUENCE",
        required = true,
        description = "The number of the first entry, as headgate audit list has it.")
    long from;

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer =
            connection.client().post(path(target, "replay"), Screen.object().put("from", from));
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(lines(answer));
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "test",
      description = "Tells a target at once that this is a trial, and says what came of it.",
      footer = {"", "Exit codes: 0 it was taken, 1 it was not."})
  static final class Test extends CommandRun {
    @Parameters(paramLabel = "TARGET", description = "Its name.")
    String target = "";

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = connection.client().post(path(target, "test"), Screen.object());
        boolean delivered = answer.path("delivered").asBoolean();
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(
              List.of(
                  delivered
                      ? target + " has taken a trial"
                      : target + " has not taken a trial: " + answer.path("error").asText()));
        }
        return delivered ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
  }
}
