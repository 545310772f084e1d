package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.json.CompactJson;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RejectReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RudderStackFormatTest {
  private static final String CALL =
      "{\"type\":\"track\",\"event\":\"%s\",\"userId\":\"u-7\",\"anonymousId\":\"%s\",\"messageId\":\"%s\","
          + "\"originalTimestamp\":\"2025-01-01T00:00:%sZ\",\"sentAt\":\"2025-01-01T00:00:20Z\"}";

  private static Decoded decode(String json) {
    return new RudderStackFormat().decoder("part", Optional.empty()).decode(record(json));
  }

  private static List<EventDraft> drafts(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Events.class);
    return ((Decoded.Events) decoded).drafts();
  }

  @Test
  void aDumpIsACallALineWhoseContextTraitsCount() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"timestamp\":\"2025-01-01T00:00:00Z\","
                    + "\"rudderId\":\"r\",\"request_ip\":\"5.6.7.8\",\"context\":{\"traits\":{\"email\":\"a@b\","
                    + "\"plan\":\"old\"}},\"properties\":{\"$set\":{\"plan\":\"new\"}}}"));
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$ip\":\"5.6.7.8\",\"$rudderstack\":{\"context\":{\"traits\":{\"email\":\"a@b\",\"plan\":\"old\"}},"
                + "\"request_ip\":\"5.6.7.8\",\"rudderId\":\"r\",\"type\":\"track\"},"
                + "\"$set\":{\"email\":\"a@b\",\"plan\":\"new\"}}");
  }

  @Test
  void anIdentifysOwnTraitsCountBeforeThoseOfItsContext() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "{\"type\":\"identify\",\"userId\":\"u\",\"timestamp\":\"2025-01-01T00:00:00Z\","
                    + "\"traits\":{\"plan\":\"new\"},\"context\":{\"traits\":{\"plan\":\"old\",\"a\":1}}}"));
    assertThat(CompactJson.of(draft.properties())).endsWith("\"$set\":{\"a\":1,\"plan\":\"new\"}}");
  }

  @Test
  void anArchiveRowHoldsOneCallAndItsOwnUserIdNamesNobody() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "{\"userId\":\"<<>>anon-9<<>>u-7\",\"createdAt\":\"2025-01-01T01:00:00Z\",\"messageId\":\"m-1\","
                    + "\"payload\":"
                    + CALL.formatted("e", "anon-9", "m-1", "10")
                    + "}"));
    assertThat(draft.distinctId()).hasToString("u-7");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2025-01-01T00:59:50Z");
    assertThat(CompactJson.of(draft.properties()))
        .contains("\"archive\":{\"createdAt\":\"2025-01-01T01:00:00Z\",\"messageId\":\"m-1\",");
  }

  @Test
  void aPayloadMayBeABatchOrATextThatIsJson() throws MalformedJson {
    String batch =
        "{\"batch\":["
            + CALL.formatted("one", "anon-9", "m-1", "10")
            + ","
            + CALL.formatted("two", "anon-9", "m-2", "09")
            + "],\"receivedAt\":\"2025-01-01T00:00:25Z\",\"requestIP\":\"9.9.9.9\",\"writeKey\":\"w\"}";
    Decoded decoded =
        decode(
            "{\"JobID\":7,\"UserID\":\"<<>>x<<>>\",\"CreatedAt\":\"2026-01-01T00:00:00Z\",\"EventPayload\":"
                + batch
                + "}");
    List<EventDraft> drafts = drafts(decoded);
    assertThat(drafts).extracting(EventDraft::name).containsExactly("one", "two");
    assertThat(drafts)
        .extracting(draft -> EventTime.format(draft.timestampMicros()))
        .containsExactly("2025-01-01T00:00:15Z", "2025-01-01T00:00:14Z");
    assertThat(CompactJson.of(drafts.getFirst().properties()))
        .contains("\"$ip\":\"9.9.9.9\"")
        .contains("\"JobID\":7")
        .contains("\"payload\":{\"writeKey\":\"w\"}");
    assertThat(((Decoded.Events) decoded).pairs())
        .singleElement()
        .satisfies(pair ->
            assertThat(EventTime.format(pair.timestampMicros())).isEqualTo("2025-01-01T00:00:14Z"));
    String quoted = DraftProperties.json(batch).toString();
    assertThat(drafts(decode("{\"payload\":" + quoted + "}"))).hasSize(2);
    assertThat(drafts(decode("{\"payload\":[" + CALL.formatted("e", "a", "m", "10") + "]}")))
        .hasSize(1);
  }

  @Test
  void anEmptyBatchIsNoEventAndABrokenCallNamesItself() {
    assertThat(decode("{\"payload\":{\"batch\":[]}}")).isEqualTo(new Decoded.NoEvent());
    assertThat(
            detail(
                decode(
                    "{\"payload\":{\"batch\":["
                        + CALL.formatted("one", "a", "m", "10")
                        + ",{\"type\":\"track\",\"userId\":\"u\",\"receivedAt\":\"2025-01-01T00:00:00Z\"}]}}"),
                RejectReason.MISSING_EVENT))
        .isEqualTo("call 2 of the batch: a track without an event");
    detail(decode("{\"payload\":{\"batch\":[7]}}"), RejectReason.NOT_AN_OBJECT);
    detail(decode("{\"payload\":{\"batch\":7}}"), RejectReason.INVALID_PROPERTIES);
    detail(decode("{\"payload\":\"{broken\"}"), RejectReason.INVALID_PROPERTIES);
    detail(decode("{\"payload\":7}"), RejectReason.INVALID_PROPERTIES);
    detail(decode("{\"neither\":7}"), RejectReason.MISSING_EVENT);
  }
}
