package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import dev.headgate.plan.ImportPlan;
import java.time.Instant;
import java.util.Optional;

/// A rule about what people answered and about time. Its finding changes with an answer and with
/// the clock, so it is looked at again whenever somebody answers or decides.
interface AnswerRule extends Rule {
  Optional<Finding> check(Assessment found, ImportPlan plan, GivenAnswers answers, Instant now);

  @Override
  default Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
    return check(found, plan, facts.answers(), facts.now());
  }
}
