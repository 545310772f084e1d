package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import dev.headgate.plan.ImportPlan;
import java.util.Optional;

/// One thing that policy looks at. Its page in the documentation is made from {@link #name} and
/// {@link #why}.
public interface Rule {
  /// Its stable name, which its findings carry: `rejects_over_budget`.
  String name();

  /// What it looks for and why that matters, in sentences.
  String why();

  /// Whether the customer must say that they know what it found before the import starts: it may
  /// come out as something else than they expect.
  default boolean isForTheNotice() {
    return false;
  }

  /// Whether it can be asked again of a request of before: all that it looks at is kept.
  default boolean isOfWhatIsKept() {
    return true;
  }

  /// The finding, if there is anything to say.
  Optional<Finding> check(Assessment assessment, ImportPlan plan, RequestFacts facts);

  /// A finding of this rule where the condition holds.
  default Optional<Finding> findingIf(
      boolean holds, Finding.Level level, String evidence, String resolve) {
    return holds ? Optional.of(new Finding(name(), level, evidence, resolve)) : Optional.empty();
  }
}
