package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.calendar.LengthText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate calendar set | show | slots`: when the team is there, when nothing may run, and which
/// times are free.
@Command(
    name = "calendar",
    description = {
      "Sets and shows the pipeline's calendar: working hours, holidays, blackouts, who is on duty; and finds"
          + " free times for a plan."
    },
    subcommands = {
      CalendarCommand.Put.class,
      CalendarCommand.Show.class,
      CalendarCommand.Slots.class
    })
final class CalendarCommand {
  private static final String PATH = "/api/v1/calendar";

  private CalendarCommand() {}

  private static String encoded(String text) {
    return PipelineClient.encoded(text);
  }

  @Command(
      name = "set",
      description = "Sets the calendar, as a new version. For the pipeline team.")
  static final class Put extends CommandRun {
    @Parameters(
        paramLabel = "FILE",
        description = "The calendar, in YAML or JSON (docs/calendar.md).")
    Path file = Path.of("");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    Optional<String> reason = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      String text = read(file);
      try (Connection connection = Connection.open(common, screen)) {
        String path = PATH + reason.map(why -> "?reason=" + encoded(why)).orElse("");
        JsonNode answer = connection.client().putFile(path, text, file);
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(
              List.of("calendar version " + answer.path("version").asInt() + " is in force"));
        }
      }
      return ExitCode.DONE;
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new CommandStop(
            ExitCode.USAGE,
            "the calendar cannot be read: " + e.getMessage(),
            file.toString(),
            "see that it is there, that you may read it, and that it is UTF-8");
      }
    }
  }

  @Command(
      name = "show",
      description = {
        "Prints the calendar in force, as it was set, with who set it and why. For the pipeline team."
      })
  static final class Show extends CommandRun {
    @Option(
        names = "--calendar-version",
        paramLabel = "N",
        description = "Another version than the last.")
    Optional<Integer> version = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      try (Connection connection = Connection.toData(common, screen)) {
        String asked = version.map(number -> "?version=" + number).orElse("");
        JsonNode answer = connection.client().get(PATH + asked);
        if (screen.json()) {
          screen.result(answer);
        } else {
          out().print(header(answer) + answer.path("definition").asText());
          out().flush();
        }
      }
      return ExitCode.DONE;
    }

    /// As comments, so that what is printed can be set again.
    private static String header(JsonNode answer) {
      int number = answer.path("version").asInt();
      if (number == 0) {
        return "# no calendar was set: this one is assumed\n";
      }
      JsonNode version = answer.path("versions").path(number - 1);
      String why = version.path("why").asText().replaceAll("\\R", " ");
      return "# version %d, set %s by %s%s\n"
          .formatted(
              number,
              version.path("at").asText(),
              version.path("by").asText(),
              why.isEmpty() ? "" : ": " + why);
    }
  }

  @Command(
      name = "slots",
      description = {
        "Finds free times for a plan, those with the most working time first; none in a blackout, none in"
            + " which all that may run goes over the pipeline's capacity."
      })
  static final class Slots extends CommandRun {
    @Option(
        names = "--duration",
        paramLabel = "TIME",
        description = "How long the plan takes: 90m, 3h, 2d, 1h30m.")
    Optional<String> duration = Optional.empty();

    @Option(
        names = "--peak",
        paramLabel = "EVENTS",
        description = "How many events a second it sends at most.")
    Optional<String> peak = Optional.empty();

    @Option(names = "--import", paramLabel = "N", description = "An import, whose plan says both.")
    Optional<Integer> importNumber = Optional.empty();

    @Option(
        names = "--from",
        paramLabel = "WHEN",
        description =
            "A day, a local time or a moment: 2026-12-01, 2026-12-01T09:00 (default: now).")
    Optional<String> from = Optional.empty();

    @Option(
        names = "--until",
        paramLabel = "WHEN",
        description = "By when it has ended; a day counts whole (default: 14 days after --from).")
    Optional<String> until = Optional.empty();

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        description = "Whose local times, such as America/New_York (default: the first team's).")
    Optional<String> zone = Optional.empty();

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many at most, 1 to 50 (default: 5).")
    Optional<Integer> limit = Optional.empty();

    @Override
    ExitCode run(Screen screen) {
      if (importNumber.isPresent() == (duration.isPresent() || peak.isPresent())
          || duration.isPresent() != peak.isPresent()) {
        throw new CommandStop(
            ExitCode.USAGE,
            "a plan is needed",
            "",
            "give --duration and --peak, or --import, whose plan says both");
      }
      List<String> parameters = new ArrayList<>();
      // What is no length of time is left for the pipeline to refuse.
      duration.ifPresent(text ->
          parameters.add(
              "duration=" + encoded(LengthText.read(text).map(Duration::toString).orElse(text))));
      peak.ifPresent(text -> parameters.add("peak=" + encoded(text.replace(",", ""))));
      importNumber.ifPresent(number -> parameters.add("import=" + number));
      from.ifPresent(text -> parameters.add("from=" + encoded(text)));
      until.ifPresent(text -> parameters.add("until=" + encoded(text)));
      zone.ifPresent(text -> parameters.add("zone=" + encoded(text)));
      limit.ifPresent(number -> parameters.add("limit=" + number));
      try (Connection connection = Connection.toData(common, screen)) {
        JsonNode answer = connection.client().get(PATH + "/slots?" + String.join("&", parameters));
        if (screen.json()) {
          screen.result(answer);
        } else {
          screen.report(SlotsReport.lines(answer));
        }
      }
      return ExitCode.DONE;
    }
  }
}
