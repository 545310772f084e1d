package dev.headgate.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headgate.event.EventTime;
import dev.headgate.json.Utf8;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int EVENTS = 20_000;

  private final List<byte[]> lines = new ArrayList<>();

  private JsonNode make(Faults faults) throws IOException {
    return make(SynthSettings.of(EVENTS).withFaults(faults));
  }

  private JsonNode make(SynthSettings settings) throws IOException {
    History history = new History(settings);
    history.writeTo((buffer, from, to) -> lines.add(Arrays.copyOfRange(buffer, from, to)));
    return JSON.readTree(history.counts());
  }

  /// Why a line makes no event, by a reading of its own; empty if it makes one.
  private static Optional<RejectReason> reason(byte[] line) throws IOException {
    if (line.length > RawRecord.MAX_BYTES) {
      return Optional.of(RejectReason.TOO_LONG);
    }
    if (Utf8.firstInvalid(line, 0, line.length) >= 0) {
      return Optional.of(RejectReason.INVALID_UTF8);
    }
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException _) {
      return Optional.of(RejectReason.NOT_JSON);
    }
    if (!event.isObject()) {
      return Optional.of(RejectReason.NOT_AN_OBJECT);
    }
    if (event.path("event").asText("").isBlank()) {
      return Optional.of(RejectReason.MISSING_EVENT);
    }
    if (event.path("distinct_id").asText("").isBlank()) {
      return Optional.of(RejectReason.MISSING_DISTINCT_ID);
    }
    return EventTime.parse(event.path("timestamp").asText()).isEmpty()
        ? Optional.of(RejectReason.INVALID_TIMESTAMP)
        : Optional.empty();
  }

  @Test
  void brokenLinesComeInTheStatedShareWithTheirReasons() throws Exception {
    JsonNode counts = make(Faults.NONE.withBroken(0.03).withTooLongLines(2));
    Map<String, Integer> found = new HashMap<>();
    for (byte[] line : lines) {
      reason(line).ifPresent(reason -> found.merge(reason.key(), 1, Integer::sum));
    }

    assertThat(found).hasSize(BrokenLine.values().length).containsEntry("too_long", 2);
    assertThat(counts.get("rejected_by_reason").properties())
        .hasSize(found.size())
        .allSatisfy(
            each -> assertThat(found).containsEntry(each.getKey(), each.getValue().asInt()));
    assertThat(counts.get("rejected").asDouble() / EVENTS).isBetween(0.026, 0.034);
    assertThat(counts.get("events").asInt()).isEqualTo(EVENTS);
    assertThat(counts.get("lines").asInt())
        .isEqualTo(lines.size())
        .isEqualTo(EVENTS + counts.get("rejected").asInt());
  }

  @Test
  void duplicatesAreTheSameBytesOnceMore() throws Exception {
    JsonNode counts = make(Faults.NONE.withDuplicates(0.1));
    Set<String> distinct = new HashSet<>();
    for (byte[] line : lines) {
      distinct.add(new String(line, StandardCharsets.UTF_8));
    }

    assertThat(distinct).hasSize(EVENTS);
    assertThat(lines).hasSize(EVENTS + counts.get("duplicates").asInt());
    assertThat(counts.get("duplicates").asDouble() / EVENTS).isBetween(0.09, 0.11);
    assertThat(counts.get("stored").asInt()).isEqualTo(EVENTS);
  }

  @Test
  void repeatsAreLinesWithoutUuidThatStandTwiceAndAreTwoEvents() throws Exception {
    JsonNode counts = make(Faults.NONE.withRepeats(0.1));
    Map<String, Integer> bare = new HashMap<>();
    for (byte[] line : lines) {
      if (!JSON.readTree(line).has("uuid")) {
        bare.merge(new String(line, StandardCharsets.UTF_8), 1, Integer::sum);
      }
    }

    int repeats = counts.get("repeats").asInt();
    assertThat((double) repeats / EVENTS).isBetween(0.09, 0.11);
    assertThat(bare).hasSize(repeats);
    assertThat(bare.values()).containsOnly(2);
    assertThat(counts.get("stored").asInt()).isEqualTo(EVENTS + repeats);
    assertThat(counts.get("distinct_uuids").asInt()).isEqualTo(EVENTS - repeats);
  }

  @Test
  void everyLineMayStandTwice() throws Exception {
    make(Faults.NONE.withDuplicates(1));

    assertThat(lines).hasSize(2 * EVENTS);
  }

  @Test
  void futureEventsAreTheLastOnesAndIn2100() throws Exception {
    make(Faults.NONE.withFuture(0.05));
    int future = 0;
    for (byte[] line : lines) {
      future += JSON.readTree(line).get("timestamp").asText().startsWith("2100-") ? 1 : 0;
    }

    assertThat(future).isEqualTo(EVENTS / 20);
  }

  @Test
  void withoutUuidsNoLineHasOneAndNoTwoAreEqual() throws Exception {
    make(SynthSettings.of(EVENTS).withUuids(false));
    Set<String> distinct = new HashSet<>();
    for (byte[] line : lines) {
      assertThat(JSON.readTree(line).has("uuid")).isFalse();
      distinct.add(new String(line, StandardCharsets.UTF_8));
    }

    assertThat(distinct).hasSize(EVENTS);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    SynthSettings settings = SynthSettings.of(100);

    assertThatThrownBy(() -> SynthSettings.of(0)).hasMessageContaining("events");
    assertThatThrownBy(() -> settings.withHotShare(1.5)).hasMessageContaining("hot share");
    assertThatThrownBy(() -> settings.withIds(0)).hasMessageContaining("ids");
    assertThatThrownBy(() -> settings.withUuids(false).withFaults(Faults.NONE.withDuplicates(0.1)))
        .hasMessageContaining("duplicates");
    assertThatThrownBy(() -> SynthFormat.named("parquet"))
        .hasMessageContaining("\"parquet\"")
        .hasMessageContaining("events");
  }
}
