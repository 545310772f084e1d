package dev.headgate.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.standalone.ProductRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final ProjectToken TOKEN = new ProjectToken("phc_one");
  private static final ProjectId PROJECT = new ProjectId(7);
  private static final int MAX_EVENT_BYTES = 10_000;
  private static final String UUID = "01a20792-1a54-7e69-9044-eb01205a13c2";

  private final List<String> asked = new ArrayList<>();
  private Admission answer = new Admission.Allowed(Lane.LIVE, 3);

  private final Capture capture =
      new Capture(
          token -> token.equals(TOKEN) ? Optional.of(PROJECT) : Optional.empty(),
          (project, historical, grant, events) -> {
            asked.add("%d %s %s %d".formatted(project.number(), historical, grant, events));
            return answer;
          },
          () -> NOW,
          new Random(81),
          MAX_EVENT_BYTES,
          ProductRules.all());

  private Verdict judge(byte[] body) {
    return capture.judge(
        new CaptureRequest(
            body, body.length, OptionalLong.empty(), Optional.of("g-1"), Optional.empty()));
  }

  private Verdict judge(String body) {
    return judge(body.getBytes(UTF_8));
  }

  private Verdict.Accepted accepted(String body) {
    Verdict verdict = judge(body);
    assertThat(verdict).as(body).isInstanceOf(Verdict.Accepted.class);
    return (Verdict.Accepted) verdict;
  }

  private void refused(int status, String message, String body) {
    assertThat(judge(body))
        .as(body)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.message()).isEqualTo(message);
              assertThat(refused.status()).isEqualTo(status);
            });
  }

  /// The one event of a live batch.
  private Event live(String event) {
    return accepted("{\"api_key\":\"phc_one\",\"batch\":[" + event + "]}")
        .events()
        .getFirst()
        .event();
  }

  private static String time(Event event) {
    return EventTime.format(event.timestampMicros());
  }

  // Shapes

  @Test
  void aBatchOfLiveEvents() {
    Verdict.Accepted accepted =
        accepted(
            """
            {"api_key":"phc_one","batch":[
              {"event":"a","distinct_id":"u1","timestamp":"2026-11-23T09:00:00Z",
               "uuid":"01a20792-1a54-7e69-9044-eb01205a13c2","properties":{"plan":"pro"}},
              {"event":"b","distinct_id":"u2","type":"track","library":{"x":[1]}}]}
            """);
    assertThat(accepted.lane()).isEqualTo(Lane.LIVE);
    assertThat(accepted.token()).isEqualTo(TOKEN);
    assertThat(accepted.events())
        .extracting(CapturedEvent::project, CapturedEvent::importNumber)
        .containsOnly(tuple(PROJECT, 3));
    Event first = accepted.events().getFirst().event();
    assertThat(first.uuid().toString()).isEqualTo(UUID);
    assertThat(first.name()).isEqualTo("a");
    assertThat(first.distinctId().value()).isEqualTo("u1");
    assertThat(time(first)).isEqualTo("2026-11-23T09:00:00Z");
    assertThat(first.properties().toString()).isEqualTo("{\"plan\":\"pro\"}");
    assertThat(accepted.events().getLast().event().properties().toString()).isEqualTo("{}");
    assertThat(asked).containsExactly("7 false Optional[g-1] 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"event\":\"a\",\"distinct_id\":\"u1\",\"token\":\"phc_one\"}]",
        "[{\"event\":\"a\",\"distinct_id\":\"u1\",\"properties\":{\"token\":\"phc_one\"}}]",
        "{\"event\":\"a\",\"distinct_id\":\"u1\",\"$token\":\" phc_one \"}",
        " {\"event\":\"a\",\"$distinct_id\":\"u1\",\"api_key\":\"phc_one\"} ",
        "{\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u1\",\"api_key\":\"phc_one\"}]}",
        "{\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u1\",\"api_key\":\"phc_else\"}],"
            + "\"token\":\"phc_one\"}",
      })
  void otherShapesAndPlacesOfTheToken(String body) {
    assertThat(accepted(body).events())
        .singleElement()
        .satisfies(each -> assertThat(each.event().distinctId().value()).isEqualTo("u1"));
  }

  @Test
  void eventsGoToTheLaneThatTheGateSays() {
    for (Lane lane : Lane.values()) {
      answer = new Admission.Allowed(lane, 3);
      assertThat(
              accepted("{'event':'a','distinct_id':'u','api_key':'phc_one'}".replace('\'', '"'))
                  .lane())
          .isEqualTo(lane);
    }
  }

  @Test
  void theGateHearsWhichEventsAreHistorical() {
    accepted(
        "{\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u\",\"timestamp\":\"2020-01-01\"}],"
            + "\"historical_migration\":true,\"api_key\":\"phc_one\"}");
    assertThat(asked).containsExactly("7 true Optional[g-1] 1");
  }

  // What cannot be read

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void nothingIsSentWithoutABody(String body) {
    refused(400, "request missing data payload", body);
  }

  @Test
  void anEmptyBatchHoldsNoEvent() {
    refused(400, "request holds no event", "{\"api_key\":\"phc_one\",\"batch\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | no object and no array",
        "{\"api_key\":\"phc_one\",\"batch\":{}} | `batch` is no array",
        "{\"api_key\":\"phc_one\",\"batch\":[1]} | batch[0] is no object",
        "{\"historical_migration\":\"true\"} | `historical_migration` is neither true nor false",
      })
  void otherShapesAreNamed(String body, String reason) {
    refused(400, "failed to parse request: " + reason, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api_key\":\"phc_one\",\"batch\":[{\"event\":\"a\"",
        "{\"api_key\":\"phc_one\",\"batch\":[{\"event\":\"a\"}]} x",
        "{\"api_key\":\"phc_one\" \"batch\":[]}",
        "[{\"event\":\"a\",\"properties\":{\"n\":01}}]",
      })
  void brokenJsonIsNamedWithItsPlace(String body) {
    assertThat(judge(body))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.message()).startsWith("failed to parse request: ");
            });
  }

  @Test
  void jsonNestedTooDeeplyIsRefused() {
    String body = "[".repeat(100_000);
    assertThat(judge(body))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.status()).isEqualTo(400));
  }

  @Test
  void invalidUtf8IsNamedWithItsByte() {
    byte[] body = "{\"api_key\":\"phc_one\"}".getBytes(UTF_8);
    body[13] = (byte) 0xff;
    assertThat(judge(body))
        .isEqualTo(
            Verdict.Refused.of(
                400, "failed to decode request: invalid UTF-8 at byte 13 of the body"));
  }

  // Tokens

  @Test
  void aTokenIsNeeded() {
    String message = "event submitted without an api_key";
    refused(401, message, "{\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u\"}]}");
    refused(401, message, "{\"api_key\":null,\"event\":\"a\",\"distinct_id\":\"u\"}");
  }

  @Test
  void onlyOneTokenIsAllowed() {
    String message = "batch submitted with inconsistent api_key values";
    refused(
        401,
        message,
        "[{\"event\":\"a\",\"distinct_id\":\"u\",\"token\":\"phc_one\"},"
            + "{\"event\":\"a\",\"distinct_id\":\"u\",\"token\":\"phc_two\"}]");
    refused(401, message, "{\"api_key\":\"phc_one\",\"token\":\"phc_two\",\"batch\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "'  ' | empty",
        "phx_secret | personal_api_key",
        "phc_é | not_ascii",
        "phc_\\u0000 | null_byte",
        "phc_two | unknown",
      })
  void aTokenMustBeWellFormedAndKnown(String token, String reason) {
    refused(
        401,
        "API key is not valid: " + reason,
        "{\"api_key\":\"" + token + "\",\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u\"}]}");
  }

  @Test
  void aTokenMustNotBeLong() {
    refused(
        401,
        "API key is not valid: too_long",
        "{\"api_key\":\"" + "x".repeat(65) + "\",\"event\":\"a\",\"distinct_id\":\"u\"}");
  }

  // Events

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'distinct_id':'u'} | event submitted with an empty event name",
        "{'event':' ','distinct_id':'u'} | event submitted with an empty event name",
        "{'event':'a'} | event submitted without a distinct_id",
        "{'event':'a','distinct_id':' '} | event submitted without a distinct_id",
        "{'event':'a','distinct_id':null,'properties':{'distinct_id':''}} | event submitted"
            + " without a distinct_id",
        "{'event':'a','distinct_id':'u','uuid':'no'} | failed to parse request: `uuid` is no uuid",
        "{'event':1,'distinct_id':'u'} | failed to parse request: `event` is no string",
        "{'event':'a','distinct_id':'u','timestamp':5} | failed to parse request: `timestamp` is no"
            + " string",
        "{'event':'a','distinct_id':'u','offset':'x'} | failed to parse request: `offset` is no"
            + " whole number",
        "{'event':'a','distinct_id':'u','$set':[]} | failed to parse request: `$set` is no object",
        "{'event':'a','distinct_id':'u','properties':[]} | failed to parse request: `properties` is"
            + " no object",
        "{'event':'a','distinct_id':'u','properties':{'$cookieless_mode':1}} | event submitted with"
            + " invalid cookieless mode",
      })
  void oneBadEventRefusesTheBatchAndIsNamed(String event, String message) {
    String good = "{'event':'a','distinct_id':'u'}";
    String batch = "{'api_key':'phc_one','batch':[" + good + "," + good + "," + event + "]}";
    refused(400, message + " (batch[2])", batch.replace('\'', '"'));
    assertThat(asked).as("nothing counts against a grant").isEmpty();
  }

  @Test
  void aSingleBadEventNeedsNoIndexAndOneOfAnArrayDoes() {
    refused(
        400, "event submitted without a distinct_id", "{\"event\":\"a\",\"token\":\"phc_one\"}");
    refused(
        400,
        "event submitted without a distinct_id ([0])",
        "[{\"event\":\"a\",\"token\":\"phc_one\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'distinct_id':'u' | u",
        "'distinct_id':' u ' | ~ u ~",
        "'distinct_id':23 | 23",
        "'distinct_id':23.4 | 23.4",
        "'distinct_id':true | true",
        "'distinct_id':[ 'a' , 'b' ] | ['a','b']",
        "'distinct_id':{'string':'a', 'number':3} | {'number':3,'string':'a'}",
        "'distinct_id':null,'properties':{'distinct_id':42} | 42",
        "'properties':{'distinct_id':'p'} | p",
        "'distinct_id':'u','properties':{'distinct_id':'p'} | u",
        "'distinct_id':'a\\u0000b' | a\uFFFDb",
        "'distinct_id':'a\\ud83cb' | a\uFFFDb",
      })
  void distinctIdsComeInManyForms(String members, String expected) {
    assertThat(live("{\"event\":\"a\"," + members.replace('\'', '"') + "}").distinctId().value())
        .isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void namesAndIdsAreCutToTwoHundredCodePoints() {
    String faces = "😀".repeat(201);
    Event event = live("{\"event\":\"" + faces + "\",\"distinct_id\":\"" + faces + "\"}");
    assertThat(event.name()).isEqualTo("😀".repeat(200));
    assertThat(event.distinctId().value()).isEqualTo("😀".repeat(200));
  }

  @Test
  void anEventWithoutUuidGetsOneOfVersionSevenThatTellsItsTime() {
    Event event =
        live("{\"event\":\"a\",\"distinct_id\":\"u\",\"uuid\":\"\",\"timestamp\":\"2020-01-01\"}");
    assertThat(event.uuid().high() >>> 16)
        .isEqualTo(Instant.parse("2020-01-01T00:00:00Z").toEpochMilli());
    assertThat(event.uuid().toString()).matches("[0-9a-f-]{14}7[0-9a-f]{3}-[89ab].*");
    assertThat(live("{\"event\":\"a\",\"distinct_id\":\"u\"}").uuid()).isNotEqualTo(event.uuid());
    Event old = live("{\"event\":\"a\",\"distinct_id\":\"u\",\"timestamp\":\"1960-01-01\"}");
    assertThat(old.uuid().high() >>> 16).isZero();
  }

  @Test
  void anEventLongerThanTheLogTakesIsTooLarge() {
    String event =
        "{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":{\"p\":\"%s\"}}"
            .formatted("x".repeat(MAX_EVENT_BYTES));
    assertThat(judge("{\"api_key\":\"phc_one\",\"batch\":[" + event + "]}"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(413);
              assertThat(refused.message())
                  .startsWith("maximum event size exceeded: ")
                  .endsWith("(batch[0])");
            });
  }

  @Test
  void aRequestHoldsABoundNumberOfEvents() {
    String event = "{\"event\":\"a\"}";
    String batch = event + ("," + event).repeat(Payload.MAX_EVENTS);
    assertThat(judge("{\"api_key\":\"phc_one\",\"batch\":[" + batch + "]}"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.status()).isEqualTo(413));
  }

  // Properties

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'properties':{ 'a' : 1.50, 'b':[1e2] } | { 'a' : 1.50, 'b':[1e2] }",
        "'properties':null | {}",
        "'properties':{'a':'\\u0000\\ud83c'} | {'a':'\\ufffd\\ufffd'}",
        "'properties':{'a':1},'$set':{'x':1} | {'a':1,'$set':{'x':1}}",
        "'properties':{'$set':{'x':1,'y':2}},'$set':{'y':3,'z':4} | {'$set':{'x':1,'y':3,'z':4}}",
        "'$set_once':{'x':{'y':[1, 2]}} | {'$set_once':{'x':{'y':[1, 2]}}}",
        "'properties':{'$set':'odd'},'$set':{'y':3} | {'$set':{'y':3}}",
        "'properties':{'$set':null,'b':2},'$set':{} | {'$set':{},'b':2}",
        "'properties':{'b':2},'$set':null | {'b':2}",
      })
  void propertiesStayAsTheyAreSaveWhatTheTopLevelSets(String members, String expected) {
    String event = "{'event':'a','distinct_id':'u'," + members + "}";
    assertThat(live(event.replace('\'', '"')).properties().toString())
        .isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void propertiesAreStoredOnOneLine() {
    Event event =
        live("{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":{\r\n \"a\":\"x\\ny\"\n}}");
    assertThat(event.properties().toString()).isEqualTo("{   \"a\":\"x\\ny\" }");
  }

  // The gate

  @Test
  void whatTheGateRefusesIsRefused() {
    Map<String, String> headers = Map.of("RateLimit", "\"import-3\";r=0;t=2");
    answer = new Admission.Refused(429, "too early", Optional.of(Duration.ofMillis(1500)), headers);
    assertThat(judge("{\"api_key\":\"phc_one\",\"event\":\"a\",\"distinct_id\":\"u\"}"))
        .isEqualTo(
            new Verdict.Refused(
                429, "rate_limited", "too early", Optional.of(Duration.ofMillis(1500)), headers));
    answer = Admission.Refused.WITHOUT_GRANT;
    assertThat(judge("{\"api_key\":\"phc_one\",\"event\":\"a\",\"distinct_id\":\"u\"}"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.message()).contains("green light", "headgate import"));
  }
}
