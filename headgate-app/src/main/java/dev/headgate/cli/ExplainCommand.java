package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate explain person | event | warnings`: why it is as it is.
@Command(
    name = "explain",
    description = "Says why a person or an event is as it is.",
    subcommands = {
      ExplainCommand.OfPerson.class,
      ExplainCommand.OfEvent.class,
      ExplainCommand.OfWarnings.class
    })
final class ExplainCommand {

  @Command(
      name = "person",
      description = {
        "Says why a person is as it is: its ids, every merge that names one of them with what became"
            + " of it, and who wrote each property."
      })
  static final class OfPerson extends CommandRun {
    @Parameters(paramLabel = "ID", description = "Any distinct_id of the person.")
    String id = "";

    @Override
    ExitCode run(Screen screen) throws IOException {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode person =
            connection
                .client()
                .get(path(this, "person") + "?distinct_id=" + PipelineClient.encoded(id));
        ExportPlaces places = new ExportPlaces(connection, screen);
        Map<String, Integer> importOf = new LinkedHashMap<>();
        for (JsonNode merge : person.path("merges")) {
          importOf.put(merge.path("uuid").asText(), merge.path("import").asInt());
          places.want(merge.path("import").asInt(), (ObjectNode) merge);
        }
        for (JsonNode property : person.path("properties")) {
          places.want(importOf(connection, property, importOf), (ObjectNode) property);
        }
        places.fill();
        screen.report(ExplainReport.person(person));
        if (screen.json()) {
          screen.result(person);
        }
        return ExitCode.DONE;
      }
    }

    /// Which import brought the event that wrote a property; many are written by one event.
    private int importOf(Connection connection, JsonNode property, Map<String, Integer> known) {
      return known.computeIfAbsent(
          property.path("uuid").asText(),
          uuid ->
              connection
                  .client()
                  .get(path(this, "event") + "/" + uuid)
                  .path("event")
                  .path("import")
                  .asInt());
    }
  }

  @Command(
      name = "event",
      description = "Says whether an event is stored, who brought it, and whose it is now.")
  static final class OfEvent extends CommandRun {
    @Parameters(paramLabel = "UUID", description = "The event's uuid.")
    String uuid = "";

    @Override
    ExitCode run(Screen screen) throws IOException {
      try (Connection connection = Connection.toData(common, screen)) {
        ObjectNode event =
            (ObjectNode)
                connection.client().get(path(this, "event") + "/" + PipelineClient.encoded(uuid));
        ExportPlaces places = new ExportPlaces(connection, screen);
        int holder = event.path("event").path("import").asInt();
        places.want(holder, event);
        places.fill();
        screen.report(ExplainReport.event(event));
        if (screen.json()) {
          screen.result(event);
        }
        return ExitCode.DONE;
      }
    }
  }

  @Command(
      name = "warnings",
      description =
          "Lists the merges that were asked for and not made, and why, with lines of the export; and"
              + " events that came under the uuid of another.")
  static final class OfWarnings extends CommandRun {
    @Option(
        names = "--import",
        paramLabel = "N",
        description = "Only those that this import's events asked for (0: live traffic).")
    @Nullable Integer importNumber;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many are shown, at most 10,000 (default: ${DEFAULT-VALUE}).")
    int limit = 40;

    @Override
    ExitCode run(Screen screen) throws IOException {
      try (Connection connection = Connection.toData(common, screen)) {
        String query = "?limit=" + limit + (importNumber == null ? "" : "&import=" + importNumber);
        JsonNode answer =
            connection
                .client()
                .get(
                    "/api/v1/projects/"
                        + PipelineClient.encoded(common.project)
                        + "/warnings"
                        + query);
        ExportPlaces places = new ExportPlaces(connection, screen);
        for (JsonNode warning : answer.path("warnings")) {
          places.want(warning.path("import").asInt(), (ObjectNode) warning);
        }
        places.fill();
        screen.report(ExplainReport.warnings(answer));
        if (screen.json()) {
          screen.result(answer);
        }
        return ExitCode.DONE;
      }
    }
  }

  private static String path(CommandRun command, String what) {
    return "/api/v1/projects/"
        + PipelineClient.encoded(command.common.project)
        + "/explain/"
        + what;
  }

  private ExplainCommand() {}
}
