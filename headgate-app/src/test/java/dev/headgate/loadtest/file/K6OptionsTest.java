package dev.headgate.loadtest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.loadtest.LoadTestPlan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class K6OptionsTest {
  private static final String OPTIONS =
      """
      {
        "discardResponseBodies": true,
        "scenarios": {
          "campaign": {
            "executor": "ramping-arrival-rate",
            "startRate": 300,
            "timeUnit": "1m",
            "preAllocatedVUs": 20,
            "maxVUs": 100,
            "exec": "pageViews",
            "stages": [
              {"target": 600, "duration": "2m"},
              {"target": 0, "duration": "30s"}
            ]
          },
          "browsers": {"executor": "constant-vus", "vus": 10, "duration": "3m"}
        },
        "thresholds": {
          "http_req_duration": ["p(99)<200", {"threshold": "p(95)<100", "abortOnFail": true, "delayAbortEval": "10s"}],
          "checks": ["rate>0.9"],
          "http_req_failed": ["rate<0.01"]
        }
      }
      """;

  @Test
  void arrivalsAndThresholdsAreTakenOverAndTheRestIsNamed() throws Exception {
    K6Options.Imported imported = K6Options.read(OPTIONS, Optional.empty());
    PlanFault unfinished =
        catchThrowableOfType(PlanFault.class, () -> PlanFile.parse(imported.plan()));
    assertThat(unfinished).hasMessageContaining("\"contact\" is a text that is not blank");
    LoadTestPlan plan =
        PlanFile.parse(
            imported
                .plan()
                .replace("contact: \"\"", "contact: c")
                .replace("reason: \"\"", "reason: r"));
    assertThat(plan.name()).isEqualTo("campaign");
    assertThat(plan.rate().startPerSecond()).isEqualTo(5);
    assertThat(plan.rate().peakPerSecond()).isEqualTo(10);
    assertThat(plan.rate().duration().toSeconds()).isEqualTo(150);
    assertThat(plan.preAllocated()).isEqualTo(20);
    assertThat(plan.mostAtOnce()).isEqualTo(100);
    assertThat(plan.thresholds()).hasSize(3);
    assertThat(plan.thresholds().get(1).delayAbortEval().toSeconds()).isEqualTo(10);
    assertThat(imported.leftOut())
        .anyMatch(each -> each.startsWith("discardResponseBodies"))
        .anyMatch(each -> each.startsWith("scenarios.campaign.exec"))
        .anyMatch(each -> each.startsWith("scenarios.browsers: its executor"))
        .anyMatch(each -> each.startsWith("thresholds.checks"))
        .hasSize(4);
  }

  @Test
  void aClosedModelIsNoLoadTestHere() {
    PlanFault fault =
        catchThrowableOfType(
            PlanFault.class,
            () -> K6Options.read("{\"vus\": 10, \"duration\": \"1m\"}", Optional.empty()));
    assertThat(fault).hasMessageContaining("does not say when requests arrive");
  }

  @Test
  void ofSeveralScenariosOneIsNamed() throws Exception {
    String two =
        "{\"scenarios\": {\"a\": {\"executor\": \"constant-arrival-rate\", \"rate\": 5, \"duration\":"
            + " \"10s\"}, \"b\": {\"executor\": \"constant-arrival-rate\", \"rate\": 7, \"duration\":"
            + " \"10s\"}}}";
    PlanFault fault =
        catchThrowableOfType(PlanFault.class, () -> K6Options.read(two, Optional.empty()));
    assertThat(fault).hasMessageContaining("name one of a, b");
    assertThat(K6Options.read(two, Optional.of("b")).plan()).contains("rate: 7.0");
    PlanFault none =
        catchThrowableOfType(PlanFault.class, () -> K6Options.read(two, Optional.of("c")));
    assertThat(none).hasMessageContaining("no scenario c");
  }
}
