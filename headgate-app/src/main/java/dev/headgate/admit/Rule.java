package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import dev.headgate.plan.ImportPlan;
import java.util.Optional;

/// One thing that policy looks at.
@FunctionalInterface
public interface Rule {
  /// The finding, if there is anything to say.
  Optional<Finding> check(Assessment assessment, ImportPlan plan, RequestFacts facts);
}
