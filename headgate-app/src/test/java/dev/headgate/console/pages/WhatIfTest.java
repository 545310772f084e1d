package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Requests;
import dev.headgate.console.Html;
import dev.headgate.console.report.ConsoleReports;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Conditions;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.Planner;
import dev.headgate.plan.Wishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhatIfTest {
  private static final ImportRecord RECORD =
      PagesUnderTest.record(ImportState.SUBMITTED, Requests.TEAM);

  private static ImportPlan plan(double peak) {
    return Planner.simulated(
        new Requests.Found().records(1_000_000, 1_000_000).assessment(),
        Wishes.peak(peak),
        new Capacity(20_000, 8),
        String::length,
        Conditions.ALONE);
  }

  private static String part(WhatIf.Tried tried, boolean canTakeOver) {
    Html html = new Html();
    new WhatIf(html, new ConsoleReports()).write(RECORD, plan(5_000), tried, canTakeOver);
    return html.toString();
  }

  @Test
  void whatComesOfAnotherPeakStandsBesideWhatWasPlanned() {
    String part = part(new WhatIf.Tried.Done("10,000", plan(10_000)), true);
    assertThat(part)
        .contains("With a peak of 10,000 events/s it ends after")
        .containsPattern("<b>[^<]+</b> <span>until it is verified; as planned [^<]+</span>")
        .contains("greatest lag; as planned", "events wait at most; as planned")
        .contains("live events wait at most; as planned 0 s")
        .contains("Predicted rate of sending", "Predicted lag")
        .contains("value=\"10,000\"", "As planned: 5,000.");
  }

  @Test
  void theCheapestChangeIsSaidWhereItDoesNotFit() {
    assertThat(part(new WhatIf.Tried.Done("90000", plan(90_000)), true)).contains("It fits with ");
    assertThat(part(new WhatIf.Tried.Done("5000", plan(5_000)), true))
        .doesNotContain("It fits with ");
  }

  @Test
  void theTeamPutsItIntoTheGreenLight() {
    WhatIf.Tried tried = new WhatIf.Tried.Done("10,000", plan(10_000));
    String link = "/console/imports/7?peak=10%2C000#green-light-peak";
    assertThat(part(tried, true)).contains(link, "data-take=\"10,000\"");
    assertThat(part(tried, false)).doesNotContain(link, "data-take");
  }

  @Test
  void whatIsNoPeakIsSaidAndKept() {
    String part = part(new WhatIf.Tried.Not("<b>", "It is a number."), true);
    assertThat(part)
        .contains("It is a number.", "value=\"&lt;b&gt;\"")
        .doesNotContain("<b>", "Predicted");
  }

  @ParameterizedTest
  @EnumSource(ImportState.class)
  void itIsThereWhileTheDecisionIsOpen(ImportState state) {
    boolean open = state == ImportState.SUBMITTED || state == ImportState.CHANGES_REQUESTED;
    assertThat(WhatIf.isOpen(PagesUnderTest.record(state, Requests.TEAM))).isEqualTo(open);
  }
}
