package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.event.NamedIds;
import dev.headgate.json.CompactJson;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import dev.headgate.source.UuidRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeapFormatTest {
  private static final String ROW =
      "\"event_id\":4052338391,\"user_id\":5711204881,\"time\":\"2024-03-01 10:11:12.345\","
          + "\"event_table_name\":\"order_completed\"";

  private static Decoded decode(String members) {
    return new HeapFormat()
        .decoder("part", Optional.empty())
        .decode(record("{" + members.replace("ROW", ROW) + "}"));
  }

  private static List<IdentityPair> pairs(String members) {
    return ((Decoded.Events) decode(members)).pairs();
  }

  @Test
  void columnsBecomeTheEventAndFurtherOnesItsProperties() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "ROW,\"session_id\":88120,\"identity\":null,\"total\":12.50,\"coupon\":null,"
                    + "\"items\":[{\"a\":1}],\"event\":\"x\""));
    assertThat(draft.name()).isEqualTo("order_completed");
    assertThat(draft.distinctId()).hasToString("5711204881");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2024-03-01T10:11:12.345Z");
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$device_id\":\"5711204881\",\"$heap\":{\"event_id\":4052338391},"
                + "\"$session_id\":\"88120\",\"event\":\"x\",\"items\":[{\"a\":1}],\"total\":12.50}");
  }

  @Test
  void theUuidIsOfTheEventIdHoweverItIsWritten() {
    NamedIds ids = new NamedIds(UuidRule.FOREIGN_IDS);
    byte[] name = "heap\0004052338391".getBytes(StandardCharsets.UTF_8);
    assertThat(only(decode("ROW")).uuid()).contains(ids.of(name));
    assertThat(only(decode("ROW,\"total\":1")).uuid()).contains(ids.of(name));
    String asText = ROW.replace("4052338391", "\"4052338391\"");
    assertThat(only(decode(asText)).uuid()).contains(ids.of(name));
    assertThat(only(decode(ROW.replace("4052338391", "null"))).uuid()).isEmpty();
  }

  @Test
  void anIdentityBesideTheUserIdIsAPair() {
    assertThat(only(decode("ROW,\"identity\":\"ada\"")).distinctId()).hasToString("ada");
    assertThat(pairs("ROW,\"identity\":\"ada\""))
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.user()).hasToString("ada");
          assertThat(pair.device()).hasToString("5711204881");
          assertThat(EventTime.format(pair.timestampMicros()))
              .isEqualTo("2024-03-01T10:11:12.345Z");
        });
    String byServer = ROW.replace("5711204881", "null") + ",\"identity\":7";
    assertThat(only(decode(byServer)).distinctId()).hasToString("7");
    assertThat(pairs(byServer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ROW",
        "ROW,\"identity\":null",
        "ROW,\"identity\":\" \"",
        "ROW,\"identity\":\"5711204881\"",
        "ROW,\"identity\":\"anonymous\"",
        "ROW,\"identity\":\"ada\",\"$process_person_profile\":false",
      })
  void whatImpliesNoMergeIsNoPair(String members) {
    assertThat(pairs(members)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"event_id\":1,\"user_id\":2,\"time\":\"2024-03-01\" | MISSING_EVENT",
        "\"event_id\":1,\"time\":\"2024-03-01\",\"event_table_name\":\"e\" | MISSING_DISTINCT_ID",
        "\"event_id\":1,\"user_id\":2,\"event_table_name\":\"e\" | MISSING_TIMESTAMP",
        "\"event_id\":1,\"user_id\":2,\"time\":1709287872,\"event_table_name\":\"e\" | INVALID_TIMESTAMP",
        "ROW,} | NOT_JSON"
      })
  void whatIsNoRowIsRefused(String members, RejectReason reason) {
    assertThat(detail(decode(members), reason)).isNotBlank();
  }

  @Test
  void whatIsNoObjectIsRefused() {
    detail(
        new HeapFormat().decoder("part", Optional.empty()).decode(record("[1]")),
        RejectReason.NOT_AN_OBJECT);
  }
}
