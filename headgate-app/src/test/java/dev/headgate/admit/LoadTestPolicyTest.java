package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.RequestShape;
import dev.headgate.loadtest.Threshold;
import dev.headgate.plan.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadTestPolicyTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final LoadTestPolicy POLICY = new LoadTestPolicy(new Capacity(10_000, 8), 1_000);
  private static final Threshold ABORTING =
      new Threshold(Threshold.Metric.HTTP_REQ_FAILED, "rate<0.5", true, Duration.ZERO);

  private static LoadTestPlan plan(
      double start, double target, int events, Optional<Instant> from, Optional<Instant> to) {
    return new LoadTestPlan(
        "n",
        "c",
        "r",
        from,
        to,
        new ArrivalRate(
            ArrivalRate.Executor.RAMPING,
            start,
            List.of(new ArrivalRate.Ramp(Duration.ofMinutes(2), target))),
        1,
        10,
        Duration.ofSeconds(1),
        new RequestShape(events, 1, 0),
        List.of(ABORTING));
  }

  private static List<String> found(LoadTestPlan plan) {
    return POLICY.check(plan, NOON).stream()
        .map(finding -> finding.level().key() + " " + finding.rule())
        .toList();
  }

  @Test
  void aGentleRampIsOnlyNoted() {
    assertThat(found(plan(0, 1_000, 1, Optional.empty(), Optional.empty())))
        .containsExactly("note load_test_volume");
  }

  @Test
  void moreThanThePipelineTakesIsBlocked() {
    assertThat(found(plan(0, 1_001, 1, Optional.empty(), Optional.empty())))
        .contains("block load_test_above_capacity");
    assertThat(found(plan(0, 501, 20, Optional.empty(), Optional.empty())))
        .contains("block load_test_above_capacity");
  }

  @Test
  void aWallIsWarnedOf() {
    assertThat(found(plan(200, 200, 1, Optional.empty(), Optional.empty())))
        .contains("warn load_test_without_ramp");
  }

  @Test
  void aWindowThatIsOverOrTooShortIsBlocked() {
    assertThat(found(plan(0, 100, 1, Optional.empty(), Optional.of(NOON))))
        .contains("block load_test_window");
    assertThat(found(plan(0, 100, 1, Optional.empty(), Optional.of(NOON.plusSeconds(119)))))
        .contains("block load_test_window");
    assertThat(found(plan(0, 100, 1, Optional.empty(), Optional.of(NOON.plusSeconds(120)))))
        .containsExactly("note load_test_volume");
    assertThat(
            found(
                plan(
                    0,
                    100,
                    1,
                    Optional.of(NOON.minusSeconds(10)),
                    Optional.of(NOON.plusSeconds(110)))))
        .as("of the window that has opened the rest counts")
        .contains("block load_test_window");
  }

  @Test
  void withoutAnAbortCriterionItIsWarned() {
    LoadTestPlan with = plan(0, 100, 1, Optional.empty(), Optional.empty());
    LoadTestPlan without =
        new LoadTestPlan(
            "n",
            "c",
            "r",
            Optional.empty(),
            Optional.empty(),
            with.rate(),
            1,
            10,
            Duration.ofSeconds(1),
            RequestShape.PAGE_VIEW,
            List.of());
    assertThat(found(without)).contains("warn load_test_without_abort");
  }
}
