package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate decide`: what the pipeline team says of a request, and of an import that runs.
@Command(
    name = "decide",
    description = {
      "Decides about an import, with the pipeline team's key: before it runs (green-light, ask-changes,"
          + " decline), and while it does (amend, pause, resume, revoke). Each decision acts within a second"
          + " and stands in the audit with its reason."
    },
    subcommands = {
      DecideCommand.GreenLight.class,
      DecideCommand.AskChanges.class,
      DecideCommand.Decline.class,
      DecideCommand.Amend.class,
      DecideCommand.Pause.class,
      DecideCommand.Resume.class,
      DecideCommand.Revoke.class
    })
final class DecideCommand extends CommandRun {
  @Override
  ExitCode run(Screen screen) {
    throw new CommandStop(
        ExitCode.USAGE, "say what is decided", "headgate decide", "See headgate decide --help");
  }

  /// Window, rate and batch that differ from what was asked for.
  static final class TermsOptions {
    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "When the window opens, such as 2026-12-01T08:00:00Z.")
    Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "When the window closes.")
    Optional<String> to = Optional.empty();

    @Option(
        names = "--peak",
        paramLabel = "EVENTS",
        description = "At most so many events a second.")
    Optional<Double> peak = Optional.empty();

    void into(ObjectNode body) {
      from.ifPresent(time -> body.put("from", time));
      to.ifPresent(time -> body.put("to", time));
      peak.ifPresent(rate -> body.put("peak_per_second", rate));
    }
  }

  /// One of the decisions.
  abstract static class Decision extends CommandRun {
    @Parameters(paramLabel = "N", description = "The import's number.")
    int number;

    @Option(
        names = "--reason",
        paramLabel = "WHY",
        required = true,
        description = "Why; it stands in the audit, and the customer reads it.")
    String reason = "";

    /// The last part of the route.
    abstract String route();

    void into(ObjectNode body) {}

    @Override
    final ExitCode run(Screen screen) throws IOException {
      try (Connection connection = Connection.toData(common, screen)) {
        ObjectNode body = Screen.object().put("reason", reason);
        into(body);
        JsonNode record =
            connection.client().post("/api/v1/imports/" + number + "/" + route(), body);
        if (screen.json()) {
          screen.result(record);
        } else {
          screen.report(RequestCommand.lines(record));
        }
        return ExitCode.DONE;
      }
    }
  }

  @Command(
      name = "green-light",
      description = {
        "Says yes: to the plan as it was asked for, or with changes. Where it takes two members of the team"
            + " (standalone --four-eyes), the first yes waits; without changes the second is to the same,"
            + " with changes it is a new first yes."
      })
  static final class GreenLight extends Decision {
    @Mixin TermsOptions terms = new TermsOptions();

    @Option(
        names = "--batch-events",
        paramLabel = "EVENTS",
        description = "At most so many events in a request.")
    Optional<Integer> batchEvents = Optional.empty();

    @Option(
        names = "--override",
        paramLabel = "RULE=REASON",
        description =
            "Lets a finding that blocks pass, by its name and for a reason. It stays visible.")
    Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    String route() {
      return "green-light";
    }

    @Override
    void into(ObjectNode body) {
      terms.into(body);
      batchEvents.ifPresent(most -> body.put("batch_events", most));
      ArrayNode list = body.putArray("overrides");
      overrides.forEach((rule, why) -> list.addObject().put("rule", rule).put("reason", why));
    }
  }

  @Command(name = "ask-changes", description = "Asks for changes of the request, by the reason.")
  static final class AskChanges extends Decision {
    @Override
    String route() {
      return "request-changes";
    }
  }

  @Command(name = "decline", description = "Says no.")
  static final class Decline extends Decision {
    @Override
    String route() {
      return "decline";
    }
  }

  @Command(
      name = "amend",
      description = {
        "Changes what was agreed, also while the import runs: its window, or a rate above which it does not"
            + " go, up to the peak that was agreed."
      })
  static final class Amend extends Decision {
    @Mixin TermsOptions terms = new TermsOptions();

    @Override
    String route() {
      return "amend";
    }

    @Override
    void into(ObjectNode body) {
      terms.into(body);
    }
  }

  @Command(
      name = "pause",
      description = "Holds an import that runs, until the team resumes it; nothing is lost.")
  static final class Pause extends Decision {
    @Override
    String route() {
      return "pause";
    }
  }

  @Command(
      name = "resume",
      description = "Lets a paused import go on, as soon as its importer is run again.")
  static final class Resume extends Decision {
    @Override
    String route() {
      return "resume";
    }
  }

  @Command(
      name = "revoke",
      description = "Takes a green light back: the request waits for a decision again.")
  static final class Revoke extends Decision {
    @Override
    String route() {
      return "revoke";
    }
  }
}
