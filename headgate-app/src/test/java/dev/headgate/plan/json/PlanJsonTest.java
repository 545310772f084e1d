package dev.headgate.plan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.ImportPlan;
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
          8.22,
          List.of(new ImportPlan.HotId("bot", 3_370, 0.086, "It stays in order.")));

  @Test
  void keysAreSnakeCaseAndDurationsAreSeconds() {
    assertThat(json.write(PLAN).toString())
        .isEqualTo(
            """
            {"events":39244,"batch_events":1000,"batch_bytes":2097152,"lanes":4,\
            "envelope":{"start_per_second":500.0,"stages":[\
            {"duration_seconds":0.820000001,"target_per_second":5000.0},\
            {"duration_seconds":5400,"target_per_second":5000.0}]},\
            "peak_per_second":5000.0,"duration_seconds":8.22,\
            "hot_ids":[{"distinct_id":"bot","events":3370,"share":0.086,\
            "treatment":"It stays in order."}]}\
            """);
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws MalformedJson {
    assertThat(json.read(json.write(PLAN))).isEqualTo(PLAN);
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
