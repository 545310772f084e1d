package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import dev.headgate.plan.ImportPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// The rules that every request is held against.
public record Policy(List<Rule> rules) {
  private static final Comparator<Finding> WHAT_BLOCKS_FIRST = Comparator.comparing(Finding::level);

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
        .flatMap(rule -> rule.check(assessment, plan, facts).map(of(rule)).stream())
        .sorted(WHAT_BLOCKS_FIRST)
        .toList();
  }

  private static UnaryOperator<Finding> of(Rule rule) {
    return finding -> rule.isForTheNotice() ? finding.toBeAcknowledged() : finding;
  }

  /// The findings of a request after somebody answered, or after some time: what depends on neither
  /// stays.
  public List<Finding> checkAgain(
      List<Finding> before,
      Assessment assessment,
      ImportPlan plan,
      GivenAnswers answers,
      Instant now) {
    List<Finding> findings = new ArrayList<>(before);
    for (Rule rule : rules) {
      if (rule instanceof AnswerRule ofAnswers) {
        findings.removeIf(finding -> finding.rule().equals(rule.name()));
        ofAnswers.check(assessment, plan, answers, now).map(of(rule)).ifPresent(findings::add);
      }
    }
    return findings.stream().sorted(WHAT_BLOCKS_FIRST).toList();
  }

  /// The rules that can be asked again of a request of before.
  public Policy ofWhatIsKept() {
    return new Policy(rules.stream().filter(Rule::isOfWhatIsKept).toList());
  }
}
