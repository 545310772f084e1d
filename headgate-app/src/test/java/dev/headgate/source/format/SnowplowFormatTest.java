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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnowplowFormatTest {
  private static final String ID = "c6ef3124-b53a-4b13-a233-0088f79dcbcb";

  /// A row with these columns, `name=value`, separated by `;`.
  private static String row(String columns) {
    String[] fields = new String[SnowplowColumns.COUNT];
    Arrays.fill(fields, "");
    for (String column : columns.split(";", -1)) {
      int equals = column.indexOf('=');
      fields[SnowplowColumns.number(column.substring(0, equals))] = column.substring(equals + 1);
    }
    return String.join("\t", fields);
  }

  private static Decoded decode(String row) {
    return new SnowplowFormat().decoder("part", Optional.empty()).decode(record(row));
  }

  private static Decoded event(String columns) {
    return decode(row("event_id=" + ID + ";derived_tstamp=2025-03-01 04:08:31.905;" + columns));
  }

  @Test
  void theColumnsStandWhereSnowplowPutsThem() {
    assertThat(SnowplowColumns.number("app_id")).isEqualTo(0);
    assertThat(SnowplowColumns.number("event_id")).isEqualTo(6);
    assertThat(SnowplowColumns.number("user_id")).isEqualTo(12);
    assertThat(SnowplowColumns.number("page_url")).isEqualTo(29);
    assertThat(SnowplowColumns.number("contexts")).isEqualTo(52);
    assertThat(SnowplowColumns.number("unstruct_event")).isEqualTo(58);
    assertThat(SnowplowColumns.number("useragent")).isEqualTo(77);
    assertThat(SnowplowColumns.number("geo_timezone")).isEqualTo(115);
    assertThat(SnowplowColumns.number("derived_tstamp")).isEqualTo(124);
    assertThat(SnowplowColumns.number("true_tstamp")).isEqualTo(130);
  }

  @Test
  void columnsBecomePropertiesAndTheRestIsKeptWithItsTypes() throws MalformedJson {
    EventDraft draft =
        only(
            event(
                "event=page_view;event_name=page_view;domain_userid=d-1;app_id=shop;"
                    + "user_ipaddress=1.2.3.4;page_url=https://x/\"a\";br_version=121;br_cookies=1;"
                    + "br_features_pdf=0;dvce_type=Computer;dvce_screenwidth=1920;geo_latitude=52.5;"
                    + "se_value=1e3;doc_width=wide;contexts={\"schema\":\"s\",\"data\":[1]}"));
    assertThat(draft.name()).isEqualTo("$pageview");
    assertThat(draft.distinctId()).hasToString("d-1");
    assertThat(draft.uuid().orElseThrow()).hasToString(ID);
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2025-03-01T04:08:31.905Z");
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$browser_version\":121,\"$current_url\":\"https://x/\\\"a\\\"\",\"$device_id\":\"d-1\","
                + "\"$device_type\":\"Desktop\",\"$geoip_latitude\":52.5,\"$ip\":\"1.2.3.4\","
                + "\"$screen_width\":1920,\"$snowplow\":{\"app_id\":\"shop\",\"br_cookies\":true,"
                + "\"br_features_pdf\":false,\"contexts\":{\"data\":[1],\"schema\":\"s\"},\"doc_width\":\"wide\","
                + "\"event_name\":\"page_view\",\"se_value\":1e3}}");
  }

  @Test
  void theDataOfASelfDescribingEventAreItsProperties() throws MalformedJson {
    EventDraft draft =
        only(
            event(
                "event=unstruct;event_name=order;user_id=u;unstruct_event={\"schema\":\"x\",\"data\":{"
                    + "\"schema\":\"iglu:com.acme/order/jsonschema/1-0-0\","
                    + "\"data\":{\"sum\":12.50,\"page_url\":1}}}"));
    assertThat(draft.name()).isEqualTo("order");
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$snowplow\":{\"event_name\":\"order\"},"
                + "\"$snowplow_schema\":\"iglu:com.acme/order/jsonschema/1-0-0\",\"page_url\":1,\"sum\":12.50}");
    assertThat(
            CompactJson.of(
                only(event("event=unstruct;event_name=o;user_id=u;unstruct_event={broken"))
                    .properties()))
        .isEqualTo("{\"$snowplow\":{\"event_name\":\"o\",\"unstruct_event\":\"{broken\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event=struct;event_name=event;se_action=play | play",
        "event=struct;event_name=event | event",
        "event=page_ping;event_name=page_ping | page_ping",
        "event=page_view | $pageview",
        "event=unstruct;event_name=screen_view | $screen"
      })
  void anEventIsCalledByWhatSaysMost(String columns, String expected) {
    assertThat(only(event("user_id=u;" + columns)).name()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user_id=u;domain_userid=d;network_userid=n | u | d",
        "domain_userid=d;network_userid=n | d | ''",
        "user_id=u;network_userid=n;user_fingerprint=f | u | n",
        "user_id=u;network_userid=00000000-0000-0000-0000-000000000000 | u | ''",
        "user_fingerprint=f | f | ''"
      })
  void theUserCountsBeforeTheDeviceAndBothAreAPair(String columns, String expected, String device) {
    Decoded.Events decoded = (Decoded.Events) event("event=e;" + columns);
    assertThat(only(decoded).distinctId()).hasToString(expected);
    assertThat(decoded.pairs().stream().map(pair -> pair.device().toString()))
        .isEqualTo(device.isEmpty() ? List.of() : List.of(device));
  }

  @Test
  void aVisitorWhoWantsToStayUnknownMakesNoPerson() {
    EventDraft draft = only(event("event=e;network_userid=00000000-0000-0000-0000-000000000000"));
    assertThat(draft.distinctId()).hasToString(ID);
    assertThat(draft.properties().toString()).contains("\"$process_person_profile\":false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true_tstamp=2025-01-01 00:00:00;collector_tstamp=2025-01-02 00:00:00 | 2025-01-01T00:00:00Z",
        "collector_tstamp=2025-01-02 00:00:00.001 | 2025-01-02T00:00:00.001Z"
      })
  void olderRowsHaveOtherTimes(String columns, String expected) {
    EventDraft draft = only(decode(row("event=e;user_id=u;" + columns)));
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo(expected);
    assertThat(draft.uuid()).isEmpty();
  }

  @Test
  void whatIsNoRowIsRefused() {
    assertThat(detail(decode("a\tb\tc"), RejectReason.FIELD_COUNT))
        .isEqualTo("3 fields between tabs instead of 131");
    detail(decode(row("event=e;user_id=u") + "\t"), RejectReason.FIELD_COUNT);
    detail(decode(row("event=e;user_id=u") + "\t\t\t"), RejectReason.FIELD_COUNT);
    detail(decode(row("event=e;user_id=u")), RejectReason.MISSING_TIMESTAMP);
    detail(event("user_id=u"), RejectReason.MISSING_EVENT);
    detail(event("event=e"), RejectReason.MISSING_DISTINCT_ID);
    detail(decode(row("event=e;user_id=u;derived_tstamp=soon")), RejectReason.INVALID_TIMESTAMP);
    detail(
        decode(row("event=e;user_id=u;event_id=7;derived_tstamp=2025-01-01")),
        RejectReason.INVALID_UUID);
  }
}
