package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate request`: the requests of a pipeline, and the answers of people to what no export
/// tells.
@Command(
    name = "request",
    description = {
      "Lists the imports that were asked for. With a file of answers it answers, for one of them, what only"
          + " people know, and shows what stands against a green light then.",
      "An import asks by itself: headgate import EXPORT, also with --answers FILE at once."
    })
final class RequestCommand extends CommandRun {
  /// States in which answers still matter.
  private static final Set<String> OPEN = Set.of("draft", "submitted", "changes_requested");

  @Parameters(
      paramLabel = "ANSWERS",
      arity = "0..1",
      description = "A YAML file; --template prints one with all questions.")
  Optional<Path> answers = Optional.empty();

  @Option(
      names = "--import",
      paramLabel = "N",
      description = "Of which import (default: the only one that waits).")
  Optional<Integer> number = Optional.empty();

  @Option(
      names = "--notice",
      description =
          "Show what was agreed, what may go wrong, what to do on the day and whom to call.")
  boolean notice;

  @Option(
      names = "--acknowledge",
      description =
          "Say that you have read the notice; where rules ask for it, no import starts before.")
  boolean acknowledge;

  @Option(
      names = "--grant",
      description =
          "Print the sealed grant (JSON): what was agreed, and the pipeline's seal of it. import --grant"
              + " goes by it.")
  boolean grant;

  @Option(
      names = "--template",
      description = "Print a file of answers with every question and no answer.")
  boolean template;

  @Override
  ExitCode run(Screen screen) throws IOException {
    if (template) {
      template().forEach(out()::println);
      return ExitCode.DONE;
    }
    checkOptions();
    JsonNode document = answers.isPresent() ? AnswersOption.read(answers.get()) : Screen.object();
    try (Connection connection = Connection.toData(common, screen)) {
      if (answers.isEmpty() && number.isEmpty()) {
        return list(connection, screen);
      }
      String path = "/api/v1/imports/" + chosen(connection);
      if (grant) {
        out().println(connection.client().get(path + "/grant"));
        return ExitCode.DONE;
      }
      if (acknowledge) {
        connection.client().post(path + "/acknowledge", Screen.object());
      }
      if (notice || acknowledge) {
        JsonNode read = connection.client().get(path + "/notice");
        if (screen.json()) {
          screen.result(read);
        } else {
          screen.report(NoticeReport.lines(read));
        }
        return ExitCode.DONE;
      }
      JsonNode record = connection.client().get(path);
      if (answers.isPresent()) {
        ObjectNode all = Screen.object();
        record.path("answers").properties().forEach(one -> all.set(one.getKey(), one.getValue()));
        document.properties().forEach(one -> all.set(one.getKey(), one.getValue()));
        record = connection.client().put(path + "/answers", all);
      }
      if (screen.json()) {
        screen.result(record);
      } else {
        screen.report(lines(record));
      }
      return ExitCode.DONE;
    }
  }

  private void checkOptions() {
    if ((notice || acknowledge || grant) && (answers.isPresent() || number.isEmpty())) {
      throw new CommandStop(
          ExitCode.USAGE,
          "--notice, --acknowledge and --grant are of one import, and take no answers",
          "headgate request",
          "Say which with --import N.");
    }
  }

  private ExitCode list(Connection connection, Screen screen) {
    JsonNode answer = connection.client().get("/api/v1/imports");
    if (screen.json()) {
      screen.result(answer);
    } else {
      List<String> lines = new ArrayList<>();
      answer.path("imports").forEach(record -> lines.add(headline(record)));
      screen.report(lines.isEmpty() ? List.of("No import was asked for.") : lines);
    }
    return ExitCode.DONE;
  }

  private int chosen(Connection connection) {
    if (number.isPresent()) {
      return number.get();
    }
    List<Integer> open = new ArrayList<>();
    for (JsonNode record : connection.client().get("/api/v1/imports").path("imports")) {
      if (OPEN.contains(record.path("state").asText())) {
        open.add(record.path("import").asInt());
      }
    }
    if (open.size() == 1) {
      return open.getFirst();
    }
    throw new CommandStop(
        ExitCode.USAGE,
        open.isEmpty()
            ? "no import waits for answers"
            : "several imports wait for answers: " + open,
        common.data.toString(),
        open.isEmpty()
            ? "headgate import EXPORT asks for one; it takes --answers FILE at once."
            : "Say which with --import N.");
  }

  static String headline(JsonNode record) {
    JsonNode assessment = record.path("assessment");
    return "import %d: %s, project %s, %s events from %s; next: %s"
        .formatted(
            record.path("import").asInt(),
            record.path("state").asText(),
            record.path("project").asText(),
            Words.count(assessment.path("events").asLong()),
            record.path("sources").size() == 1
                ? record.path("sources").path(0).asText()
                : record.path("sources").size() + " files",
            record.path("next").asText());
  }

  /// One import: where it stands, what people said of it, and what stands against it.
  static List<String> lines(JsonNode record) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(headline(record));
    if (record.has("decided_because")) {
      lines.add("  the pipeline team said: " + record.path("decided_because").asText());
    }
    JsonNode yes = record.path("first_yes");
    if (yes.isObject()) {
      lines.add(
          "  first yes, of two: by %s at %s, %s: %s"
              .formatted(
                  yes.path("by").asText(),
                  yes.path("at").asText(),
                  terms(yes.path("terms")),
                  yes.path("why").asText()));
      for (JsonNode override : yes.path("overrides")) {
        lines.add(
            "    it lets %s pass: %s"
                .formatted(override.path("rule").asText(), override.path("reason").asText()));
      }
    }
    JsonNode terms = record.path("terms");
    if (terms.isObject()) {
      lines.add(
          "  agreed: %s%s"
              .formatted(
                  terms(terms),
                  terms.has("most_per_second")
                      ? "; now at most %s/s"
                          .formatted(
                              Words.count(Math.round(terms.path("most_per_second").asDouble())))
                      : ""));
    }
    if (!record.path("to_acknowledge").isEmpty()) {
      lines.add(
          "  its notice is to be acknowledged: headgate request --import "
              + record.path("import").asInt()
              + " --notice, then --acknowledge");
    }
    lines.add("");
    lines.add("ANSWERS");
    record
        .path("answers")
        .properties()
        .forEach(one -> lines.add("  %s: %s".formatted(one.getKey(), one.getValue().asText())));
    for (JsonNode open : record.path("open_questions")) {
      lines.add(
          "  %s: no answer yet. %s (%s)"
              .formatted(
                  open.path("key").asText(),
                  open.path("question").asText(),
                  open.path("form").asText()));
    }
    lines.addAll(PlanReport.lines(record, ImportReport.simulation(record)));
    return lines;
  }

  private static String terms(JsonNode terms) {
    return "from %s to %s, at most %s events/s in requests of up to %s"
        .formatted(
            terms.path("from").asText(),
            terms.path("to").asText(),
            Words.count(Math.round(terms.path("peak_per_second").asDouble())),
            Words.count(terms.path("batch_events").asLong()));
  }

  private static List<String> template() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# What only people know of an import. Fill in what you know, and leave the rest out.");
    for (Question question : Question.values()) {
      lines.add("");
      lines.add("# " + question.words());
      lines.add("# " + question.form());
      lines.add("#" + question.key() + ":");
    }
    return lines;
  }
}
