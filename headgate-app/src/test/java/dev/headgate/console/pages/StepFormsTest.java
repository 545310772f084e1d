package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Requests;
import dev.headgate.admit.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepFormsTest {
  private static final Session TEAM = PagesUnderTest.TEAM;
  private static final Session CUSTOMER = PagesUnderTest.CUSTOMER;

  @ParameterizedTest
  @EnumSource(ImportState.class)
  void onlyWhatIsPossibleIsOfferedAndTheTeamsOnlyToTheTeam(ImportState state) {
    ImportRecord record = PagesUnderTest.record(state, Requests.CUSTOMER);
    for (Step step : StepForms.offered(record, TEAM)) {
      assertThat(step.isLegalFrom(state)).as("%s from %s", step, state).isTrue();
    }
    for (Step step : StepForms.offered(record, CUSTOMER)) {
      assertThat(step.isLegalFrom(state)).as("%s from %s", step, state).isTrue();
      assertThat(step.isForPipelineOnly()).as("%s to a customer", step).isFalse();
    }
    assertThat(StepForms.offered(record, TEAM)).containsAll(StepForms.offered(record, CUSTOMER));
  }

  @ParameterizedTest
  @EnumSource(ImportState.class)
  void theTeamIsOfferedAllOfItsStepsThatArePossible(ImportState state) {
    ImportRecord record = PagesUnderTest.record(state, Requests.CUSTOMER);
    for (Step step : Step.values()) {
      boolean has = ConsoleRoute.of(step).isPresent() && step != Step.ANSWER;
      if (has && step.isForPipelineOnly() && step.isLegalFrom(state)) {
        assertThat(StepForms.offered(record, TEAM)).contains(step);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PAUSED")
  void aCustomerIsNotOfferedToResumeWhatTheTeamPaused(ImportState paused) {
    assertThat(StepForms.offered(PagesUnderTest.record(paused, Requests.TEAM), CUSTOMER))
        .doesNotContain(Step.RESUME);
    assertThat(StepForms.offered(PagesUnderTest.record(paused, Requests.CUSTOMER), CUSTOMER))
        .contains(Step.RESUME);
  }
}
