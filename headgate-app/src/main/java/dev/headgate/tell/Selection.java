package dev.headgate.tell;

import dev.headgate.admit.LoadTestStep;
import dev.headgate.admit.Step;
import dev.headgate.tell.Message.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// Which messages a target gets: those that are in each of three sets, of which an empty one holds
/// everything.
///
/// @param projects by name; what is of no project is in none
/// @param steps as the audit has them: `green_light`
public record Selection(Set<String> projects, Set<String> steps, Set<Kind> kinds) {
  public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of());

  public Selection {
    projects = Collections.unmodifiableSet(new TreeSet<>(projects));
    steps = Collections.unmodifiableSet(new TreeSet<>(steps));
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
  }

  /// Every step that may stand in the audit.
  public static Set<String> knownSteps() {
    Set<String> known =
        new TreeSet<>(
            Set.of(
                "create",
                "submit",
                "recognise",
                "cease",
                "admit",
                "slow",
                "end",
                "set",
                "accept",
                "add",
                "remove"));
    Arrays.stream(Step.values()).map(Step::key).forEach(known::add);
    Arrays.stream(LoadTestStep.values()).map(LoadTestStep::key).forEach(known::add);
    return known;
  }

  boolean has(String project, String step, Kind kind) {
    return isIn(projects, project) && isIn(steps, step) && isIn(kinds, kind);
  }

  private static <T> boolean isIn(Set<T> set, T value) {
    return set.isEmpty() || set.contains(value);
  }
}
