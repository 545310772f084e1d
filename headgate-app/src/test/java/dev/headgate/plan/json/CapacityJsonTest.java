package dev.headgate.plan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Cost;
import dev.headgate.plan.Costs;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityJsonTest {
  private static final Capacity CAPACITY =
      new Capacity(
          50_000,
          8,
          1.75,
          3,
          new Costs(
              new Cost(1, 0.5, 0),
              new Cost(2, 0, 0),
              new Cost(3, 0, 0),
              new Cost(4, 0, 20),
              new Cost(5, 0, 0)),
          new Capacity.Warming(12, 90_000),
          new Capacity.Proof(0.5, 1.5, 10),
          400,
          0.07,
          new Capacity.Measurement(Instant.parse("2026-11-27T12:00:00Z"), "2 processors", 6));

  private final CapacityJson json = new CapacityJson();

  @Test
  void keysAreSnakeCase() {
    assertThat(json.write(CAPACITY).toString())
        .startsWith(
            "{\"events_per_second\":50000.0,\"partitions\":8,\"cores\":1.75,\"sending_threads\":3.0,\"costs\":")
        .contains("\"facts\":{\"event_micros\":4.0,\"byte_micros\":0.0,\"merge_micros\":20.0}")
        .contains("\"warming\":{\"cpu_seconds\":12.0,\"events\":90000.0}")
        .endsWith(
            "\"measurement\":{\"at\":\"2026-11-27T12:00:00Z\",\"machine\":\"2"
                + " processors\",\"runs\":6}}");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws MalformedJson {
    assertThat(json.read(json.write(CAPACITY))).isEqualTo(CAPACITY);
    assertThat(json.read(json.write(Capacity.EMBEDDED))).isEqualTo(Capacity.EMBEDDED);
    assertThat(CAPACITY.measured()).isTrue();
    assertThat(Capacity.EMBEDDED.measured()).isFalse();
  }

  @Test
  void whatIsNoCapacityIsRefused() {
    String text = json.write(CAPACITY).toString();
    for (String other :
        List.of(
            "",
            "{}",
            "[]",
            text.replace("\"cores\":1.75,", ""),
            text.replace("\"cores\":1.75", "\"cores\":-1"),
            text.replace("\"cores\":1.75", "\"cores\":null"),
            text.replace("2026-11-27T12:00:00Z", "yesterday"))) {
      assertThatExceptionOfType(MalformedJson.class)
          .as(other)
          .isThrownBy(() -> json.read(JsonBytes.of(other)))
          .withMessageStartingWith("not a capacity");
    }
  }
}
