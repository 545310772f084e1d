package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.PersonPlace;
import dev.headgate.store.PersonsMove;
import dev.headgate.store.StoreFault;
import dev.headgate.store.postgresql.PostgresUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `headgate persons move | where`: in which database persons are kept.
@Command(
    name = "persons",
    description = "Says where persons are kept, and moves them to PostgreSQL.",
    subcommands = {PersonsCommand.Move.class, PersonsCommand.Where.class})
final class PersonsCommand {

  @Command(
      name = "move",
      description = {
        "Copies all facts about persons to a PostgreSQL database, computes the persons there anew,"
            + " compares every one, and keeps them there from then on if all are equal. Interrupted,"
            + " it is run again. The file they were in stays as it is."
      })
  static final class Move extends CommandRun {
    @Parameters(
        paramLabel = "URL",
        description =
            "Such as postgresql://user:password@host:5432/database?currentSchema=headgate. Database"
                + " and schema must exist; the tables are made.")
    String url = "";

    @Override
    ExitCode run(Screen screen) throws IOException {
      PostgresUrl to =
          PostgresUrl.parse(url)
              .orElseThrow(() ->
                  new CommandStop(
                      ExitCode.USAGE,
                      "this is no URL of a PostgreSQL database",
                      "",
                      "Such as postgresql://user:password@host:5432/database"));
      return held(common, held -> move(held, to, screen));
    }

    private static ExitCode move(DataDirectory directory, PostgresUrl to, Screen screen)
        throws StoreFault, IOException {
      PersonPlace place = new PersonPlace(directory);
      Optional<PostgresUrl> now = place.server();
      if (now.isPresent() && now.get().jdbc().equals(to.jdbc())) {
        screen.report(List.of("Persons are kept in " + to + " already."));
        if (screen.json()) {
          screen.result(Screen.object().put("persons", to.shown()).put("moved", false));
        }
        return ExitCode.DONE;
      }
      PersonsMove.Result result =
          place.move(to, facts -> screen.status("%,d ids and merges copied".formatted(facts)));
      report(result, to, screen);
      return result.proved() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void report(PersonsMove.Result result, PostgresUrl to, Screen screen) {
      List<String> lines = new ArrayList<>();
      ArrayNode projects = Screen.object().arrayNode();
      lines.add("%,d ids and merges copied to %s".formatted(result.facts(), to));
      for (PersonsMove.Compared project : result.projects()) {
        lines.add(
            "project %d: %,d persons, %s there"
                .formatted(
                    project.project().number(),
                    project.persons(),
                    project.equal() ? "the same" : "NOT THE SAME"));
        projects
            .addObject()
            .put("project", project.project().number())
            .put("persons", project.persons())
            .put("equal", project.equal());
      }
      lines.add(
          result.proved()
              ? "Persons are kept there from now on; persons.db is not used any more."
              : "Nothing was changed here. Was the schema empty? Try another one"
                  + " (?currentSchema=).");
      screen.report(lines);
      if (screen.json()) {
        ObjectNode document =
            Screen.object().put("persons", to.shown()).put("moved", result.proved());
        document.put("facts", result.facts()).set("projects", projects);
        screen.result(document);
      }
    }
  }

  @Command(name = "where", description = "Says in which database persons are kept.")
  static final class Where extends CommandRun {
    @Override
    ExitCode run(Screen screen) throws IOException {
      DataDirectory directory = DataDirectory.at(common.data);
      try {
        String place =
            new PersonPlace(directory)
                .server()
                .map(PostgresUrl::shown)
                .orElse(directory.personsFile().toString());
        screen.report(List.of(place));
        if (screen.json()) {
          screen.result(Screen.object().put("persons", place));
        }
        return ExitCode.DONE;
      } catch (StoreFault e) {
        throw stop(e, directory);
      }
    }
  }

  private interface Work {
    ExitCode on(DataDirectory directory) throws StoreFault, IOException;
  }

  /// Does it while no pipeline runs on the data directory.
  private static ExitCode held(CommonOptions options, Work work) throws IOException {
    DataDirectory directory = DataDirectory.at(options.data);
    switch (directory.take()) {
      case DataDirectory.Held held -> {
        try (held) {
          return work.on(directory);
        } catch (StoreFault e) {
          throw stop(e, directory);
        }
      }
      case DataDirectory.HeldByOther _ ->
          throw new CommandStop(
              ExitCode.FAILED,
              "a pipeline runs on this data directory",
              directory.folder().toString(),
              "End it (Ctrl-C), then run this again.");
    }
  }

  private static CommandStop stop(StoreFault fault, DataDirectory directory) {
    return new CommandStop(
        ExitCode.FAILED, String.valueOf(fault.getMessage()), directory.folder().toString(), "");
  }

  private PersonsCommand() {}
}
