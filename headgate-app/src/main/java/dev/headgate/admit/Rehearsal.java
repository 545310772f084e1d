package dev.headgate.admit;

import java.util.List;
import java.util.Optional;

/// What the rules as they are now would say of a request of before, beside what was said of it
/// then. Rules that look at something that no request keeps are left out on both sides.
///
/// @param added findings that nobody saw then
/// @param gone findings of then that nobody would see now
/// @param changed as they would be now: at another level, or on other evidence
public record Rehearsal(List<Finding> added, List<Finding> gone, List<Finding> changed) {
  public Rehearsal {
    added = List.copyOf(added);
    gone = List.copyOf(gone);
    changed = List.copyOf(changed);
  }

  /// Holds both against each other.
  ///
  /// @param leftOut names of rules that were not asked again
  public static Rehearsal of(List<Finding> then, List<Finding> now, List<String> leftOut) {
    return new Rehearsal(
        now.stream().filter(finding -> of(finding.rule(), then).isEmpty()).toList(),
        then.stream()
            .filter(finding -> !leftOut.contains(finding.rule()))
            .filter(finding -> of(finding.rule(), now).isEmpty())
            .toList(),
        now.stream().filter(finding -> differs(finding, then)).toList());
  }

  public boolean isTheSame() {
    return added.isEmpty() && gone.isEmpty() && changed.isEmpty();
  }

  private static Optional<Finding> of(String rule, List<Finding> findings) {
    return findings.stream().filter(finding -> finding.rule().equals(rule)).findFirst();
  }

  private static boolean differs(Finding now, List<Finding> before) {
    return of(now.rule(), before)
        .filter(then -> then.level() != now.level() || !then.evidence().equals(now.evidence()))
        .isPresent();
  }
}
