package dev.headgate.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.Lane;
import dev.headgate.standalone.ProductRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureV1Test {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String U1 = "00000000-0000-7000-8000-000000000001";
  private static final String U2 = "00000000-0000-7000-8000-000000000002";
  private static final String GOOD =
      event(U1, "'event':'a','distinct_id':'u','timestamp':'2026-11-23T09:00:00Z'");

  private final Capture capture =
      new Capture(
          token ->
              token.equals(new ProjectToken("phc_one"))
                  ? Optional.of(ProjectId.DEFAULT)
                  : Optional.empty(),
          (_, historical, grant, _) ->
              historical && grant.isEmpty()
                  ? Admission.Refused.WITHOUT_GRANT
                  : new Admission.Allowed(
                      historical ? Lane.HISTORICAL : Lane.LIVE, historical ? 7 : 0),
          () -> NOW,
          new Random(5),
          1_000_000,
          ProductRules.all());

  private static String event(String uuid, String rest) {
    return "{'uuid':'%s',%s}".formatted(uuid, rest);
  }

  private Verdict judge(String body, String sentAt, Optional<String> grant) {
    byte[] json = body.replace('\'', '"').getBytes(UTF_8);
    return capture.judge(new V1Request(json, json.length, "phc_one", sentAt, grant));
  }

  private Verdict judge(String... events) {
    return judge("{'batch':[" + String.join(",", events) + "]}", NOW.toString(), Optional.empty());
  }

  private Verdict.Accepted accepted(String... events) {
    Verdict verdict = judge(events);
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return (Verdict.Accepted) verdict;
  }

  private static Event only(Verdict.Accepted accepted) {
    assertThat(accepted.events()).hasSize(1);
    return accepted.events().getFirst().event();
  }

  private static void assertRefused(Verdict verdict, int status, String tag) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.tag()).as(refused.message()).isEqualTo(tag);
              assertThat(refused.status()).isEqualTo(status);
            });
  }

  @Test
  void whatIsTakenIsAnsweredByItsUuid() {
    Verdict.Accepted accepted =
        accepted(GOOD, event(U2, "'event':'b','distinct_id':' v ','timestamp':'2026-11-23'"));
    assertThat(accepted.answer())
        .isEqualTo(
            "{\"results\":{\"%s\":{\"result\":\"ok\"},\"%s\":{\"result\":\"ok\"}}}"
                .formatted(U1, U2));
    assertThat(accepted.lane()).isEqualTo(Lane.LIVE);
    assertThat(accepted.events())
        .extracting(captured -> captured.event().distinctId().value())
        .containsExactly("u", "v");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'distinct_id':'u','timestamp':'2026-11-23' | missing_event_name",
        "'event':' ','distinct_id':'u','timestamp':'2026-11-23' | missing_event_name",
        "'event':'a','timestamp':'2026-11-23' | missing_distinct_id",
        "'event':'a','distinct_id':'  ','timestamp':'2026-11-23' | missing_distinct_id",
        "'event':'a','distinct_id':7,'timestamp':'2026-11-23' | malformed_distinct_id",
        "'event':'a','distinct_id':'u' | invalid_event_timestamp",
        "'event':'a','distinct_id':'u','timestamp':'soon' | invalid_event_timestamp",
        "'event':'a','distinct_id':'u','timestamp':'2026-11-23','properties':[]"
            + " | malformed_event_properties",
        "'event':'a','distinct_id':'u','timestamp':'2026-11-23','options':3 | invalid_options",
        "'event':'a','distinct_id':'u','timestamp':'2026-11-23',"
            + "'options':{'cookieless_mode':'maybe'} | invalid_options",
      })
  void aBadEventIsLeftOutAndNamedAndTheOthersAreTaken(String rest, String details)
      throws Exception {
    Verdict.Accepted accepted = accepted(event(U2, rest), GOOD);
    assertThat(only(accepted).uuid()).hasToString(U1);
    JsonNode results = MAPPER.readTree(accepted.answer()).path("results");
    assertThat(results.path(U1).path("result").asText()).isEqualTo("ok");
    assertThat(results.path(U2).path("result").asText()).isEqualTo("drop");
    assertThat(results.path(U2).path("details").asText()).isEqualTo(details);
  }

  @Test
  void namesAndIdsBeyondTheirLengthAreLeftOut() {
    String longest = "x".repeat(200);
    String time = "'timestamp':'2026-11-23'";
    assertThat(
            accepted(
                    event(U1, "'event':'%sx','distinct_id':'u',%s".formatted(longest, time)),
                    event(U2, "'event':'a','distinct_id':'%sx',%s".formatted(longest, time)))
                .answer())
        .contains("event_name_too_long", "distinct_id_too_large");
    assertThat(
            accepted(
                    event(U1, "'event':'%s','distinct_id':'u',%s".formatted(longest, time)),
                    event(U2, "'event':'a','distinct_id':' %s ',%s".formatted(longest, time)))
                .events())
        .hasSize(2);
  }

  @Test
  void aRequestThatCannotBeAnsweredByUuidIsRefused() {
    assertRefused(judge(GOOD, GOOD), 400, "duplicate_event_uuid");
    String rest = "'event':'a','distinct_id':'u','timestamp':'2026-11-23'";
    assertRefused(judge(GOOD, "{" + rest + "}"), 400, "missing_event_uuid");
    assertRefused(judge(event("no-uuid", rest)), 400, "missing_event_uuid");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | empty_body",
        "{ | request_parsing_error",
        "[] | request_parsing_error",
        "{} | invalid_batch",
        "{'batch':{}} | invalid_batch",
        "{'batch':[7]} | invalid_batch",
        "{'batch':[]} | empty_batch",
      })
  void bodiesOfNoBatchAreRefused(String body, String tag) {
    assertRefused(judge(body, NOW.toString(), Optional.empty()), 400, tag);
  }

  @Test
  void anUnknownTokenIsRefused() {
    byte[] json = ("{\"batch\":[" + GOOD.replace('\'', '"') + "]}").getBytes(UTF_8);
    assertRefused(
        capture.judge(
            new V1Request(json, json.length, "phc_two", NOW.toString(), Optional.empty())),
        401,
        "invalid_api_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anonymous", " NULL ", "00000000-0000-0000-0000-000000000000", "user"})
  void anIdThatIsNobodyIsStoredWithoutAPerson(String id) {
    Verdict.Accepted accepted =
        accepted(
            event(U1, "'event':'a','distinct_id':'%s','timestamp':'2026-11-23'".formatted(id)));
    assertThat(accepted.answer())
        .contains("\"result\":\"warning\",\"details\":\"person_processing_disabled\"");
    assertThat(only(accepted).properties()).hasToString("{\"$process_person_profile\":false}");
  }

  @Test
  void sessionWindowAndOptionsBecomeProperties() throws Exception {
    Event event =
        only(
            accepted(
                event(
                    U1,
                    "'event':'a','distinct_id':'u','timestamp':'2026-11-23','session_id':'s',"
                        + "'window_id':'w','options':{'cookieless_mode':'1',"
                        + "'process_person_profile':false,'product_tour_id':'t','new':1},"
                        + "'properties':{'k':1,'$session_id':'older'}")));
    assertThat(MAPPER.readTree(event.properties().utf8()))
        .isEqualTo(
            MAPPER.readTree(
                "{\"k\":1,\"$session_id\":\"s\",\"$window_id\":\"w\",\"$cookieless_mode\":true,"
                    + "\"$process_person_profile\":false,\"$product_tour_id\":\"t\"}"));
  }

  @Test
  void theClocksSkewIsTakenOutUnlessTheEventSaysNotTo() {
    String rest = "'event':'a','distinct_id':'u','timestamp':'2026-11-23T12:00:00Z'";
    String body =
        "{'batch':[%s,%s]}"
            .formatted(
                event(U1, rest), event(U2, rest + ",'options':{'disable_skew_correction':true}"));
    Verdict verdict = judge(body, "2026-11-23T13:00:00Z", Optional.empty());
    List<Long> times =
        ((Verdict.Accepted) verdict)
            .events().stream().map(captured -> captured.event().timestampMicros()).toList();
    assertThat(times)
        .containsExactly(
            EventTime.parse("2026-11-23T09:00:00Z").orElseThrow(),
            EventTime.parse("2026-11-23T12:00:00Z").orElseThrow());
  }

  @Test
  void historicalEventsNeedAGrantAndKeepTheirTime() {
    String body =
        "{'historical_migration':true,'batch':[%s]}"
            .formatted(
                event(U1, "'event':'a','distinct_id':'u','timestamp':'2001-02-03T04:05:06Z'"));
    assertRefused(judge(body, "2026-11-23T13:00:00Z", Optional.empty()), 403, "not_granted");
    Verdict.Accepted accepted =
        (Verdict.Accepted) judge(body, "2026-11-23T13:00:00Z", Optional.of("g-7"));
    assertThat(accepted.lane()).isEqualTo(Lane.HISTORICAL);
    assertThat(accepted.events().getFirst().importNumber()).isEqualTo(7);
    assertThat(only(accepted).timestampMicros())
        .isEqualTo(EventTime.parse("2001-02-03T04:05:06Z").orElseThrow());
  }
}
