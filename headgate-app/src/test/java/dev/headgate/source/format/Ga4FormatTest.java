package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.json.CompactJson;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RejectReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ga4FormatTest {
  private static final String ROW =
      "\"event_timestamp\":\"1740801600123456\",\"event_name\":\"page_view\",\"user_pseudo_id\":\"1.2\"";

  private static Decoded decode(String members) {
    return new Ga4Format()
        .decoder("part", Optional.empty())
        .decode(record("{" + members.replace("ROW", ROW) + "}"));
  }

  private static EventId uuid(String members) {
    return only(decode(members)).uuid().orElseThrow();
  }

  @Test
  void parametersAreProperties() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                ROW
                    + ",\"event_params\":[{\"key\":\"ga_session_id\",\"value\":{\"string_value\":null,"
                    + "\"int_value\":\"174080\"}},{\"key\":\"page_location\",\"value\":{\"string_value\":\"https://x/\"}},"
                    + "{\"key\":\"score\",\"value\":{\"double_value\":1.50}},{\"key\":\"ratio\",\"value\":{\"float_value\":\"NaN\"}},"
                    + "{\"key\":\"zip\",\"value\":{\"string_value\":\"00123\"}},{\"key\":\"none\",\"value\":{\"int_value\":null}}]"));
    assertThat(draft.name()).isEqualTo("$pageview");
    assertThat(draft.distinctId()).hasToString("1.2");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2025-03-01T04:00:00.123456Z");
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$current_url\":\"https://x/\",\"$device_id\":\"1.2\",\"$ga4\":{\"user_pseudo_id\":\"1.2\"},"
                + "\"ga_session_id\":174080,\"ratio\":\"NaN\",\"score\":1.50,\"zip\":\"00123\"}");
  }

  @Test
  void theRestBecomesPropertiesOrIsKept() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "ROW,\"platform\":\"WEB\",\"device\":{\"category\":\"desktop\",\"operating_system\":\"Windows\","
                    + "\"web_info\":{\"browser\":\"Chrome\",\"browser_version\":\"121\",\"hostname\":\"x\"},"
                    + "\"time_zone_offset_seconds\":\"3600\"},\"geo\":{\"city\":\"Oslo\",\"metro\":null},"
                    + "\"user_properties\":[{\"key\":\"plan\",\"value\":{\"string_value\":\"pro\","
                    + "\"set_timestamp_micros\":\"1\"}}],"
                    + "\"collected_traffic_source\":{\"manual_source\":\"google\",\"srsltid\":\"s\"}"));
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$browser\":\"Chrome\",\"$browser_version\":121,\"$device_id\":\"1.2\",\"$device_type\":\"Desktop\","
                + "\"$ga4\":{\"collected_traffic_source\":{\"srsltid\":\"s\"},\"device\":{\"category\":\"desktop\","
                + "\"time_zone_offset_seconds\":\"3600\"},\"geo\":{\"metro\":null},\"platform\":\"WEB\","
                + "\"user_properties\":[{\"key\":\"plan\",\"value\":{\"set_timestamp_micros\":\"1\","
                + "\"string_value\":\"pro\"}}],\"user_pseudo_id\":\"1.2\"},\"$geoip_city_name\":\"Oslo\","
                + "\"$host\":\"x\",\"$os\":\"Windows\",\"$set\":{\"plan\":\"pro\"},\"utm_source\":\"google\"}");
  }

  @Test
  void integersMayBeNumbersOrTexts() {
    String asTexts =
        "ROW,\"event_bundle_sequence_id\":\"57\",\"event_params\":[{\"key\":\"n\",\"value\":{\"int_value\":\"7\"}}]";
    String asNumbers = asTexts.replace("\"57\"", "57").replace("\"7\"", "7");
    assertThat(
            decode(
                asNumbers.replace("ROW", ROW.replace("\"1740801600123456\"", "1740801600123456"))))
        .satisfies(decoded -> {
          EventDraft draft = only(decoded);
          EventDraft text = only(decode(asTexts));
          assertThat(draft.timestampMicros()).isEqualTo(text.timestampMicros());
          assertThat(draft.uuid()).isEqualTo(text.uuid());
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"batch_event_index\":1",
        "\"batch_ordering_id\":\"1\"",
        "\"batch_page_id\":1",
        "\"stream_id\":\"9\"",
        "\"event_bundle_sequence_id\":58",
        "\"event_params\":[{\"key\":\"k\",\"value\":{\"int_value\":1}}]",
      })
  void whatIdentifiesAnEventMakesItsUuid(String members) {
    assertThat(uuid("ROW," + members)).isNotEqualTo(uuid("ROW"));
    assertThat(uuid("ROW," + members + ",\"geo\":{\"city\":\"Oslo\"}"))
        .isEqualTo(uuid("ROW," + members));
  }

  @Test
  void aUserIdBesideTheDeviceIsAPair() {
    Decoded.Events decoded = (Decoded.Events) decode("ROW,\"user_id\":\"u\"");
    assertThat(only(decoded).distinctId()).hasToString("u");
    assertThat(decoded.pairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.device()).hasToString("1.2"));
    assertThat(((Decoded.Events) decode("ROW")).pairs()).isEmpty();
  }

  @Test
  void withoutConsentThereIsNoPerson() {
    String row = "\"event_timestamp\":1,\"event_name\":\"e\"";
    EventDraft draft =
        only(
            decode(
                row + ",\"privacy_info\":{\"analytics_storage\":\"No\",\"ads_storage\":\"No\"}"));
    assertThat(draft.distinctId()).hasToString(draft.uuid().orElseThrow().toString());
    assertThat(draft.properties().toString()).contains("\"$process_person_profile\":false");
    detail(decode(row), RejectReason.MISSING_DISTINCT_ID);
    detail(
        decode(row + ",\"privacy_info\":{\"analytics_storage\":\"Yes\"}"),
        RejectReason.MISSING_DISTINCT_ID);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"event_timestamp\":1,\"user_id\":\"u\" | MISSING_EVENT",
        "\"event_name\":\"e\",\"user_id\":\"u\" | MISSING_TIMESTAMP",
        "\"event_name\":\"e\",\"user_id\":\"u\",\"event_timestamp\":\"2025-01-01\" | INVALID_TIMESTAMP",
        "ROW,\"event_params\":{} | INVALID_PROPERTIES",
        "ROW,\"event_params\":[7] | INVALID_PROPERTIES",
        "ROW,\"event_params\":[{\"value\":{}}] | INVALID_PROPERTIES",
        "ROW,\"event_params\":[{\"key\":\"k\",\"value\":7}] | INVALID_PROPERTIES",
        "ROW,\"user_properties\":7 | INVALID_PROPERTIES",
        "ROW,\"event_params\":[{] | NOT_JSON"
      })
  void whatIsNoRowIsRefused(String members, RejectReason reason) {
    detail(decode(members), reason);
  }
}
