package dev.headgate.admit;

import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Requests.Found;
import dev.headgate.apps.AppDefinition;
import dev.headgate.apps.OnError;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Spread;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppsMetTest {
  private static AppDefinition drop(String name, Optional<String> when, String... events) {
    return new AppDefinition(name, new AppDefinition.Drop(), Set.of(events), when, OnError.PASS);
  }

  private static Assessment.TypeCount type(String event, long events) {
    return new Assessment.TypeCount(event, events, 0, Spread.NONE, 0);
  }

  private static Optional<Finding> finding(int left, AppDefinition... apps) {
    return finding(new Found(), left, apps);
  }

  private static Optional<Finding> finding(Found found, int left, AppDefinition... apps) {
    RequestFacts facts =
        new RequestFacts(
            RejectBudget.DEFAULT,
            false,
            List.of(),
            new RequestFacts.Apps(4, List.of(apps), left),
            GivenAnswers.NONE,
            NOON);
    return new AppsMet().check(found.assessment(), PLAN, facts);
  }

  @Test
  void aProjectWithoutAppsIsNotSpokenOf() {
    assertThat(finding(0)).isEmpty();
  }

  @Test
  void goingThroughNoneOfTheProjectsAppsIsAWarning() {
    Finding finding = finding(2).orElseThrow();
    assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
    assertThat(finding.evidence()).contains("none of the project's 2 apps");
  }

  @Test
  void appsAreNamedInOrderAndWhatOnlyTheRunTellsIsSaid() {
    Finding finding =
        finding(1, drop("b", Optional.of("true")), drop("a", Optional.empty(), "nobody's"))
            .orElseThrow();
    assertThat(finding.level()).isEqualTo(Finding.Level.NOTE);
    assertThat(finding.evidence())
        .contains("2 apps of version 4, in this order: b (drop), a (drop)")
        .contains("not through 1 more")
        .contains("0 of ")
        .contains("how many b drops is known when it has met them");
  }

  @Test
  void eventsDroppedByTheirNamesAreCountedOnceAndMergesAmongThemAreAWarning() {
    Found found = new Found().types(type("visit", 900), type("debug", 60), type("$identify", 40));
    AppDefinition debug = drop("a", Optional.empty(), "debug", "never");
    AppDefinition again = drop("b", Optional.empty(), "debug");
    Finding note = finding(found, 0, debug, again).orElseThrow();
    assertThat(note.level()).isEqualTo(Finding.Level.NOTE);
    assertThat(note.evidence()).contains("60 of 1,000 events have a name that is dropped");
    Finding warning =
        finding(found, 0, debug, drop("c", Optional.empty(), "$identify")).orElseThrow();
    assertThat(warning.level()).isEqualTo(Finding.Level.WARN);
    assertThat(warning.evidence())
        .contains("100 of 1,000 events", "40 events among them may join ids to persons");
  }
}
