package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.identity.MergeRefusal.Reason;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFactsTest {
  private static final EventId UUID = new EventId(1, 2);

  @Test
  void aPlainEventOnlySaysThatItsIdWasSeen() {
    EventFacts facts = facts("page", "{\"price\":3,\"alias\":\"b\",\"$anon_distinct_id\":\"b\"}");
    assertThat(facts.at()).isEqualTo(new Stamp(7, UUID));
    assertThat(facts.personless()).isFalse();
    assertThat(facts.writes().size()).isZero();
    assertThat(facts.fact()).isEmpty();
    assertThat(facts.refusal()).isEmpty();
  }

  @Test
  void unsetBeatsSetBeatsSetOnceWithinOneEvent() {
    assertThat(
            writes(
                "page",
                "{\"$unset\":[\"c\"],\"$set\":{\"b\":2,\"c\":2},\"$set_once\":{\"a\":1,\"b\":1,\"c\":1}}"))
        .isEqualTo(Map.of("a", "set_once 1", "b", "set 2", "c", "unset "));
  }

  @Test
  void ofARepeatedMemberTheLastCounts() {
    assertThat(writes("page", "{\"$set\":{\"b\":9,\"b\":2},\"$set\":{\"a\":9,\"a\":1}}"))
        .isEqualTo(Map.of("a", "set 1"));
  }

  @Test
  void valuesKeepTheBytesTheyCameIn() {
    assertThat(writes("page", "{\"$set\":{\"a\": {\"x\": 1.50, \"y\" : [ ]}, \"b\":null}}"))
        .isEqualTo(Map.of("a", "set {\"x\": 1.50, \"y\" : [ ]}", "b", "set null"));
  }

  @Test
  void setAndSetOnceThatAreNoObjectsAreIgnored() {
    assertThat(writes("page", "{\"$set\":[1],\"$set_once\":\"x\",\"$unset\":\"a\"}")).isEmpty();
    assertThat(writes("page", "{\"$unset\":{}}")).isEmpty();
  }

  @Test
  void unsetTakesTheKeysOfAnObjectToo() {
    assertThat(writes("page", "{\"$unset\":{\"a\":1,\"b\":null}}").keySet())
        .containsExactly("a", "b");
  }

  @Test
  void someEventPropertiesDescribeThePersonAsWell() {
    assertThat(writes("page", "{\"$browser\":\"X\",\"utm_source\":\"s\",\"plan\":\"p\"}"))
        .isEqualTo(
            Map.of(
                "$browser", "set \"X\"",
                "$initial_browser", "set_once \"X\"",
                "utm_source", "set \"s\"",
                "$initial_utm_source", "set_once \"s\""));
  }

  @Test
  void whatTheEventSetsItselfGoesBeforeWhatItsPropertiesSay() {
    assertThat(
            writes(
                "page",
                "{\"$set\":{\"$browser\":1},\"$browser\":2,\"$set_once\":{\"$initial_browser\":3}}"))
        .isEqualTo(Map.of("$browser", "set 1", "$initial_browser", "set_once 3"));
  }

  @Test
  void osNameStandsInForOs() {
    Map<String, String> one = Map.of("$os", "set 1", "$initial_os", "set_once 1");
    assertThat(writes("page", "{\"$os_name\":1}")).isEqualTo(one);
    assertThat(writes("page", "{\"$os_name\":1,\"$os\":null}")).isEqualTo(one);
    assertThat(writes("page", "{\"$os\":1,\"$os_name\":2}")).isEqualTo(one);
  }

  @Test
  void someEventsWriteNothingOrOnlyWhatTheySay() {
    String all = "{\"$browser\":1,\"$set\":{\"a\":1},\"$set_once\":{\"b\":1},\"$unset\":[\"c\"]}";
    assertThat(writes("$exception", all)).isEmpty();
    assertThat(writes("$$heatmap", all)).isEmpty();
    assertThat(writes("$snapshot", all).keySet()).containsExactly("a", "b", "c");
    assertThat(writes("$performance_event", all).keySet()).containsExactly("a", "b", "c");
    assertThat(writes("$groupidentify", all).keySet()).containsExactly("c");
  }

  @Test
  void aSurveyShownIsRememberedUnlessTheEventSaysWhen() {
    assertThat(writes("survey shown", "{}"))
        .isEqualTo(Map.of("$survey_last_seen_date", "set \"1970-01-01T00:00:00.000007Z\""));
    assertThat(writes("survey shown", "{\"$set\":{\"$survey_last_seen_date\":1}}"))
        .isEqualTo(Map.of("$survey_last_seen_date", "set 1"));
  }

  @Test
  void onlyFalseMakesAnEventPersonless() {
    assertThat(facts("page", "{\"$process_person_profile\":false}").personless()).isTrue();
    assertThat(facts("page", "{\"$process_person_profile\":\"false\"}").personless()).isFalse();
    assertThat(facts("page", "{\"$process_person_profile\":0}").personless()).isFalse();
    assertThat(writes("page", "{\"$set\":{\"a\":1},\"$process_person_profile\":false}")).isEmpty();
  }

  @Test
  void theThreeMergingEventsNameTheOtherId() {
    assertThat(facts("$identify", "{\"$anon_distinct_id\":\"b\"}").fact())
        .contains(fact("b", MergeKind.IDENTIFY));
    assertThat(facts("$create_alias", "{\"alias\":\"b\"}").fact())
        .contains(fact("b", MergeKind.CREATE_ALIAS));
    assertThat(facts("$merge_dangerously", "{\"alias\":\"b\"}").fact())
        .contains(fact("b", MergeKind.MERGE_DANGEROUSLY));
    assertThat(facts("$identify", "{\"alias\":\"b\"}").fact()).isEmpty();
    assertThat(facts("$identify", "{\"alias\":\"b\"}").refusal()).isEmpty();
  }

  @Test
  void aMergeThatIsNotLegalIsARefusal() {
    assertThat(refusal("$identify", "{\"$anon_distinct_id\":null}"))
        .isEqualTo(illegal("null", Reason.CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID));
    assertThat(refusal("$identify", "{\"$anon_distinct_id\":\"  \"}"))
        .isEqualTo(illegal("  ", Reason.CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID));
    assertThat(refusal("$identify", "{\"$anon_distinct_id\":\"a\"}"))
        .isEqualTo(illegal("a", Reason.SAME_DISTINCT_ID));
    assertThat(
            refusal("$identify", "{\"$anon_distinct_id\":\"b\",\"$process_person_profile\":false}"))
        .isEqualTo(illegal("b", Reason.INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE));
  }

  @Test
  void aRefusedMergeStillWritesProperties() {
    assertThat(writes("$identify", "{\"$anon_distinct_id\":\"null\",\"$set\":{\"a\":1}}"))
        .isEqualTo(Map.of("a", "set 1"));
  }

  @Test
  void anIllegalIdOfItsOwnMakesTheMergeIllegal() {
    Event event =
        new Event(
            UUID,
            "$create_alias",
            new DistinctId("GUEST"),
            7,
            JsonBytes.of("{\"alias\":\"someone\"}"));
    assertThat(EventFacts.of(event).refusal().orElseThrow().reason())
        .isEqualTo(Reason.CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12|12",
        "-0|0",
        "1.0|1",
        "23.40|23.4",
        "1e3|1000",
        "0.000001|0.000001",
        "1e-7|1e-7",
        "-1.5e300|-1.5e+300",
        "1e21|1e+21",
        "123456789012345678901|123456789012345678901",
        "true|true",
        "{\"a\":1}|[object Object]",
        "[1,null,[2.0,\"x\"],{}]|1,,2,x,[object Object]"
      })
  void theOtherIdIsWhatJavaScriptMakesOfIt(String json, String text) {
    EventFacts facts = facts("$identify", "{\"$anon_distinct_id\": " + json + " }");
    String other =
        facts
            .fact()
            .map(fact -> fact.other().value())
            .or(() -> facts.refusal().map(MergeRefusal::otherId))
            .orElseThrow();
    assertThat(other).isEqualTo(text);
  }

  @Test
  void theOtherIdIsCutAsADistinctIdIs() {
    assertThat(facts("$identify", "{\"$anon_distinct_id\":\"" + "é".repeat(300) + "\"}").fact())
        .contains(fact("é".repeat(200), MergeKind.IDENTIFY));
    assertThat(
            refusal("$identify", "{\"$anon_distinct_id\":\"" + " ".repeat(300) + "\"}").otherId())
        .hasSize(200);
  }

  @Test
  void malformedPropertiesAreABug() {
    assertThatThrownBy(() -> facts("page", "[]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(UUID.toString());
  }

  private static EventFacts facts(String name, String properties) {
    return EventFacts.of(new Event(UUID, name, new DistinctId("a"), 7, JsonBytes.of(properties)));
  }

  private static MergeFact fact(String other, MergeKind kind) {
    return new MergeFact(new Stamp(7, UUID), new DistinctId("a"), new DistinctId(other), kind);
  }

  private static MergeRefusal refusal(String name, String properties) {
    return facts(name, properties).refusal().orElseThrow();
  }

  private static MergeRefusal illegal(String other, Reason reason) {
    return new MergeRefusal(
        new Stamp(7, UUID), new DistinctId("a"), other, MergeKind.IDENTIFY, reason);
  }

  private static Map<String, String> writes(String name, String properties) {
    Map<String, String> shown = new TreeMap<>();
    PropertyWrites writes = facts(name, properties).writes();
    for (int place = 0; place < writes.size(); place++) {
      String kind =
          switch (writes.kind(place)) {
            case SET_ONCE -> "set_once ";
            case SET -> "set ";
            case UNSET -> "unset ";
          };
      shown.put(writes.key(place), kind + writes.value(place));
    }
    return shown;
  }
}
