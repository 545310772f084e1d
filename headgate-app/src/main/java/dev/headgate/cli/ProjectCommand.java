package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate project add | list`: more projects than the first, `default`.
@Command(
    name = "project",
    description = "Adds and lists projects; the first is named default.",
    subcommands = {ProjectCommand.Add.class, ProjectCommand.ListAll.class})
final class ProjectCommand {

  @Command(
      name = "add",
      description = "Adds a project with a token and a customer's key of its own.")
  static final class Add extends CommandRun {
    @Parameters(paramLabel = "NAME", description = "The new project's name.")
    String name = "";

    @Option(
        names = "--token",
        paramLabel = "TOKEN",
        description = "Its token (default: a new one).")
    Optional<String> token = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.open(common, screen)) {
        ObjectNode body = Screen.object().put("name", name);
        token.ifPresent(value -> body.put("token", value));
        show(screen, connection.client().post("/api/v1/projects", body));
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "Lists the projects.")
  static final class ListAll extends CommandRun {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.open(common, screen)) {
        JsonNode answer = connection.client().get("/api/v1/projects");
        if (screen.json()) {
          screen.result(answer);
        } else {
          List<String> lines = new ArrayList<>();
          answer.path("projects").forEach(project -> lines.add(line(project)));
          screen.report(lines);
        }
      }
      return ExitCode.DONE;
    }
  }

  private static void show(Screen screen, JsonNode project) {
    if (screen.json()) {
      screen.result(project);
    } else {
      screen.report(List.of(line(project)));
    }
  }

  private static String line(JsonNode project) {
    return "%s  token %s  customer key %s"
        .formatted(
            project.path("project").asText(),
            project.path("token").asText(),
            project.path("customer_key").asText());
  }

  private ProjectCommand() {}
}
