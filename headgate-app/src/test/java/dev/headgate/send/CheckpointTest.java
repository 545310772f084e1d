package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RejectReason;
import dev.headgate.verify.ReadTally;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  @Test
  void comesBackAsItWasKept() throws Exception {
    Checkpoint checkpoint =
        new Checkpoint(
            "abc",
            new Place(3, 12_345_678_901L, 42),
            new ReadTally(100, 90, 4, Map.of(RejectReason.NOT_JSON, 5L, RejectReason.TOO_LONG, 1L)),
            4_050,
            777);
    assertThat(Checkpoint.of(checkpoint.toJson())).isEqualTo(checkpoint);
    assertThat(Checkpoint.of(Checkpoint.start("x").toJson())).isEqualTo(Checkpoint.start("x"));
  }

  @Test
  void whatIsNoCheckpointIsRefused() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Checkpoint.of(JsonBytes.of("{\"content\":\"x\"}")))
        .withMessageContaining("turn");
  }
}
