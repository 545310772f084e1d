package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Policy;
import dev.headgate.admit.Rule;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `headgate rules`: what every request is held against, from the rules themselves.
@Command(
    name = "rules",
    description = "Lists the rules that every request of an import is held against, and why.")
final class RulesCommand extends CommandRun {
  @Option(names = "--markdown", description = "As a page of documentation (docs/rules.md).")
  boolean markdown;

  @Option(
      names = "--past",
      description =
          "Ask them about the requests of before (with --data or --server), and show what they would say"
              + " otherwise now: after a change of the rules, or before one goes live. Changes nothing.")
  boolean past;

  @Override
  ExitCode run(Screen screen) {
    if (past) {
      return ofPastRequests(screen);
    }
    List<Rule> rules = Policy.standard().rules();
    if (screen.json()) {
      ObjectNode answer = Screen.object();
      ArrayNode list = answer.putArray("rules");
      rules.forEach(rule -> list.addObject().put("rule", rule.name()).put("why", rule.why()));
      screen.result(answer);
    } else if (markdown) {
      page(rules).forEach(out()::println);
    } else {
      for (Rule rule : rules) {
        out().println(rule.name());
        out().println("  " + rule.why());
      }
    }
    return ExitCode.DONE;
  }

  private ExitCode ofPastRequests(Screen screen) {
    try (Connection connection = Connection.toData(common, screen)) {
      JsonNode answer = connection.client().get("/api/v1/rules/past");
      if (screen.json()) {
        screen.result(answer);
      } else {
        screen.report(rehearsal(answer));
      }
      return ExitCode.DONE;
    }
  }

  private static List<String> rehearsal(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    int differing = 0;
    for (JsonNode request : answer.path("requests")) {
      List<String> differences = new ArrayList<>();
      differences(differences, "new", request.path("added"));
      differences(differences, "gone", request.path("gone"));
      differences(differences, "changed", request.path("changed"));
      if (!differences.isEmpty()) {
        differing++;
        lines.add(
            "import %d, %s"
                .formatted(request.path("import").asInt(), request.path("state").asText()));
        lines.addAll(differences);
      }
    }
    List<String> leftOut = new ArrayList<>();
    answer.path("left_out").forEach(rule -> leftOut.add(rule.asText()));
    lines.add(
        "%d of %d requests would be seen otherwise now."
            .formatted(differing, answer.path("requests").size()));
    lines.add(
        "Not asked, for what they look at is not kept with a request: "
            + String.join(", ", leftOut));
    return lines;
  }

  private static void differences(List<String> lines, String how, JsonNode findings) {
    for (JsonNode finding : findings) {
      lines.add(
          "  %-7s %-5s %s: %s"
              .formatted(
                  how,
                  finding.path("level").asText(),
                  finding.path("rule").asText(),
                  finding.path("evidence").asText()));
    }
  }

  static List<String> page(List<Rule> rules) {
    List<String> lines = new ArrayList<>();
    lines.add("# The rules of a request");
    lines.add("");
    lines.add(
        "Every request of an import is held against these, in this order. What a rule finds blocks the"
            + " green light, warns, or is");
    lines.add(
        "worth a note; the finding has its figures, and says how to resolve it. This page is made from"
            + " the rules themselves:");
    lines.add("`headgate rules --markdown`.");
    for (Rule rule : rules) {
      lines.add("");
      lines.add("## " + rule.name());
      lines.add("");
      lines.add(rule.why());
      if (rule.isForTheNotice()) {
        lines.add("");
        lines.add("The customer acknowledges what it finds before the import starts.");
      }
    }
    return lines;
  }
}
