package dev.headgate.assess.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.assess.Assessment;
import dev.headgate.assess.Identities;
import dev.headgate.assess.Load;
import dev.headgate.assess.PropertyFindings;
import dev.headgate.assess.Spread;
import dev.headgate.assess.Times;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssessmentJsonTest {
  private final AssessmentJson json = new AssessmentJson();

  @Test
  void keysAreThoseThatScriptsRelyOn() {
    assertThat(json.write(full()).toString())
        .isEqualTo(
            """
            {"sources":[{"name":"a.jsonl","bytes":10,"content_bytes":100,\
            "content_digest":"00112233445566778899aabbccddeeff","lines":7,"events":3,\
            "first_timestamp":"2024-03-01T00:00:00Z","truncated":"ends at byte 3: cut"},\
            {"name":"b.jsonl","bytes":0,"content_bytes":0,"content_digest":"","lines":0,"events":0,\
            "first_timestamp":null,"truncated":null}],\
            "format":"headgate","lines":7,"records":6,"events":3,"blank_lines":1,"no_event":1,\
            "rejected":3,"rejected_by_reason":{"not_json":2,"missing_event":1},\
            "distinct_ids":2,\
            "top_distinct_ids":[{"distinct_id":"用户","events":2,"share":0.6666666666666666},\
            {"distinct_id":"a\\"b","events":1,"share":0.3333333333333333}],\
            "event_type_count":1,"event_types":[{"event":"view","events":3,"bytes":2100,\
            "size":{"p50":700,"p90":800,"p99":850,"largest":900},"cost_share":1.0}],\
            "first_timestamp":"2024-03-01T00:00:00Z","last_timestamp":"2024-03-02T00:00:00Z",\
            "days":[{"day":"2024-03-01","events":3}],\
            "merges":{"identify":1,"create_alias":2,"merge_dangerously":3},"identity_pairs":9,\
            "repeated_records":4,"equal_across_files":5,"duplicate_uuids":6,\
            "future_timestamps":7,"before_1971":8,"event_bytes":2100,"largest_event_bytes":900,\
            "hazards":[{"kind":"truncated","count":1,"what":"files end early",\
            "examples":["a.jsonl ends at byte 3"]}],\
            "load":{"bytes_per_event":{"p50":700,"p90":800,"p99":850,"largest":900},\
            "large_events":1,"events_per_id":{"p50":1,"p90":2,"p99":2,"largest":2},\
            "cost":{"cpu_seconds":0.5,"micros_per_event":37.5,"event_micros":28.0,\
            "byte_micros":0.5,"merge_micros":20.0},\
            "busiest":[{"period":"minute","from":"2024-03-01T00:00:00Z","events":3}],\
            "hours_of_week":[0,3]},\
            "identities":{"merging_ids":4,\
            "merge_ids":[{"distinct_id":"u","others":3,"merges":5,"share":0.5}],\
            "illegal_ids":1,"zero_uuids":2,"test_addresses":3,"duplicated_uuids":4,\
            "most_of_one_uuid":5},\
            "times":{"out_of_order":1,"out_of_order_share":0.25,"largest_step_back_seconds":1.5,\
            "largest_step_back_at":"a.jsonl:7","midnight":2,"wrong_unit":3,\
            "zone_offsets":[{"offset":"+02:00","events":3}]},\
            "properties":{"thorough":false,"sampled":3,"sample_share":1.0,\
            "keys_per_event":{"p50":1,"p90":1,"p99":1,"largest":1},\
            "nesting_depth":{"p50":2,"p90":2,"p99":2,"largest":2},\
            "names":9,"type_change_count":1,\
            "type_changes":[{"property":"plan","string":1,"number":2,"bool":3,"object":4,"array":5}],\
            "out_of_place":[{"kind":"card_numbers","events":1}]}}\
            """);
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws MalformedJson {
    assertThat(json.read(json.write(full()))).isEqualTo(full());
    assertThat(json.read(json.write(full())).rejectedByReason().keySet())
        .containsExactly("not_json", "missing_event");
    assertThat(json.read(json.write(empty()))).isEqualTo(empty());
  }

  @Test
  void aKeyOfANewerHeadgateIsPassedOver() throws MalformedJson {
    String newer = "{\"a_new_key\":[1,2]," + json.write(full()).toString().substring(1);
    assertThat(json.read(JsonBytes.of(newer))).isEqualTo(full());
  }

  @Test
  void whatAnOlderHeadgateDidNotLookAtIsReadAsNothing() throws MalformedJson {
    String newest = json.write(full()).toString();
    String older =
        newest
            .substring(0, newest.indexOf(",\"load\":"))
            .concat("}")
            .replaceFirst(",\"bytes\":2100,\"size\":\\{[^}]*},\"cost_share\":1.0", "");
    Assessment read = json.read(JsonBytes.of(older));
    assertThat(read.eventTypes())
        .containsExactly(new Assessment.TypeCount("view", 3, 0, Spread.NONE, 0));
    assertThat(read.load()).isEqualTo(Load.NONE);
    assertThat(read.properties()).isEqualTo(PropertyFindings.NONE);
    assertThat(read.hazards()).isEqualTo(full().hazards());
  }

  @Test
  void aMissingKeyIsNamed() {
    String partial = json.write(full()).toString().replace("\"blank_lines\":1,", "");
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> json.read(JsonBytes.of(partial)))
        .withMessageContaining("blank_lines");
  }

  @Test
  void otherJsonIsRefused() {
    for (String other : List.of("", "[]", "{}", "{\"sources\":", "nonsense")) {
      assertThatExceptionOfType(MalformedJson.class)
          .isThrownBy(() -> json.read(JsonBytes.of(other)))
          .withMessageStartingWith("not an assessment");
    }
  }

  private static Assessment full() {
    Map<String, Long> rejected = new LinkedHashMap<>();
    rejected.put("not_json", 2L);
    rejected.put("missing_event", 1L);
    return new Assessment(
        List.of(
            new Assessment.SourceSummary(
                "a.jsonl",
                10,
                100,
                "00112233445566778899aabbccddeeff",
                7,
                3,
                Optional.of("2024-03-01T00:00:00Z"),
                Optional.of("ends at byte 3: cut")),
            new Assessment.SourceSummary(
                "b.jsonl", 0, 0, "", 0, 0, Optional.empty(), Optional.empty())),
        "headgate",
        7,
        6,
        3,
        1,
        1,
        3,
        rejected,
        2,
        List.of(
            new Assessment.IdCount("用户", 2, 2 / 3.0), new Assessment.IdCount("a\"b", 1, 1 / 3.0)),
        1,
        List.of(new Assessment.TypeCount("view", 3, 2_100, new Spread(700, 800, 850, 900), 1)),
        Optional.of("2024-03-01T00:00:00Z"),
        Optional.of("2024-03-02T00:00:00Z"),
        List.of(new Assessment.DayCount("2024-03-01", 3)),
        new Assessment.Merges(1, 2, 3),
        9,
        4,
        5,
        6,
        7,
        8,
        2_100,
        900,
        List.of(
            new Assessment.Hazard(
                "truncated", 1, "files end early", List.of("a.jsonl ends at byte 3"))),
        new Load(
            new Spread(700, 800, 850, 900),
            1,
            new Spread(1, 2, 2, 2),
            new Load.Cost(0.5, 37.5, 28, 0.5, 20),
            List.of(new Load.BusyPeriod("minute", "2024-03-01T00:00:00Z", 3)),
            List.of(0L, 3L)),
        new Identities(4, List.of(new Identities.MergeId("u", 3, 5, 0.5)), 1, 2, 3, 4, 5),
        new Times(
            1,
            0.25,
            1.5,
            Optional.of("a.jsonl:7"),
            2,
            3,
            List.of(new Times.OffsetCount("+02:00", 3))),
        new PropertyFindings(
            false,
            3,
            1,
            new Spread(1, 1, 1, 1),
            new Spread(2, 2, 2, 2),
            9,
            1,
            List.of(new PropertyFindings.TypeChange("plan", 1, 2, 3, 4, 5)),
            List.of(new PropertyFindings.OutOfPlace("card_numbers", 1))));
  }

  private static Assessment empty() {
    return new Assessment(
        List.of(),
        "headgate",
        0,
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        0,
        List.of(),
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Assessment.Merges(0, 0, 0),
        9,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        Load.NONE,
        Identities.NONE,
        Times.NONE,
        PropertyFindings.NONE);
  }
}
