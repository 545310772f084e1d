package dev.headgate.cli;

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

  @Override
  ExitCode run(Screen screen) {
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
