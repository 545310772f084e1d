package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `headgate team add | list | remove`: the people of the pipeline team who have a key of their
/// own.
@Command(
    name = "team",
    description = {
      "Gives people of the pipeline team keys of their own, which say who does what. For who runs the"
          + " pipeline, with the key that the team shares."
    },
    subcommands = {TeamCommand.Add.class, TeamCommand.ListAll.class, TeamCommand.Remove.class})
final class TeamCommand {
  private static final String PATH = "/api/v1/team";

  private TeamCommand() {}

  private static String line(JsonNode member) {
    return "%s: added %s by %s%s"
        .formatted(
            member.path("name").asText(),
            member.path("added_at").asText(),
            member.path("added_by").asText(),
            member.path("removed_at").isNull()
                ? ""
                : ", removed " + member.path("removed_at").asText());
  }

  @Command(
      name = "add",
      description = {
        "Adds a member, and shows their key: this once, for it is kept nowhere. All of the team's work"
            + " can be done with it, except adding and removing members."
      })
  static final class Add extends CommandRun {
    @Parameters(
        paramLabel = "NAME",
        description = "How the audit names them; nobody else may use it.")
    String name = "";

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode added = connection.client().post(PATH, Screen.object().put("name", name));
        if (screen.json()) {
          screen.result(added);
        } else {
          screen.report(
              List.of(
                  line(added),
                  "  their key, shown this once: " + added.path("key").asText(),
                  "  they use it with --key, or at the console's login"));
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "Lists who is a member, and who was.")
  static final class ListAll extends CommandRun {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = connection.client().get(PATH);
        List<String> lines = new ArrayList<>();
        answer.path("members").forEach(member -> lines.add(line(member)));
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(lines.isEmpty() ? List.of("Nobody has a key of their own.") : lines);
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "remove",
      description = {
        "Removes a member: their key and the sessions that were opened with it end at once. What they did"
            + " stays in the audit under their name, which nobody else can type."
      })
  static final class Remove extends CommandRun {
    @Parameters(paramLabel = "NAME", description = "Their name.")
    String name = "";

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode removed = connection.client().delete(PATH + "/" + PipelineClient.encoded(name));
        if (screen.json()) {
          screen.result(removed);
        } else {
          screen.report(List.of(line(removed)));
        }
      }
      return ExitCode.DONE;
    }
  }
}
