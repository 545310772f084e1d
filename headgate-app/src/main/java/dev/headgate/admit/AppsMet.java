package dev.headgate.admit;

import dev.headgate.apps.AppDefinition;
import dev.headgate.assess.Assessment;
import dev.headgate.event.EventKind;
import dev.headgate.plan.ImportPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Says which apps an import's events go through, and what of the assessment they change: how many
/// events are dropped by their names, and whether merges are among them.
record AppsMet() implements Rule {

  @Override
  public String name() {
    return "apps";
  }

  @Override
  public String why() {
    return "Apps change or drop events, and each costs for every event. What an import goes through is"
        + " fixed with the green light, so whoever gives it should see which apps those are.";
  }

  @Override
  public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
    RequestFacts.Apps apps = facts.apps();
    if (apps.chosen().isEmpty()) {
      return apps.left() == 0 ? Optional.empty() : Optional.of(none(apps));
    }
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "its events go through "
            + DefaultRules.count(apps.chosen().size(), "app")
            + " of version "
            + apps.version()
            + ", in this order: "
            + apps.chosen().stream()
                .map(app -> app.name() + " (" + app.work().kind() + ")")
                .collect(Collectors.joining(", ")));
    if (apps.left() > 0) {
      evidence.add("not through " + apps.left() + " more of the project's");
    }
    Set<String> dropped = droppedByName(apps.chosen());
    long events = 0;
    long merges = 0;
    for (Assessment.TypeCount type : found.eventTypes()) {
      if (dropped.contains(type.event())) {
        events += type.events();
        merges += EventKind.ofName(type.event()) == EventKind.PLAIN ? 0 : type.events();
      }
    }
    if (!dropped.isEmpty()) {
      evidence.add(
          DefaultRules.number(events)
              + " of "
              + DefaultRules.count(found.events(), "event")
              + " have a name that is dropped");
    }
    List<String> conditional = droppingByCondition(apps.chosen());
    if (!conditional.isEmpty()) {
      evidence.add(
          "how many " + String.join(" and ", conditional) + " drops is known when it has met them");
    }
    boolean persons = merges > 0;
    if (persons) {
      evidence.add(
          DefaultRules.count(merges, "event")
              + " among them may join ids to persons: those ids stay apart");
    }
    return Optional.of(
        new Finding(
            "apps",
            persons ? Finding.Level.WARN : Finding.Level.NOTE,
            String.join("; ", evidence),
            persons
                ? "if that is not meant, take $identify, $create_alias and $merge_dangerously out of"
                    + " the app's \"events\""
                : "nothing to do; import --apps names others, until the first green light"));
  }

  private static Finding none(RequestFacts.Apps apps) {
    return new Finding(
        "apps",
        Finding.Level.WARN,
        "its events go through none of the project's "
            + DefaultRules.count(apps.left(), "app")
            + ": what they hide or drop is stored",
        "right if that was meant; without --apps they go through all of them");
  }

  private static Set<String> droppedByName(List<AppDefinition> apps) {
    Set<String> names = new HashSet<>();
    for (AppDefinition app : apps) {
      if (app.work() instanceof AppDefinition.Drop && app.when().isEmpty()) {
        names.addAll(app.events());
      }
    }
    return names;
  }

  private static List<String> droppingByCondition(List<AppDefinition> apps) {
    return apps.stream()
        .filter(app -> app.work() instanceof AppDefinition.Drop && app.when().isPresent())
        .map(AppDefinition::name)
        .toList();
  }
}
