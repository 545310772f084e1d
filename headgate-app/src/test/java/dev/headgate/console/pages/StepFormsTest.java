package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Eyes;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Requests;
import dev.headgate.admit.Step;
import dev.headgate.console.Html;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepFormsTest {
  private static final Session TEAM = PagesUnderTest.TEAM;
  private static final Session CUSTOMER = PagesUnderTest.CUSTOMER;

  private static List<Step> offered(ImportRecord record, Session session) {
    return offered(record, session, Eyes.TWO);
  }

  private static List<Step> offered(ImportRecord record, Session session, Eyes eyes) {
    return new StepForms(new Html(), session, record, Trouble.NONE, Suggested.NOTHING, 0, eyes)
        .offered();
  }

  @ParameterizedTest
  @EnumSource(ImportState.class)
  void onlyWhatIsPossibleIsOfferedAndTheTeamsOnlyToTheTeam(ImportState state) {
    ImportRecord record = PagesUnderTest.record(state, Requests.CUSTOMER);
    for (Step step : offered(record, TEAM)) {
      assertThat(step.isLegalFrom(state)).as("%s from %s", step, state).isTrue();
    }
    for (Step step : offered(record, CUSTOMER)) {
      assertThat(step.isLegalFrom(state)).as("%s from %s", step, state).isTrue();
      assertThat(step.isForPipelineOnly()).as("%s to a customer", step).isFalse();
    }
    assertThat(offered(record, TEAM)).containsAll(offered(record, CUSTOMER));
  }

  @ParameterizedTest
  @EnumSource(ImportState.class)
  void theTeamIsOfferedAllOfItsStepsThatArePossible(ImportState state) {
    ImportRecord record = PagesUnderTest.record(state, Requests.CUSTOMER);
    for (Step step : Step.values()) {
      boolean has = ConsoleRoute.of(step).isPresent() && step != Step.ANSWER;
      if (has && step.isForPipelineOnly() && step.isLegalFrom(state)) {
        assertThat(offered(record, TEAM)).contains(step);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PAUSED")
  void aCustomerIsNotOfferedToResumeWhatTheTeamPaused(ImportState paused) {
    assertThat(offered(PagesUnderTest.record(paused, Requests.TEAM), CUSTOMER))
        .doesNotContain(Step.RESUME);
    assertThat(offered(PagesUnderTest.record(paused, Requests.CUSTOMER), CUSTOMER))
        .contains(Step.RESUME);
  }

  @Test
  void whereItTakesTwoAYesIsOfferedToMembersAndNotTwiceToOne() {
    ImportRecord asked = PagesUnderTest.record(ImportState.SUBMITTED, Requests.TEAM);
    ImportRecord first = PagesUnderTest.saidFirst("linus");
    assertThat(offered(asked, TEAM, Eyes.FOUR))
        .contains(Step.DECLINE, Step.REQUEST_CHANGES)
        .doesNotContain(Step.GREEN_LIGHT);
    assertThat(offered(asked, PagesUnderTest.MEMBER, Eyes.FOUR)).contains(Step.GREEN_LIGHT);
    assertThat(offered(first, PagesUnderTest.MEMBER, Eyes.FOUR)).doesNotContain(Step.GREEN_LIGHT);
    assertThat(offered(first, PagesUnderTest.member("Ada"), Eyes.FOUR)).contains(Step.GREEN_LIGHT);
    assertThat(offered(first, TEAM)).contains(Step.GREEN_LIGHT);
  }
}
