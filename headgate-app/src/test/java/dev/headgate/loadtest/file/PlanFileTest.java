package dev.headgate.loadtest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.RequestShape;
import dev.headgate.loadtest.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
  private static final String WHOLE =
      """
      name: spring campaign
      contact: anna@example.com
      reason: what a campaign day would be
      window: {from: 2026-12-01T08:00:00Z, to: 2026-12-01T11:00:00+01:00}
      executor: ramping-arrival-rate
      startRate: 600
      timeUnit: 1m
      stages:
        - {duration: 1m30s, target: 30000}
        - {duration: 0s, target: 60_0}
        - {duration: 500ms, target: 0}
      preAllocatedVUs: 50
      maxVUs: 500
      timeout: 10s
      request: {events: 20, distinct_ids: 5000, event_bytes: 900}
      thresholds:
        http_req_duration: ["p(99)<200", {threshold: "p(95)<100", abortOnFail: true, delayAbortEval: 10s}]
        http_req_failed: ["rate<0.01"]
      """
          .replace("60_0", "600");

  private static final String LEAST =
      """
      name: n
      contact: c
      reason: r
      executor: constant-arrival-rate
      rate: 10
      duration: 30s
      """;

  @Test
  void aPlanIsReadAsK6WouldReadIt() throws Exception {
    LoadTestPlan plan = PlanFile.parse(WHOLE);
    assertThat(plan.from()).contains(Instant.parse("2026-12-01T08:00:00Z"));
    assertThat(plan.to()).contains(Instant.parse("2026-12-01T10:00:00Z"));
    assertThat(plan.rate())
        .isEqualTo(
            new ArrivalRate(
                ArrivalRate.Executor.RAMPING,
                10,
                List.of(
                    new ArrivalRate.Ramp(Duration.ofSeconds(90), 500),
                    new ArrivalRate.Ramp(Duration.ZERO, 10),
                    new ArrivalRate.Ramp(Duration.ofMillis(500), 0))));
    assertThat(plan.preAllocated()).isEqualTo(50);
    assertThat(plan.mostAtOnce()).isEqualTo(500);
    assertThat(plan.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plan.request()).isEqualTo(new RequestShape(20, 5_000, 900));
    assertThat(plan.thresholds())
        .containsExactly(
            new Threshold(Threshold.Metric.HTTP_REQ_DURATION, "p(99)<200", false, Duration.ZERO),
            new Threshold(
                Threshold.Metric.HTTP_REQ_DURATION, "p(95)<100", true, Duration.ofSeconds(10)),
            new Threshold(Threshold.Metric.HTTP_REQ_FAILED, "rate<0.01", false, Duration.ZERO));
  }

  @Test
  void whatItSaysNothingOfIsUsual() throws Exception {
    LoadTestPlan plan = PlanFile.parse(LEAST);
    assertThat(plan.rate().requests()).isEqualTo(300);
    assertThat(plan.from()).isEmpty();
    assertThat(plan.thresholds()).isEmpty();
    assertThat(plan.request().events()).isEqualTo(1);
  }

  @Test
  void asJsonItIsTheSamePlanAndTheSameText() throws Exception {
    for (String text : List.of(WHOLE, LEAST)) {
      LoadTestPlan plan = PlanFile.parse(text);
      LoadTestPlan again = PlanText.read(PlanText.write(plan));
      assertThat(again).isEqualTo(plan);
      assertThat(PlanText.write(again)).isEqualTo(PlanText.write(plan));
    }
  }

  /// What is replaced in the whole plan, by what; the line that is named; words of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "startRate: 600 | strtRate: 600 | 6 | \"strtRate\" is not known; did you mean \"startRate\"?",
        "target: 0} | target: -5} | 11 | \"target\" is a rate, zero or more, not -5",
        "target: 0} | traget: 5} | 11 | \"traget\" is not known; did you mean \"target\"?",
        "duration: 500ms | duration: 0s | 11 | take no time",
        "duration: 500ms | duration: soon | 11 | \"duration\" is a duration such as 90s",
        "startRate: 600 | rate: 600 | 6 | contradicts the executor",
        "timeUnit: 1m | timeUnit: 0s | 7 | \"timeUnit\" is longer than no time",
        "ramping-arrival-rate | ramping-vus | 5 | does not say when requests arrive",
        "maxVUs: 500 | maxVUs: 20 | 12 | preAllocatedVUs is 50, more than maxVUs",
        "maxVUs: 500 | maxVUs: 0 | 13 | requests are under way at once",
        "maxVUs: 500 | maxVUs: many | 13 | \"maxVUs\" is a whole number",
        "events: 20 | events: 0 | 15 | events is from 1",
        "p(99)<200 | p99<200 | 17 | \"p99<200\" is no threshold",
        "http_req_failed | http_req_fail | 18 | did you mean \"http_req_failed\"?",
        "abortOnFail: true | abortOnFail: yes | 17 | \"abortOnFail\" is true or false",
        "11:00:00+01:00 | 09:00:00+01:00 | 4 | the window closes before it opens",
        "from: 2026-12-01T08:00:00Z | from: tomorrow | 4 | \"from\" is a time such as",
        "contact: anna@example.com | contact: \"\" | 2 | \"contact\" is a text that is not blank",
        "reason: what a campaign day would be | reasons: x | 3 | did you mean \"reason\"?",
        "timeout: 10s | timeout: 10h | 14 | waits for its answer for at most 5 minutes",
        "name: spring campaign | name: [a, b] | 1 | \"name\" is a text",
        "name: spring campaign | name: {a | 2 | it is not YAML",
      })
  void aWrongPlanIsNamedByLineAndKey(String what, String by, int line, String words) {
    PlanFault fault =
        catchThrowableOfType(PlanFault.class, () -> PlanFile.parse(WHOLE.replace(what, by)));
    assertThat(fault).hasMessageContaining(words);
    assertThat(fault.line()).isEqualTo(line);
  }

  @Test
  void whatIsNoPlanAtAllIsSaid() {
    for (String text : List.of("", "just words", "- a\n- b\n", "{}")) {
      PlanFault fault = catchThrowableOfType(PlanFault.class, () -> PlanFile.parse(text));
      assertThat(fault).isNotNull();
    }
    String nothing = LEAST.replace("duration: 30s", "duration: 0s");
    PlanFault fault = catchThrowableOfType(PlanFault.class, () -> PlanFile.parse(nothing));
    assertThat(fault).hasMessageContaining("longer than no time");
    assertThat(fault.line()).isEqualTo(6);
  }
}
