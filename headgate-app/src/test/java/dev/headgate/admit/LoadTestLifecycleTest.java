package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadTestLifecycleTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Actor TEAM = Actor.pipelineTeam("team");
  private static final Actor CUSTOMER = Actor.customer("acme");
  private static final GrantTerms TERMS =
      new GrantTerms(
          new Window(NOON, NOON.plusSeconds(60)),
          new Envelope(1, List.of(new Stage(Duration.ofSeconds(1), 1))),
          1,
          1);

  private static LoadTestRecord in(LoadTestState state, Finding... findings) {
    return new LoadTestRecord(
        1,
        new ProjectId(1),
        NOON,
        state,
        JsonBytes.EMPTY_OBJECT,
        List.of(findings),
        Optional.of(TERMS),
        Optional.empty(),
        "",
        Optional.empty());
  }

  private static LoadTestLifecycle.Wish wish(LoadTestStep step) {
    return new LoadTestLifecycle.Wish(
        step, "why", step == LoadTestStep.GREEN_LIGHT ? Optional.of(TERMS) : Optional.empty());
  }

  private static Optional<LoadTestState> after(
      LoadTestRecord record, LoadTestStep step, Actor by, Instant now) {
    return LoadTestLifecycle.decide(record, wish(step), by, now)
            instanceof Outcome.Done<LoadTestRecord>(LoadTestRecord done)
        ? Optional.of(done.state())
        : Optional.empty();
  }

  @Test
  void everyStepLeadsWhereTheTableSaysAndFromNowhereElse() {
    int legal = 0;
    for (LoadTestState state : LoadTestState.values()) {
      for (LoadTestStep step : LoadTestStep.values()) {
        Optional<LoadTestState> to = after(in(state), step, TEAM, NOON);
        assertThat(to.isPresent()).as("%s from %s", step, state).isEqualTo(step.isLegalFrom(state));
        to.ifPresent(each -> assertThat(each).isEqualTo(step.leadsTo()));
        legal += to.isPresent() ? 1 : 0;
      }
    }
    assertThat(legal).isEqualTo(9);
  }

  @Test
  void aCustomerRunsAndStopsAndDoesNotDecide() {
    assertThat(after(in(LoadTestState.SUBMITTED), LoadTestStep.GREEN_LIGHT, CUSTOMER, NOON))
        .isEmpty();
    assertThat(after(in(LoadTestState.SUBMITTED), LoadTestStep.DECLINE, CUSTOMER, NOON)).isEmpty();
    assertThat(after(in(LoadTestState.GREEN_LIT), LoadTestStep.START, CUSTOMER, NOON))
        .contains(LoadTestState.RUNNING);
    assertThat(after(in(LoadTestState.RUNNING), LoadTestStep.STOP, CUSTOMER, NOON))
        .contains(LoadTestState.STOPPED);
  }

  @Test
  void whatIsBlockedGetsNoGreenLight() {
    Finding block = new Finding("r", Finding.Level.BLOCK, "e", "resolve it");
    assertThat(after(in(LoadTestState.SUBMITTED, block), LoadTestStep.GREEN_LIGHT, TEAM, NOON))
        .isEmpty();
  }

  @Test
  void itStartsWithinItsWindowOnly() {
    LoadTestRecord lit = in(LoadTestState.GREEN_LIT);
    assertThat(after(lit, LoadTestStep.START, TEAM, NOON.minusNanos(1))).isEmpty();
    assertThat(after(lit, LoadTestStep.START, TEAM, NOON.plusSeconds(60))).isEmpty();
    assertThat(after(lit, LoadTestStep.START, TEAM, NOON.plusSeconds(59)))
        .contains(LoadTestState.RUNNING);
  }
}
