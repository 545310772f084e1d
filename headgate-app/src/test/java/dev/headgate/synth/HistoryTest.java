package dev.headgate.synth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headgate.event.EventTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path scratch;

  private record Made(List<byte[]> lines, List<String> persons, JsonNode counts) {}

  private Made make(SynthSettings settings) throws Exception {
    History history = new History(settings);
    List<byte[]> lines = new ArrayList<>();
    history.writeTo((buffer, from, to) -> lines.add(Arrays.copyOfRange(buffer, from, to)));
    List<String> persons = new ArrayList<>();
    history.writePersons(
        scratch,
        (buffer, from, to) ->
            persons.add(new String(buffer, from, to - from, StandardCharsets.UTF_8)));
    assertThat(scratch).isEmptyDirectory();
    return new Made(lines, persons, JSON.readTree(history.counts()));
  }

  @Test
  void sameSettingsGiveTheSameBytes() throws Exception {
    SynthSettings settings =
        SynthSettings.of(3_000)
            .withSeed(77)
            .withFaults(Faults.NONE.withDuplicates(0.02).withBroken(0.02).withRepeats(0.01));

    Made first = make(settings);
    Made second = make(settings);
    Made other = make(settings.withSeed(78));

    assertThat(first.lines).usingElementComparator(Arrays::compare).isEqualTo(second.lines);
    assertThat(first.persons).isEqualTo(second.persons);
    assertThat(first.counts).isEqualTo(second.counts);
    assertThat(other.lines.getFirst()).isNotEqualTo(first.lines.getFirst());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void truthIsWhatSequentialReadingMakesOfTheLines(long seed) throws Exception {
    SynthSettings settings =
        SynthSettings.of(6_000)
            .withSeed(seed)
            .withIds((int) (50 + 40 * (seed % 7)))
            .withDays(LocalDate.of(2023, 11, 20), (int) (1 + seed % 90));

    Made made = make(settings);
    SequentialReplay replay = new SequentialReplay(made.lines);

    assertThat(made.persons).as("seed %s", seed).isEqualTo(replay.persons());
    assertThat(made.counts.get("merge_outcomes").properties())
        .as("seed %s", seed)
        .allSatisfy(outcome ->
            assertThat(outcome.getValue().asInt())
                .isEqualTo(replay.outcomes.getOrDefault(outcome.getKey(), 0)));
    assertThat(made.counts.get("persons").asInt()).isEqualTo(made.persons.size());
  }

  @Test
  void truthHoldsWithFaultsOfEveryKindAndWithoutUuids() throws Exception {
    SynthSettings faulty =
        SynthSettings.of(5_000)
            .withIds(150)
            .withFaults(Faults.NONE.withDuplicates(0.05).withRepeats(0.05).withFuture(0.1));
    SynthSettings withoutUuids = SynthSettings.of(5_000).withIds(150).withUuids(false);

    Made made = make(faulty);
    Made bare = make(withoutUuids);

    assertThat(made.persons).isEqualTo(new SequentialReplay(made.lines).persons());
    assertThat(bare.persons).isEqualTo(new SequentialReplay(bare.lines).persons());
    assertThat(bare.persons).isEqualTo(make(withoutUuids.withUuids(true)).persons);
  }

  @Test
  void everyKindOfMergeAndOutcomeOccurs() throws Exception {
    JsonNode counts = make(SynthSettings.of(40_000)).counts;

    for (String group : List.of("merges", "merge_outcomes")) {
      assertThat(counts.get(group).properties())
          .allSatisfy(
              count -> assertThat(count.getValue().asInt()).as(count.getKey()).isPositive());
    }
    assertThat(counts.get("merges").get("identify").asDouble() / 40_000).isBetween(0.02, 0.08);
    assertThat(counts.get("personless_events").asDouble() / 40_000).isBetween(0.03, 0.2);
  }

  @Test
  void personsHavePropertiesThatWereUnsetSetOnceAndMerged() throws Exception {
    List<String> persons = make(SynthSettings.of(40_000)).persons;

    assertThat(persons).anyMatch(line -> line.contains("\"plan\":\"scale\""));
    assertThat(persons)
        .anyMatch(line -> line.contains("\"email\":") && !line.contains("\"plan\":"));
    assertThat(persons).anyMatch(line -> line.contains("\"$initial_utm_source\""));
    assertThat(persons)
        .anyMatch(line -> line.contains("\"$app_version\"") && line.contains("\"$browser\""));
    assertThat(persons).anyMatch(line -> line.contains("\"preferences\":{"));
    assertThat(persons)
        .anyMatch(line -> line.contains("\"is_identified\":true") && line.contains("crm:"));
  }

  @Test
  void countsAreThoseOfTheLines() throws Exception {
    Made made = make(SynthSettings.of(8_000).withFaults(Faults.NONE.withDuplicates(0.05)));
    Map<String, Integer> byId = new HashMap<>();
    Map<String, Integer> byName = new HashMap<>();
    Map<String, Integer> byDay = new HashMap<>();
    Set<String> uuids = new HashSet<>();
    for (byte[] line : made.lines) {
      JsonNode event = JSON.readTree(line);
      byId.merge(event.get("distinct_id").asText(), 1, Integer::sum);
      byName.merge(event.get("event").asText(), 1, Integer::sum);
      byDay.merge(event.get("timestamp").asText().substring(0, 10), 1, Integer::sum);
      uuids.add(event.get("uuid").asText());
    }

    JsonNode counts = made.counts;
    assertThat(counts.get("lines").asInt()).isEqualTo(made.lines.size());
    assertThat(counts.get("events").asInt()).isEqualTo(made.lines.size());
    assertThat(counts.get("stored").asInt()).isEqualTo(8_000).isEqualTo(uuids.size());
    assertThat(counts.get("distinct_uuids").asInt()).isEqualTo(8_000);
    assertThat(counts.get("distinct_ids").asInt()).isEqualTo(byId.size());
    assertThat(counts.get("top_distinct_ids").size()).isEqualTo(100);
    assertThat(counts.get("top_distinct_ids"))
        .allSatisfy(id ->
            assertThat(id.get("events").asInt())
                .isEqualTo(byId.get(id.get("distinct_id").asText())));
    assertThat(counts.get("event_types"))
        .hasSize(byName.size())
        .allSatisfy(type ->
            assertThat(type.get("events").asInt())
                .isEqualTo(byName.get(type.get("event").asText())));
    assertThat(counts.get("days"))
        .hasSize(byDay.size())
        .allSatisfy(day ->
            assertThat(day.get("events").asInt()).isEqualTo(byDay.get(day.get("day").asText())));
  }

  @Test
  void historyLooksLikeTraffic() throws Exception {
    int events = 60_000;
    Made made = make(SynthSettings.of(events));
    long bytes = made.lines.stream().mapToLong(line -> line.length).sum();
    JsonNode top = made.counts.get("top_distinct_ids");
    double weekday = 0;
    double weekend = 0;
    for (JsonNode day : made.counts.get("days")) {
      DayOfWeek name = LocalDate.parse(day.get("day").asText()).getDayOfWeek();
      if (name == DayOfWeek.SATURDAY || name == DayOfWeek.SUNDAY) {
        weekend += day.get("events").asDouble() / 2;
      } else {
        weekday += day.get("events").asDouble() / 5;
      }
    }

    assertThat((double) bytes / events).isBetween(600.0, 800.0);
    assertThat(made.counts.get("days")).hasSize(91);
    assertThat(weekend / weekday).isBetween(0.4, 0.6);
    assertThat(top.get(0).get("distinct_id").asText()).isEqualTo("billing-sync-job");
    assertThat(top.get(0).get("share").asDouble()).isBetween(0.027, 0.033);
    // Of 3,000 users the first has more than a percent, and the tail is long.
    assertThat(top.get(1).get("share").asDouble()).isBetween(0.005, 0.027);
    assertThat(top.get(99).get("events").asInt()).isLessThan(top.get(1).get("events").asInt() / 3);
    assertThat(made.counts.get("distinct_ids").asInt()).isGreaterThan(3_000);
  }

  @Test
  void withoutSkewNoUserStandsOut() throws Exception {
    JsonNode top =
        make(SynthSettings.of(40_000).withSkew(0).withHotShare(0)).counts.get("top_distinct_ids");

    assertThat(top.get(0).get("share").asDouble()).isLessThan(0.005);
  }

  @Test
  void timesNeverGoBackAndSomeAreEqual() throws Exception {
    long previous = Long.MIN_VALUE;
    int equal = 0;
    int micros = 0;
    for (byte[] line : make(SynthSettings.of(10_000)).lines) {
      long time = EventTime.parse(JSON.readTree(line).get("timestamp").asText()).orElseThrow();
      assertThat(time).isGreaterThanOrEqualTo(previous);
      equal += time == previous ? 1 : 0;
      micros += time % 1000 != 0 ? 1 : 0;
      previous = time;
    }
    assertThat(equal).isBetween(50, 400);
    assertThat(micros).isBetween(500, 2_500);
  }

  @Test
  void memoryOfAMillionUsersIsBounded() throws Exception {
    History history = new History(SynthSettings.of(1_200_000).withIds(1_000_000));

    history.writeTo((_, _, _) -> {});

    assertThat(history.estimatedBytes()).isLessThan(160L << 20);
  }
}
