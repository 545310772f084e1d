package dev.headgate.plan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.Range;
import dev.headgate.plan.SimulatedRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
  private final PlanJson json = new PlanJson();

  private static final ImportPlan PLAN =
      new ImportPlan(
          39_244,
          1_000,
          2 << 20,
          4,
          new Envelope(
              500,
              List.of(
                  new Stage(Duration.ofNanos(820_000_001), 5_000),
                  new Stage(Duration.ofMinutes(90), 5_000))),
          5_000,
          "at most 5 % of what there is",
          8.22,
          List.of(new ImportPlan.HotId("bot", 3_370, 0.086, "It stays in order.")),
          new SimulatedRun(
              true,
              true,
              8.5,
              new Range(9, 10, 11),
              new Range(0, 900, 1_000),
              Range.exactly(3),
              Range.ZERO,
              new Range(0.5, 0.6, 0.7),
              List.of(0.4, 0.6),
              1,
              "",
              List.of(new SimulatedRun.Point(1, 2, 1, 1, 0.5, 0.25, 0))));

  @Test
  void keysAreSnakeCaseAndDurationsAreSeconds() {
    assertThat(json.write(PLAN).toString())
        .isEqualTo(
            """
            {"events":39244,"batch_events":1000,"batch_bytes":2097152,"lanes":4,\
            "envelope":{"start_per_second":500.0,"stages":[\
            {"duration_seconds":0.820000001,"target_per_second":5000.0},\
            {"duration_seconds":5400,"target_per_second":5000.0}]},\
            "peak_per_second":5000.0,"peak_reason":"at most 5 % of what there is","duration_seconds":8.22,\
            "hot_ids":[{"distinct_id":"bot","events":3370,"share":0.086,\
            "treatment":"It stays in order."}],\
            "simulation":{"measured":true,"ends":true,"sending_seconds":8.5,\
            "finish_seconds":{"low":9.0,"likely":10.0,"high":11.0},\
            "waiting_events":{"low":0.0,"likely":900.0,"high":1000.0},\
            "lag_seconds":{"low":3.0,"likely":3.0,"high":3.0},\
            "live_delay_seconds":{"low":0.0,"likely":0.0,"high":0.0},\
            "fullest_share":{"low":0.5,"likely":0.6,"high":0.7},\
            "partition_shares":[0.4,0.6],"least_factor":1.0,"change":"",\
            "points":[{"seconds":1.0,"sent":2.0,"stored":1.0,"waiting_events":1.0,\
            "fullest_waiting":0.5,"lag_seconds":0.25,"live_delay_seconds":0.0}]}}\
            """);
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws MalformedJson {
    assertThat(json.read(json.write(PLAN))).isEqualTo(PLAN);
  }

  @Test
  void aPlanFromBeforeThereWereSimulationsIsReadToo() throws MalformedJson {
    String text = json.write(PLAN).toString();
    String older = text.substring(0, text.indexOf(",\"simulation\"")) + "}";
    ImportPlan read = json.read(JsonBytes.of(older));
    assertThat(read.simulation()).isEqualTo(SimulatedRun.NONE);
    assertThat(read.hotIds()).isEqualTo(PLAN.hotIds());
  }

  @Test
  void aPlanFromBeforePeaksHadReasonsIsReadToo() throws MalformedJson {
    String older =
        json.write(PLAN)
            .toString()
            .replace("\"peak_reason\":\"at most 5 % of what there is\",", "");
    assertThat(json.read(JsonBytes.of(older)).peakReason()).isEmpty();
  }

  @Test
  void whatIsNoPlanIsRefused() {
    String text = json.write(PLAN).toString();
    for (String other :
        List.of(
            "",
            "{}",
            text.replace("\"lanes\":4,", ""),
            text.replace("5400", "-1"),
            text.replace("\"duration_seconds\":5400", "\"duration_seconds\":null"))) {
      assertThatExceptionOfType(MalformedJson.class)
          .as(other)
          .isThrownBy(() -> json.read(JsonBytes.of(other)))
          .withMessageStartingWith("not a plan");
    }
  }
}
