package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate floods [admit | slow | end]`: traffic that came as a wall, and what is done with it.
@Command(
    name = "floods",
    description = {
      "Lists floods: live traffic of one sender that came without a ramp and without a declared load test,"
          + " kept and stored behind everything else. For the pipeline team, of a pipeline that runs."
    },
    subcommands = {FloodsCommand.Admit.class, FloodsCommand.Slow.class, FloodsCommand.End.class})
final class FloodsCommand extends CommandRun {

  @Override
  ExitCode run(Screen screen) {
    try (Connection connection = Connection.toData(common, screen)) {
      JsonNode answer = connection.client().get("/api/v1/floods");
      if (screen.json()) {
        screen.result(answer);
      } else {
        screen.report(lines(answer));
      }
      return ExitCode.DONE;
    }
  }

  private static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    boolean undecided = false;
    for (JsonNode flood : answer.path("floods")) {
      lines.addAll(linesOf(flood));
      undecided |= flood.path("until").isNull() && flood.path("state").asText().equals("diverted");
    }
    if (lines.isEmpty()) {
      lines.add("No flood was recognised.");
    }
    lines.add(
        "%s diverted events wait to be stored; at most %s may."
            .formatted(
                Words.count(answer.path("waiting_events").asLong()),
                Words.count(answer.path("budget_events").asLong())));
    if (undecided) {
      lines.add("Next: ask who sends it, then one of");
      lines.add("  headgate floods admit N --reason WHY   it is welcome: live from now on");
      lines.add("  headgate floods slow N --events-per-second R --reason WHY");
      lines.add(
          "  headgate floods end N --reason WHY     most clients give up what is refused (429)");
    }
    return lines;
  }

  private static List<String> linesOf(JsonNode flood) {
    String over =
        flood.path("until").isNull() ? "goes on" : "until " + flood.path("until").asText();
    String rate =
        flood.path("events_per_second").isNull()
            ? ""
            : String.format(
                Locale.ROOT, " to %,.0f events/s", flood.path("events_per_second").asDouble());
    return List.of(
        "flood %d: %s at %s, project %s, since %s, %s, %s%s"
            .formatted(
                flood.path("flood").asInt(),
                flood.path("client").asText(),
                flood.path("address").asText(),
                flood.path("project").asText(),
                flood.path("since").asText(),
                over,
                flood.path("state").asText(),
                rate),
        String.format(
            Locale.ROOT,
            "  %,d requests, at most %,.0f/s (usual %,.0f/s), %s distinct_ids; %,d events diverted, %,d"
                + " requests refused",
            flood.path("requests").asLong(),
            flood.path("peak_per_second").asDouble(),
            flood.path("usual_per_second").asDouble(),
            flood.path("distinct_ids").asText(),
            flood.path("diverted_events").asLong(),
            flood.path("refused_requests").asLong()));
  }

  /// One of the decisions.
  abstract static class Decide extends CommandRun {
    @Parameters(paramLabel = "N", description = "The flood's number.")
    int flood;

    @Option(
        names = "--reason",
        paramLabel = "WHY",
        required = true,
        description = "Why; it stands in the audit.")
    String reason = "";

    abstract String decision();

    Optional<Double> eventsPerSecond() {
      return Optional.empty();
    }

    @Override
    final ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        ObjectNode body = Screen.object().put("decision", decision()).put("reason", reason);
        eventsPerSecond().ifPresent(rate -> body.put("events_per_second", rate));
        JsonNode answer = connection.client().post("/api/v1/floods/" + flood + "/decision", body);
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(linesOf(answer));
        }
        return ExitCode.DONE;
      }
    }
  }

  @Command(
      name = "admit",
      description = {
        "It was none: its sender's events are live from now on, as many as it has sent so far, and what"
            + " was diverted is stored at full speed."
      })
  static final class Admit extends Decide {
    @Override
    String decision() {
      return "admit";
    }
  }

  @Command(
      name = "slow",
      description = "What was diverted, and what still comes, is stored at a rate.")
  static final class Slow extends Decide {
    @Option(
        names = "--events-per-second",
        paramLabel = "R",
        required = true,
        description = "How many diverted events are stored a second, of all floods.")
    double rate;

    @Override
    String decision() {
      return "slow";
    }

    @Override
    Optional<Double> eventsPerSecond() {
      return Optional.of(rate);
    }
  }

  @Command(
      name = "end",
      description = {
        "Its requests are answered 429 from now on, which most clients take for an end: what they hold is"
            + " lost. What was diverted before is stored."
      })
  static final class End extends Decide {
    @Override
    String decision() {
      return "end";
    }
  }
}
