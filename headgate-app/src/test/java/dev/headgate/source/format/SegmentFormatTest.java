package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.CompactJson;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentFormatTest {
  private static final String TIME = "\"timestamp\":\"2025-03-01T04:08:31.905Z\"";

  private static Decoded decode(String members) {
    return new SegmentFormat()
        .decoder("part", Optional.empty())
        .decode(record("{" + members.replace("TIME", TIME) + "}"));
  }

  private static EventDraft call(String members) {
    return only(decode(members + "," + TIME));
  }

  private static String properties(EventDraft draft) throws MalformedJson {
    return CompactJson.of(draft.properties());
  }

  private static List<IdentityPair> pairs(String members) {
    return ((Decoded.Events) decode(members + "," + TIME)).pairs();
  }

  @Test
  void aTrackIsItsEvent() throws MalformedJson {
    EventDraft draft =
        call(
            "\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"u-7\","
                + "\"messageId\":\"m-1\",\"properties\":{\"total\":9.50,\"$os\":\"own\"}");
    assertThat(draft.name()).isEqualTo("Order Completed");
    assertThat(draft.distinctId()).hasToString("u-7");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2025-03-01T04:08:31.905Z");
    assertThat(properties(draft))
        .isEqualTo(
            "{\"$os\":\"own\",\"$segment\":{\"messageId\":\"m-1\",\"type\":\"track\"},\"total\":9.50}");
  }

  @Test
  void itsContextBecomesPropertiesAndWhatHasNoEquivalentIsKept() throws MalformedJson {
    EventDraft draft =
        call(
            "\"type\":\"track\",\"event\":\"e\",\"anonymousId\":\"a\",\"properties\":{\"$os\":\"own\"},"
                + "\"integrations\":{},\"version\":2,\"channel\":null,\"context\":{\"ip\":\"1.2.3.4\","
                + "\"os\":{\"name\":\"iOS\",\"version\":\"17\",\"rooted\":true},\"page\":{\"url\":\"https://x/\","
                + "\"path\":\"/\",\"search\":\"?q\",\"referrer\":\"\"},\"campaign\":{\"name\":\"c\",\"source\":\"s\"},"
                + "\"library\":{\"name\":\"analytics.js\"},\"app\":{\"build\":7},\"traits\":{\"t\":1},"
                + "\"groupId\":\"g\"}");
    assertThat(properties(draft))
        .isEqualTo(
            "{\"$app_build\":7,\"$current_url\":\"https://x/\",\"$groups\":{\"segment_group\":\"g\"},"
                + "\"$ip\":\"1.2.3.4\",\"$lib\":\"analytics.js\",\"$os\":\"own\",\"$os_version\":\"17\","
                + "\"$pathname\":\"/\",\"$segment\":{\"context\":{\"groupId\":\"g\",\"os\":{\"name\":\"iOS\","
                + "\"rooted\":true},\"page\":{\"referrer\":\"\",\"search\":\"?q\"},\"traits\":{\"t\":1}},"
                + "\"integrations\":{},\"type\":\"track\",\"version\":2},"
                + "\"utm_campaign\":\"c\",\"utm_source\":\"s\"}");
  }

  @Test
  void identifySetsTraitsAndNamesTheDevice() throws MalformedJson {
    EventDraft draft =
        call(
            "\"type\":\"identify\",\"userId\":\"u\",\"anonymousId\":\"a\",\"traits\":{\"plan\":\"pro\"},"
                + "\"context\":{\"traits\":{\"plan\":\"old\",\"age\":3}}");
    assertThat(draft.name()).isEqualTo("$identify");
    assertThat(properties(draft))
        .startsWith("{\"$anon_distinct_id\":\"a\",")
        .endsWith("\"$set\":{\"age\":3,\"plan\":\"pro\"}}");
    EventDraft anonymous = call("\"type\":\"identify\",\"anonymousId\":\"a\",\"traits\":{\"x\":1}");
    assertThat(anonymous.name()).isEqualTo("$set");
    assertThat(anonymous.distinctId()).hasToString("a");
    assertThat(properties(anonymous)).contains("\"$set\":{\"x\":1}").doesNotContain("$anon");
  }

  @Test
  void aliasMakesThePreviousIdPartOfTheUser() throws MalformedJson {
    EventDraft draft = call("\"type\":\"alias\",\"userId\":\"u-7\",\"previousId\":\"anon-9\"");
    assertThat(draft.name()).isEqualTo("$create_alias");
    assertThat(draft.distinctId()).hasToString("u-7");
    assertThat(properties(draft)).contains("\"alias\":\"anon-9\"");
    assertThat(properties(call("\"type\":\"alias\",\"userId\":\"u-7\",\"anonymousId\":\"anon-9\"")))
        .contains("\"alias\":\"anon-9\"");
  }

  @Test
  void groupDescribesTheGroup() throws MalformedJson {
    EventDraft draft =
        call(
            "\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"g-1\","
                + "\"traits\":{\"name\":\"Acme\",\"groupType\":\"company\"}");
    assertThat(draft.name()).isEqualTo("$groupidentify");
    assertThat(properties(draft))
        .isEqualTo(
            "{\"$group_key\":\"g-1\",\"$group_set\":{\"name\":\"Acme\"},\"$group_type\":\"company\","
                + "\"$groups\":{\"company\":\"g-1\"},\"$segment\":{\"type\":\"group\"}}");
    assertThat(properties(call("\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"g\"")))
        .contains("\"$group_type\":\"segment_group\"");
  }

  @Test
  void pagesAndScreensAreViews() throws MalformedJson {
    EventDraft page =
        call(
            "\"type\":\"page\",\"name\":\"Home\",\"userId\":\"u\","
                + "\"properties\":{\"url\":\"https://x/\",\"path\":\"/\"}");
    assertThat(page.name()).isEqualTo("$pageview");
    assertThat(properties(page))
        .isEqualTo(
            "{\"$current_url\":\"https://x/\",\"$pathname\":\"/\",\"$segment\":{\"name\":\"Home\","
                + "\"type\":\"page\"},\"path\":\"/\",\"url\":\"https://x/\"}");
    EventDraft screen = call("\"type\":\"screen\",\"name\":\"Main\",\"userId\":\"u\"");
    assertThat(screen.name()).isEqualTo("$screen");
    assertThat(properties(screen)).contains("\"$screen_name\":\"Main\"");
  }

  @Test
  void aCallWithBothIdsIsAPairUnlessItSaysSoItselfOrWantsNoPerson() {
    String both = "\"userId\":\"u\",\"anonymousId\":\"a\"";
    String track = "\"type\":\"track\",\"event\":\"e\"," + both;
    assertThat(pairs(track))
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.user()).hasToString("u");
          assertThat(pair.device()).hasToString("a");
          assertThat(pair.about()).isEqualTo(JsonBytes.EMPTY_OBJECT);
        });
    assertThat(pairs("\"type\":\"page\"," + both)).hasSize(1);
    assertThat(pairs("\"type\":\"identify\"," + both)).isEmpty();
    assertThat(pairs("\"type\":\"alias\",\"previousId\":\"p\"," + both)).isEmpty();
    assertThat(pairs("\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\"")).isEmpty();
    assertThat(pairs(track + ",\"properties\":{\"$process_person_profile\":false}")).isEmpty();
  }

  @Test
  void theMessageIdDecidesTheUuid() {
    String track = "\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\"";
    assertThat(call(track).uuid()).isEmpty();
    assertThat(call(track + ",\"messageId\":\"m-1\"").uuid().orElseThrow())
        .hasToString("90fb097b-e712-51b1-b872-b5c8e0223869")
        .isNotEqualTo(call(track + ",\"messageId\":\"m-2\"").uuid().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"originalTimestamp\":\"2025-01-01T00:00:10Z\",\"sentAt\":\"2025-01-01T00:00:20Z\",\"receivedAt\":\"2025-01-01T01:00:00Z\" | 2025-01-01T00:59:50Z",
        "\"originalTimestamp\":\"2025-01-01T00:00:10Z\",\"sentAt\":\"2025-01-01T00:00:20Z\" | 2025-01-01T00:00:10Z",
        "\"receivedAt\":\"2025-01-01T01:00:00+02:00\" | 2024-12-31T23:00:00Z",
        "\"timestamp\":\"2025-01-02T00:00:00Z\",\"originalTimestamp\":\"2025-01-01T00:00:10Z\" | 2025-01-02T00:00:00Z"
      })
  void theTimeIsThatOfARightClock(String members, String expected) {
    EventDraft draft =
        only(decode("\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\"," + members));
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"type\":\"track\",\"userId\":\"u\",TIME | MISSING_EVENT | without an event",
        "\"type\":\"merge\",\"userId\":\"u\",TIME | MISSING_EVENT | \"merge\" is none of track",
        "\"userId\":\"u\",TIME | MISSING_EVENT | none of track",
        "\"type\":\"track\",\"event\":\"e\",\"userId\":\" \",\"anonymousId\":null,TIME | MISSING_DISTINCT_ID | neither",
        "\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\" | MISSING_TIMESTAMP | no timestamp",
        "\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"timestamp\":\"soon\" | INVALID_TIMESTAMP | timestamp \"soon\"",
        "\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",TIME,\"properties\":[1] | INVALID_PROPERTIES | properties is no object",
        "\"type\":\"identify\",\"userId\":\"u\",TIME,\"traits\":\"x\" | INVALID_PROPERTIES | traits is no object",
        "\"type\": | NOT_JSON | ''"
      })
  void whatIsNoCallIsRefused(String members, RejectReason reason, String detail) {
    assertThat(detail(decode(members), reason)).contains(detail.replace("''", ""));
  }
}
