package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import dev.headgate.plan.ImportPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The rules that every request is held against.
public record Policy(List<Rule> rules) {
  public Policy {
    rules = List.copyOf(rules);
  }

  /// The rules of {@link DefaultRules}.
  public static Policy standard() {
    return new Policy(DefaultRules.all());
  }

  /// What the rules say, what blocks first, else in the order of the rules.
  public List<Finding> check(Assessment assessment, ImportPlan plan, RequestFacts facts) {
    return rules.stream()
        .map(rule -> rule.check(assessment, plan, facts))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Finding::level))
        .toList();
  }
}
