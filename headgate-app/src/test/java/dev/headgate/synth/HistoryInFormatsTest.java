package dev.headgate.synth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.format.AmplitudeFormat;
import dev.headgate.source.format.EventJsonFormat;
import dev.headgate.source.format.Ga4Format;
import dev.headgate.source.format.HeapFormat;
import dev.headgate.source.format.MixpanelFormat;
import dev.headgate.source.format.PostHogFormat;
import dev.headgate.source.format.RudderStackFormat;
import dev.headgate.source.format.SegmentFormat;
import dev.headgate.source.format.SnowplowFormat;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A history written in each format, read by that format, and replayed one event after another,
/// ends in the persons and counts of its truth.
class HistoryInFormatsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path scratch;

  private static RecordFormat reader(SynthFormat format) {
    return switch (format) {
      case EVENTS -> new EventJsonFormat();
      case SEGMENT -> new SegmentFormat();
      case RUDDERSTACK -> new RudderStackFormat();
      case POSTHOG -> new PostHogFormat();
      case SNOWPLOW -> new SnowplowFormat();
      case GA4 -> new Ga4Format();
      case MIXPANEL -> new MixpanelFormat();
      case AMPLITUDE -> new AmplitudeFormat();
      case HEAP -> new HeapFormat();
    };
  }

  /// The events of records, as lines of the format `events`.
  private static final class Reading {
    private final List<byte[]> events = new ArrayList<>();
    private final Map<String, Integer> byName = new TreeMap<>();
    private final Map<List<DistinctId>, IdentityPair> firstPairs = new HashMap<>();
    private final Map<List<DistinctId>, EventId> firstUuids = new HashMap<>();

    Reading(RecordFormat format, List<byte[]> records) throws Exception {
      RecordFormat.RecordDecoder decoder = format.decoder("part", Optional.empty());
      for (byte[] record : records) {
        Decoded decoded =
            decoder.decode(new RawRecord(new Position(0, 1, 0, record.length), 1, record, false));
        assertThat(decoded).as(new String(record, UTF_8)).isInstanceOf(Decoded.Events.class);
        Decoded.Events made = (Decoded.Events) decoded;
        for (EventDraft draft : made.drafts()) {
          add(draft, draft.uuid().orElseThrow());
        }
        for (IdentityPair pair : made.pairs()) {
          first(pair, made.drafts().getLast().uuid().orElseThrow());
        }
      }
      for (Map.Entry<List<DistinctId>, IdentityPair> entry : firstPairs.entrySet()) {
        IdentityPair pair = entry.getValue();
        EventId before = Objects.requireNonNull(firstUuids.get(entry.getKey()));
        JsonBytes names =
            JsonMembers.write(
                Map.of(
                    "$anon_distinct_id",
                    new JsonOutput(64).string(pair.device().value()).toJsonBytes()));
        add(
            new EventDraft(
                Optional.empty(), "$identify", pair.user(), pair.timestampMicros(), names),
            new EventId(before.high(), before.low() + 1));
      }
    }

    private void first(IdentityPair pair, EventId uuid) {
      List<DistinctId> ids = List.of(pair.user(), pair.device());
      IdentityPair known = firstPairs.get(ids);
      if (known == null || pair.timestampMicros() < known.timestampMicros()) {
        firstPairs.put(ids, pair);
        firstUuids.put(ids, uuid);
      }
    }

    private void add(EventDraft draft, EventId uuid) {
      byName.merge(draft.name(), 1, Integer::sum);
      events.add(
          new JsonOutput(1024)
              .ascii("{\"event\":")
              .string(draft.name())
              .ascii(",\"distinct_id\":")
              .string(draft.distinctId().value())
              .ascii(",\"timestamp\":\"")
              .ascii(EventTime.format(draft.timestampMicros()))
              .ascii("\",\"uuid\":\"")
              .bytes(uuid.ascii())
              .ascii("\",\"properties\":")
              .raw(draft.properties())
              .ascii("}")
              .toByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTruthIsWhatItsRecordsMean(SynthFormat format) throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      SynthSettings settings =
          SynthSettings.of(6_000)
              .withSeed(seed)
              .withIds((int) (60 + 100 * seed))
              .withFormat(format);
      History history = new History(settings);
      List<byte[]> records = new ArrayList<>();
      history.writeTo((buffer, from, to) -> records.add(Arrays.copyOfRange(buffer, from, to)));
      List<String> persons = new ArrayList<>();
      history.writePersons(
          scratch, (buffer, from, to) -> persons.add(new String(buffer, from, to - from, UTF_8)));
      JsonNode counts = JSON.readTree(history.counts());

      Reading reading = new Reading(reader(format), records);
      SequentialReplay replay = new SequentialReplay(reading.events);

      assertThat(persons).as("%s, seed %s", format, seed).isEqualTo(replay.persons());
      assertThat(counts.path("events").asInt()).isEqualTo(reading.events.size());
      assertThat(counts.path("pairs").asInt()).isEqualTo(reading.firstPairs.size());
      Map<String, Integer> byName = new TreeMap<>();
      counts
          .path("event_types")
          .forEach(type -> byName.put(type.get("event").asText(), type.get("events").asInt()));
      assertThat(reading.byName).as("%s, seed %s", format, seed).isEqualTo(byName);
      assertThat(counts.path("merge_outcomes").path("joined").asInt()).isPositive();
      for (String outcome : List.of("joined", "already_one", "refused", "illegal")) {
        assertThat(replay.outcomes.getOrDefault(outcome, 0))
            .as("%s, seed %s: %s", format, seed, outcome)
            .isEqualTo(counts.path("merge_outcomes").path(outcome).asInt());
      }
    }
  }

  @Test
  void aFaultThatAFormatCannotHaveIsSaid() {
    SynthSettings repeats = SynthSettings.of(10).withFaults(Faults.NONE.withRepeats(0.1));
    assertThatThrownBy(() -> repeats.withFormat(SynthFormat.GA4))
        .hasMessageContaining("equal records are one event");
    SynthSettings broken = SynthSettings.of(10).withFaults(Faults.NONE.withBroken(0.1));
    assertThatThrownBy(() -> broken.withFormat(SynthFormat.SEGMENT))
        .hasMessageContaining("in the format events only");
    SynthSettings aDay = SynthSettings.of(100_000_000).withDays(LocalDate.of(2024, 1, 1), 1);
    assertThatThrownBy(() -> aDay.withFormat(SynthFormat.HEAP))
        .hasMessageContaining("at most one event in 1000 microseconds");
  }
}
