package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonFormatTest {
  private static final String TIME = "\"timestamp\":\"2024-03-01T04:08:31.905Z\"";

  private static Decoded decode(String json) {
    return new EventJsonFormat().decode(record(json));
  }

  private static EventDraft event(String members) {
    return only(decode("{\"event\":\"e\"," + TIME + "," + members + "}"));
  }

  @Test
  void anEventHasItsFields() {
    EventDraft draft =
        only(
            decode(
                """
                {"event":"sign up","distinct_id":"u-1","timestamp":"2024-03-01T04:08:31.905Z",\
                "properties":{"plan": "free", "n":[1, 2]},"uuid":"018E1F5A-0000-7000-8000-000000000001",\
                "ip":"10.0.0.1","offset":5,"other":{"deep":[{}]}}\
                """));
    assertThat(draft.name()).isEqualTo("sign up");
    assertThat(draft.distinctId()).hasToString("u-1");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2024-03-01T04:08:31.905Z");
    assertThat(draft.properties()).hasToString("{\"plan\": \"free\", \"n\":[1, 2]}");
    assertThat(draft.uuid().orElseThrow()).hasToString("018e1f5a-0000-7000-8000-000000000001");
  }

  @Test
  void propertiesAndUuidMayBeMissing() {
    EventDraft draft = event("\"distinct_id\":\"u\"");
    assertThat(draft.properties()).hasToString("{}");
    assertThat(draft.uuid()).isEmpty();
    for (String none : new String[] {"\"uuid\":null", "\"uuid\":\"\"", "\"properties\":null"}) {
      assertThat(event("\"distinct_id\":\"u\"," + none)).isEqualTo(draft);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"distinct_id\":23 | 23",
        "\"distinct_id\":23.40 | 23.40",
        "\"distinct_id\":true | true",
        "\"distinct_id\":[\"a\", \"b\"] | [\"a\",\"b\"]",
        "\"distinct_id\":{\"string\": \"a\", \"number\": 3} | {\"number\":3,\"string\":\"a\"}",
        "\"distinct_id\":\"\\u00fc\\n\" | `\u00fc\n`",
        "\"$distinct_id\":\"d\" | d",
        "\"distinct_id\":\"top\",\"properties\":{\"distinct_id\":\"inner\"} | top",
        "\"distinct_id\":null,\"properties\":{\"distinct_id\":\"inner\"} | inner",
        "\"properties\":{\"distinct_id\":7} | 7",
        "\"distinct_id\":\"a\",\"distinct_id\":\"b\" | b",
        "\"distinct_id\":\"a\",\"$distinct_id\":null | a",
      })
  void distinctIdMayBeAnyValue(String members, String expected) {
    assertThat(event(members).distinctId()).hasToString(expected);
  }

  @Test
  void namesAndIdsAreNormalisedAsTheyAreStored() {
    EventDraft draft =
        only(
            decode(
                "{\"event\":\"%s\",\"distinct_id\":\"\\u0000%s\",%s,\"properties\":{\"a\":\"\\ud800\"}}"
                    .formatted("e".repeat(300), "d".repeat(300), TIME)));
    assertThat(draft.name()).isEqualTo("e".repeat(200));
    assertThat(draft.distinctId()).hasToString("\uFFFD" + "d".repeat(199));
    assertThat(draft.properties()).hasToString("{\"a\":\"\\ufffd\"}");
  }

  @Test
  void setBesideThePropertiesIsMergedIntoThem() {
    String id = "\"distinct_id\":\"u\",";
    assertThat(event(id + "\"$set\":{\"a\": 1}").properties()).hasToString("{\"$set\":{\"a\":1}}");
    assertThat(
            event(
                    id
                        + "\"$set\":{\"a\":1,\"b\":2},\"$set_once\":{\"c\":3},\"properties\":"
                        + "{\"x\":0,\"$set\":{\"b\":9,\"d\":[4]},\"y\":5}")
                .properties())
        .hasToString(
            "{\"x\":0,\"$set\":{\"b\":2,\"d\":[4],\"a\":1},\"y\":5,\"$set_once\":{\"c\":3}}");
    assertThat(event(id + "\"$set\":{\"a\":1},\"properties\":{\"$set\":5}").properties())
        .hasToString("{\"$set\":{\"a\":1}}");
    assertThat(event(id + "\"$set\":null,\"$set_once\":3,\"properties\":{\"x\": 0}").properties())
        .hasToString("{\"x\": 0}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{broken | NOT_JSON | (byte",
        "{\"event\":\"e\" | NOT_JSON | end-of-input",
        "plain text | NOT_JSON | plain",
        "{} {} | NOT_JSON | more than one value",
        "[1] | NOT_AN_OBJECT | an array",
        "\"x\" | NOT_AN_OBJECT | a text",
        "17 | NOT_AN_OBJECT | a number",
        "null | NOT_AN_OBJECT | null",
        "true | NOT_AN_OBJECT | true or false",
        "{} | MISSING_EVENT | no event",
        "{\"event\":\"\",\"distinct_id\":\"u\",TIME} | MISSING_EVENT | blank",
        "{\"event\":\" \",\"distinct_id\":\"u\",TIME} | MISSING_EVENT | blank",
        "{\"event\":null,\"distinct_id\":\"u\",TIME} | MISSING_EVENT | null",
        "{\"event\":7,\"distinct_id\":\"u\",TIME} | MISSING_EVENT | a number",
        "{\"event\":\"e\",TIME} | MISSING_DISTINCT_ID | no distinct_id",
        "{\"event\":\"e\",\"distinct_id\":\"  \",TIME} | MISSING_DISTINCT_ID | blank",
        "{\"event\":\"e\",\"distinct_id\":\"u\"} | MISSING_TIMESTAMP | no timestamp",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":null} | MISSING_TIMESTAMP | no",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"soon\"} | INVALID_TIMESTAMP | \"soon\"",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"\"} | INVALID_TIMESTAMP | \"\"",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":1709266111} | INVALID_TIMESTAMP | a number",
        "{\"event\":\"e\",\"distinct_id\":\"u\",TIME,\"uuid\":\"x\"} | INVALID_UUID | \"x\"",
        "{\"event\":\"e\",\"distinct_id\":\"u\",TIME,\"uuid\":7} | INVALID_UUID | a number",
        "{\"event\":\"e\",\"distinct_id\":\"u\",TIME,\"properties\":[]} | INVALID_PROPERTIES | array",
        "{\"event\":\"e\",\"distinct_id\":\"u\",TIME,\"properties\":\"{}\"} | INVALID_PROPERTIES | text",
      })
  void whatIsNoEventIsRefusedWithItsReason(String json, RejectReason reason, String detail) {
    assertThat(detail(decode(json.replace("TIME", TIME)), reason)).contains(detail);
  }

  @Test
  void aBrokenEndIsNoticedEvenIfTheFieldsWereFound() {
    detail(
        decode("{\"distinct_id\":\"u\"," + TIME + ",\"event\":\"\",\"properties\":{\"a\":}}"),
        RejectReason.NOT_JSON);
  }

  @Test
  void invalidUtf8IsSaidWithItsByte() {
    byte[] latin = "{\"event\":\"\u00e9\"}".getBytes(ISO_8859_1);
    assertThat(detail(new EventJsonFormat().decode(record(latin)), RejectReason.INVALID_UTF8))
        .isEqualTo("byte 10 (0xe9) is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t \r"})
  void aLineOfWhiteSpaceIsBlank(String line) {
    assertThat(decode(line)).isEqualTo(new Decoded.Blank());
  }

  @Test
  void aRecordThatIsTooLongIsRefusedUnread() {
    RawRecord record = new RawRecord(new Position(0, 1, 0, 5 << 20), 1, new byte[10], true);
    detail(new EventJsonFormat().decode(record), RejectReason.TOO_LONG);
  }
}
