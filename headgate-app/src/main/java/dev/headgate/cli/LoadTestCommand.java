package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.file.K6Options;
import dev.headgate.loadtest.file.PlanFault;
import dev.headgate.loadtest.file.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate load-test`: asks for a load test, runs it, and reports; and what is to be done with
/// those there are.
@Command(
    name = "load-test",
    description = {
      "Sends page views to a running pipeline at the rates of a plan, when it has the pipeline team's"
          + " green light, and reports what came of it. Its events are kept apart from all others."
    },
    footer = {
      "",
      "Exit codes: 0 every threshold held and everything answered is stored, 1 not so, or a threshold ended it,",
      "2 wrong usage or plan, 3 no green light, 4 stopped by the pipeline, or the pipeline is unreachable,"
          + " 130 interrupted."
    },
    subcommands = {
      LoadTestCommand.Stop.class,
      LoadTestCommand.Remove.class,
      LoadTestCommand.ListAll.class,
      LoadTestCommand.ImportK6.class
    })
final class LoadTestCommand extends CommandRun {
  @Parameters(
      paramLabel = "PLAN",
      arity = "0..1",
      description =
          "A file of YAML that says when requests arrive, what they are, and who answers for it.")
  Optional<Path> file = Optional.empty();

  @Option(names = "--yes", description = "Give the green light, if no finding blocks it.")
  boolean yes;

  @Override
  ExitCode run(Screen screen) throws IOException, InterruptedException {
    Path from =
        file.orElseThrow(() ->
            new CommandStop(
                ExitCode.USAGE,
                "name the file of a plan",
                "headgate load-test",
                "See headgate load-test --help, and docs/operating.md for a plan."));
    LoadTestPlan plan = plan(from);
    try (Connection connection = toRunning(common, screen)) {
      return new LoadTestRun(connection, common.project, plan, yes, screen).run();
    }
  }

  private static LoadTestPlan plan(Path file) throws IOException {
    try {
      return PlanFile.parse(text(file));
    } catch (PlanFault e) {
      throw wrong(file, e);
    }
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandStop(
          ExitCode.USAGE, "there is no such file", file.toString(), "Is the name right?");
    }
    if (Files.size(file) > PlanFile.MOST_BYTES) {
      throw new CommandStop(
          ExitCode.USAGE, "it is too long for a plan", file.toString(), "Is it the right file?");
    }
    return Files.readString(file);
  }

  private static CommandStop wrong(Path file, PlanFault fault) {
    return new CommandStop(
        ExitCode.USAGE,
        String.valueOf(fault.getMessage()),
        file + ", line " + fault.line(),
        "Correct the file, then run the command again.");
  }

  /// A load test is of a pipeline that runs by itself: one in the process of its sender would
  /// measure both.
  private static Connection toRunning(CommonOptions common, Screen screen) {
    Connection connection = Connection.toData(common, screen);
    if (connection.startedPipeline()) {
      connection.close();
      throw new CommandStop(
          ExitCode.USAGE,
          "no pipeline runs on this data directory",
          common.data.toString(),
          "Start one: headgate standalone --data DIR; or name one elsewhere with --server.");
    }
    return connection;
  }

  /// What `stop` and `remove` have in common.
  abstract static class OfOne extends CommandRun {
    @Parameters(paramLabel = "NUMBER", description = "The load test's number.")
    int number;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    String reason = "";

    JsonNode post(Connection connection, String step) {
      ObjectNode body = Screen.object().put("reason", reason);
      return connection.client().post("/api/v1/load-tests/" + number + "/" + step, body);
    }

    static void show(Screen screen, JsonNode answer, String line) {
      if (screen.json()) {
        screen.result(answer);
      } else {
        screen.report(List.of(line));
      }
    }
  }

  @Command(name = "stop", description = "Stops a load test within a second.")
  static final class Stop extends OfOne {
    @Override
    ExitCode run(Screen screen) {
      if (reason.isBlank()) {
        reason = "stop order";
      }
      try (Connection connection = toRunning(common, screen)) {
        show(screen, post(connection, "stop"), "load test " + number + " is stopped");
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "remove", description = "Deletes the events of a load test that has ended.")
  static final class Remove extends OfOne {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = post(connection, "remove");
        show(
            screen,
            answer,
            "%,d events of load test %d are removed"
                .formatted(answer.path("removed").asLong(), number));
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "Lists the load tests.")
  static final class ListAll extends CommandRun {
    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = connection.client().get("/api/v1/load-tests");
        List<String> lines = new ArrayList<>();
        for (JsonNode each : answer.path("load_tests")) {
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%4d  %-10s  %s  %s%s",
                  each.path("load_test").asInt(),
                  each.path("state").asText(),
                  each.path("created_at").asText().substring(0, 16),
                  each.path("plan").path("name").asText(),
                  each.path("why").asText().isEmpty()
                      ? ""
                      : " (" + each.path("why").asText() + ")"));
        }
        screen.report(lines.isEmpty() ? List.of("There is no load test.") : lines);
        if (screen.json()) {
          screen.result(answer);
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "import-k6",
      description = "Makes a plan of the arrivals and thresholds of a k6 options file (JSON).")
  static final class ImportK6 extends CommandRun {
    @Parameters(paramLabel = "FILE", description = "Options of k6, as JSON.")
    Path file = Path.of("options.json");

    @Option(
        names = "--scenario",
        paramLabel = "NAME",
        description = "Which scenario, where several say when requests arrive.")
    Optional<String> scenario = Optional.empty();

    @Override
    ExitCode run(Screen screen) throws IOException {
      try {
        K6Options.Imported imported = K6Options.read(text(file), scenario);
        for (String left : imported.leftOut()) {
          screen.say("not taken over: " + left);
        }
        if (screen.json()) {
          ObjectNode answer = Screen.object().put("plan", imported.plan());
          imported.leftOut().forEach(answer.withArray("not_taken_over")::add);
          screen.result(answer);
        } else {
          screen.report(imported.plan().lines().toList());
        }
        screen.say("fill in contact and reason, and look at request");
        return ExitCode.DONE;
      } catch (PlanFault e) {
        throw wrong(file, e);
      }
    }
  }
}
