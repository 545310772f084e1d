package dev.headgate.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.capture.ForeignRequest.MixpanelKind;
import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.standalone.ProductRules;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What other products' clients send, by the rules that their exports are read by.
class ForeignCallsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Optional<String> KEY = Optional.of("phc_one");

  private final Capture capture =
      new Capture(
          token ->
              token.equals(new ProjectToken("phc_one"))
                  ? Optional.of(ProjectId.DEFAULT)
                  : Optional.empty(),
          (_, _, _, _) -> new Admission.Allowed(Lane.LIVE, 0),
          () -> NOW,
          new Random(6),
          100_000,
          ProductRules.all());

  private static byte[] utf8(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  private Verdict segment(String json, Optional<String> type, Optional<String> key) {
    byte[] body = utf8(json);
    return capture.judge(new ForeignRequest.Segment(body, body.length, type, key));
  }

  private Verdict mixpanel(MixpanelKind kind, String json) {
    byte[] body = utf8(json);
    return capture.judge(new ForeignRequest.Mixpanel(body, body.length, kind, false));
  }

  private Verdict amplitude(String json) {
    byte[] body = utf8(json);
    return capture.judge(new ForeignRequest.Amplitude(body, body.length));
  }

  private static Verdict.Accepted accepted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return (Verdict.Accepted) verdict;
  }

  private static List<Event> events(Verdict verdict) {
    assertThat(accepted(verdict).lane()).isEqualTo(Lane.LIVE);
    return accepted(verdict).events().stream().map(CapturedEvent::event).toList();
  }

  private static Event only(Verdict verdict) {
    assertThat(events(verdict)).hasSize(1);
    return events(verdict).getFirst();
  }

  private static JsonNode properties(Event event) throws IOException {
    return MAPPER.readTree(event.properties().utf8());
  }

  private static long micros(String time) {
    return EventTime.parse(time).orElseThrow();
  }

  private static void assertRefused(Verdict verdict, int status, String message) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.message()).startsWith(message);
              assertThat(refused.status()).isEqualTo(status);
            });
  }

  @Test
  void lineBreaksWithinPropertiesAreTakenOutBecauseTheLogHasALineForEachEvent() {
    assertThat(
            only(segment(
                    "{'type':'track','event':'a','userId':'u','properties':{'n':[1,\r\n2]}}",
                    Optional.empty(),
                    KEY))
                .properties()
                .toString())
        .contains("[1,  2]");
    assertThat(
            only(amplitude(
                    "{'api_key':'phc_one','events':[{'event_type':'a','user_id':'u',"
                        + "'user_properties':{'$add':{'n':\n1}}}]}"))
                .properties()
                .toString())
        .doesNotContain("\n");
  }

  // Segment

  @Test
  void aCallIsWhatItsRouteSaysAndABatchSaysItItself() throws IOException {
    Event track =
        only(
            segment(
                "{'event':'a','userId':'u','messageId':'m-1','properties':{'n':1},"
                    + "'timestamp':'2026-11-01T00:00:00Z'}",
                Optional.of("track"),
                KEY));
    assertThat(track.name()).isEqualTo("a");
    assertThat(track.distinctId().value()).isEqualTo("u");
    assertThat(track.timestampMicros()).isEqualTo(micros("2026-11-01T00:00:00Z"));
    assertThat(properties(track).path("n").asInt()).isEqualTo(1);
    List<Event> batch =
        events(
            segment(
                "{'batch':[{'type':'identify','userId':'u','anonymousId':'d','messageId':'m-2',"
                    + "'traits':{'plan':'pro'}},{'type':'alias','userId':'u','previousId':'old',"
                    + "'messageId':'m-3'}],'context':{'ip':'1.2.3.4'}}",
                Optional.empty(),
                KEY));
    assertThat(batch).extracting(Event::name).containsExactly("$identify", "$create_alias");
    assertThat(properties(batch.getFirst()).path("$anon_distinct_id").asText()).isEqualTo("d");
    assertThat(properties(batch.getFirst()).path("$set").path("plan").asText()).isEqualTo("pro");
    assertThat(properties(batch.getFirst()).path("$ip").asText()).isEqualTo("1.2.3.4");
  }

  @Test
  void aRetryHasTheUuidsOfTheFirstTry() {
    String call = "{'type':'track','event':'a','userId':'u','messageId':'m-1','sentAt':'%s'}";
    Event first = only(segment(call.formatted("2026-11-23T09:00:00Z"), Optional.empty(), KEY));
    Event again = only(segment(call.formatted("2026-11-23T09:00:07Z"), Optional.empty(), KEY));
    assertThat(again.uuid()).isEqualTo(first.uuid());
    assertThat(again.properties()).isEqualTo(first.properties());
  }

  @Test
  void aClientsClockIsSetRightWhereTheCallSaysWhenItWasSent() {
    String call =
        "{'type':'track','event':'a','userId':'u','originalTimestamp':'2026-11-23T11:59:00Z'";
    assertThat(
            only(segment(call + ",'sentAt':'2026-11-23T12:00:00Z'}", Optional.empty(), KEY))
                .timestampMicros())
        .isEqualTo(micros("2026-11-23T09:59:00Z"));
    assertThat(only(segment(call + "}", Optional.empty(), KEY)).timestampMicros())
        .isEqualTo(micros("2026-11-23T11:59:00Z"));
    assertThat(
            only(segment("{'type':'track','event':'a','userId':'u'}", Optional.empty(), KEY))
                .timestampMicros())
        .isEqualTo(micros("2026-11-23T10:00:00Z"));
  }

  @Test
  void twoIdsSideBySideAreToldOfUnderOneUuidWhereverTheyStand() {
    String call = "{'type':'track','event':'%s','userId':'u','anonymousId':'d','messageId':'%s'}";
    List<Event> first = events(segment(call.formatted("a", "m-1"), Optional.empty(), KEY));
    List<Event> later = events(segment(call.formatted("b", "m-2"), Optional.empty(), KEY));
    assertThat(first).extracting(Event::name).containsExactly("a", "$identify");
    assertThat(first.getLast().uuid()).isEqualTo(later.getLast().uuid());
    assertThat(first.getFirst().timestampMicros()).isLessThan(first.getLast().timestampMicros());
  }

  @Test
  void theGoodCallsOfABatchAreTakenAndTheOthersToldOf() {
    Verdict.Accepted accepted =
        accepted(
            segment(
                "{'batch':[{'type':'track','userId':'u'},{'type':'track','event':'a','userId':'u'}"
                    + ",{'type':'dance','userId':'u'},{'type':'track','event':'a'}]}",
                Optional.empty(),
                KEY));
    assertThat(accepted.events()).hasSize(1);
    assertThat(accepted.leftOut())
        .hasSize(3)
        .first()
        .isEqualTo("missing_event: a track without an event (record 0)");
    assertRefused(
        segment("{'type':'track','userId':'u'}", Optional.empty(), KEY),
        400,
        "failed to parse request: missing_event: a track without an event");
  }

  @Test
  void theKeyIsThatOfTheHeaderElseThatOfTheBody() {
    String call = "{'type':'track','event':'a','userId':'u','writeKey':'%s'}";
    assertThat(only(segment(call.formatted("phc_one"), Optional.empty(), Optional.empty())).name())
        .isEqualTo("a");
    assertThat(only(segment(call.formatted("phc_two"), Optional.empty(), KEY)).name())
        .isEqualTo("a");
    assertRefused(
        segment("{'type':'track'}", Optional.empty(), Optional.empty()),
        401,
        "event submitted without an api_key");
    assertRefused(
        segment("{'type':'track'}", Optional.empty(), Optional.of("no")),
        401,
        "API key is not valid: unknown");
  }

  @Test
  void whatRudderStacksClientsSayInTheContextIsSetOnThePerson() throws IOException {
    String call = "{'type':'track','event':'a','userId':'u',%s'context':{'traits':{'plan':'pro'}}}";
    String more = "'channel':'server','originalTimestamp':'2026-11-23T09:00:00Z',";
    Event rudder = only(segment(call.formatted(more), Optional.empty(), KEY));
    assertThat(properties(rudder).path("$set").path("plan").asText()).isEqualTo("pro");
    Event segment = only(segment(call.formatted(""), Optional.empty(), KEY));
    assertThat(properties(segment).has("$set")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "{'batch':7}", "{'batch':[7]}"})
  void whatIsNoCallIsRefused(String body) {
    assertThat(segment(body, Optional.empty(), KEY))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.status()).isEqualTo(400));
  }

  // Mixpanel

  @Test
  void mixpanelsEventsBringTheirTokenInTheirProperties() throws IOException {
    String event =
        "{'event':'a','properties':{'token':'phc_one','distinct_id':'u','time':1790000000,"
            + "'$insert_id':'i-1','n':1}}";
    Event made = only(mixpanel(MixpanelKind.EVENTS, event));
    assertThat(made.timestampMicros()).isEqualTo(1_790_000_000_000_000L);
    assertThat(properties(made).has("token")).isFalse();
    assertThat(properties(made).has("historical_migration")).isFalse();
    assertThat(properties(made).path("n").asInt()).isEqualTo(1);
    Verdict two = mixpanel(MixpanelKind.EVENTS, "[" + event + "," + event + "]");
    assertThat(events(two)).extracting(Event::uuid).containsExactly(made.uuid(), made.uuid());
    assertThat(accepted(two).answer()).isEqualTo("1");
  }

  @Test
  void anEventOfMixpanelWithoutATimeIsOfNow() {
    assertThat(
            only(mixpanel(
                    MixpanelKind.EVENTS,
                    "{'event':'a','properties':{'token':'phc_one','distinct_id':'u'}}"))
                .timestampMicros())
        .isEqualTo(micros("2026-11-23T10:00:00Z"));
  }

  @Test
  void twoTokensOfMixpanelInOneRequestAreRefused() {
    assertRefused(
        mixpanel(
            MixpanelKind.EVENTS,
            "[{'event':'a','properties':{'token':'phc_one','distinct_id':'u'}},"
                + "{'event':'a','properties':{'token':'phc_two','distinct_id':'u'}}]"),
        401,
        "batch submitted with inconsistent api_key values");
  }

  @Test
  void aChangeOfAProfileSetsWhatCommutesAndKeepsTheRest() throws IOException {
    Event made =
        only(
            mixpanel(
                MixpanelKind.PROFILES,
                "{'$token':'phc_one','$distinct_id':'u','$ip':'0','$time':1790000000000,"
                    + "'$set':{'plan':'pro'},'$set_once':{'first':1},'$unset':['old'],"
                    + "'$add':{'visits':1}}"));
    assertThat(made.name()).isEqualTo("$set");
    assertThat(made.timestampMicros()).isEqualTo(1_790_000_000_000_000L);
    assertThat(properties(made))
        .isEqualTo(
            MAPPER.readTree(
                "{\"$mixpanel_ip\":\"0\",\"$set\":{\"plan\":\"pro\"},\"$set_once\":{\"first\":1},"
                    + "\"$unset\":[\"old\"],\"$mixpanel_add\":{\"visits\":1}}"));
    assertRefused(
        mixpanel(MixpanelKind.PROFILES, "{'$token':'phc_one','$set':{}}"),
        400,
        "failed to parse request: a change of a profile without a $distinct_id");
  }

  @Test
  void aChangeOfAGroupDescribesTheGroup() throws IOException {
    Event made =
        only(
            mixpanel(
                MixpanelKind.GROUPS,
                "{'$token':'phc_one','$group_key':'company','$group_id':'acme',"
                    + "'$set':{'size':3}}"));
    assertThat(made.name()).isEqualTo("$groupidentify");
    assertThat(made.distinctId().value()).isEqualTo("$company_acme");
    assertThat(properties(made))
        .isEqualTo(
            MAPPER.readTree(
                "{\"$group_type\":\"company\",\"$group_key\":\"acme\","
                    + "\"$group_set\":{\"size\":3}}"));
  }

  // Amplitude

  @Test
  void anEventOfAmplitudeIsReadAsItsExportHasIt() throws IOException {
    String body =
        "{'api_key':'phc_one','client_upload_time':'%s','events':[{'event_type':'a','user_id':'u',"
            + "'device_id':'d','time':1738796251078,'insert_id':'i-1','ip':'1.2.3.4',"
            + "'event_properties':{'n':1},'user_properties':{'plan':'pro',"
            + "'$setOnce':{'first':1},'$unset':{'old':'-'},'$add':{'visits':1}}}]}";
    List<Event> made = events(amplitude(body.formatted("2026-11-23T10:00:00Z")));
    assertThat(made).extracting(Event::name).containsExactly("a", "$identify");
    Event event = made.getFirst();
    assertThat(event.timestampMicros()).isEqualTo(micros("2025-02-05T22:57:31.078Z"));
    assertThat(event.distinctId().value()).isEqualTo("u");
    JsonNode properties = properties(event);
    assertThat(properties.path("n").asInt()).isEqualTo(1);
    assertThat(properties.path("$set").path("plan").asText()).isEqualTo("pro");
    assertThat(properties.path("$set_once").path("first").asInt()).isEqualTo(1);
    assertThat(properties.path("$unset")).isEqualTo(MAPPER.readTree("[\"old\"]"));
    assertThat(properties.path("$amplitude_user_properties"))
        .isEqualTo(MAPPER.readTree("{\"$add\":{\"visits\":1}}"));
    assertThat(properties.path("$ip").asText()).isEqualTo("1.2.3.4");
    assertThat(properties.has("historical_migration")).isFalse();
    assertThat(properties(made.getLast()).path("$anon_distinct_id").asText()).isEqualTo("d");
    assertThat(events(amplitude(body.formatted("2026-11-23T10:00:09Z"))))
        .extracting(Event::uuid)
        .isEqualTo(made.stream().map(Event::uuid).toList());
    assertThat(MAPPER.readTree(accepted(amplitude(body)).answer()))
        .isEqualTo(
            MAPPER.readTree(
                "{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":%d,"
                        .formatted(body.length())
                    + "\"server_upload_time\":%d}".formatted(NOW.toEpochMilli())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "'  '", "{}", "true"})
  void anInsertIdThatIsNoneMakesNoTwoEventsOne(String insertId) {
    String event = "{'event_type':'a','device_id':'d','insert_id':%s}".formatted(insertId);
    List<Event> made =
        events(amplitude("{'api_key':'phc_one','events':[%s,%s]}".formatted(event, event)));
    assertThat(made).hasSize(2);
    assertThat(made.getFirst().uuid()).isNotEqualTo(made.getLast().uuid());
  }

  @Test
  void aBatchOfOurOwnIsNoneOfAmplitude() {
    byte[] own = utf8("{'api_key':'phc_one','batch':[]}");
    assertThat(new ForeignRequest.Amplitude(own, own.length).looksLikeOne()).isFalse();
    byte[] theirs = utf8("{'api_key':'phc_one','events':[]}");
    assertThat(new ForeignRequest.Amplitude(theirs, theirs.length).looksLikeOne()).isTrue();
  }
}
