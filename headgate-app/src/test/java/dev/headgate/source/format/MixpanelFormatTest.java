package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MixpanelFormatTest {
  private static Decoded decode(String event, String properties) {
    return decode(
        "{\"event\":\"" + event + "\",\"properties\":{\"time\":1602611311" + properties + "}}");
  }

  private static Decoded decode(String line) {
    return new MixpanelFormat().decoder("a", Optional.empty()).decode(record(line));
  }

  @Test
  void aRecordBecomesAnEventWithEverythingItSays() {
    EventDraft draft =
        only(
            decode(
                "Song Played",
                ",\"distinct_id\":\"$device:9f1c\",\"$device_id\":\"9f1c\",\"$insert_id\":\"aK3x-77\","
                    + "\"mp_processing_time_ms\":1,\"$city\":\"Oslo\",\"mp_country_code\":\"NO\","
                    + "\"$os\":\"iOS\",\"$initial_referrer\":\"x.org\",\"plays\":3.10"));
    assertThat(draft.name()).isEqualTo("Song Played");
    assertThat(draft.distinctId()).hasToString("$device:9f1c");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2020-10-13T17:48:31Z");
    // uuid5 of "aK3x-77" in the namespace of the bytes posthog_mixpanel, by Python's uuid.
    assertThat(draft.uuid().orElseThrow()).hasToString("a184d399-ff3c-5771-8e92-a799b3f36077");
    assertThat(draft.properties())
        .hasToString(
            "{\"$device_id\":\"9f1c\",\"$os\":\"iOS\",\"$initial_referrer\":\"x.org\","
                + "\"plays\":3.10,\"$geoip_city_name\":\"Oslo\",\"$geoip_country_code\":\"NO\","
                + "\"$geoip_country_name\":\"Norway\",\"$mixpanel_device_id\":\"9f1c\","
                + "\"historical_migration\":true,\"analytics_source\":\"mixpanel\","
                + "\"$set\":{\"$os\":\"iOS\",\"$geoip_city_name\":\"Oslo\","
                + "\"$geoip_country_code\":\"NO\",\"$geoip_country_name\":\"Norway\"},"
                + "\"$set_once\":{\"$initial_referrer\":\"x.org\"}}");
  }

  @Test
  void whatStandsBesideOrTwiceIsKeptOnce() {
    EventDraft draft =
        only(
            decode(
                "{\"labels\":[1],\"event\":\"e\",\"properties\":{\"time\":1,\"distinct_id\":\"u\","
                    + "\"a\":1,\"a\":2,\"$set\":{\"$os\":\"own\"},\"$os\":\"iOS\"},\"a\":3}"));
    assertThat(draft.properties())
        .hasToString(
            "{\"a\":2,\"$set\":{\"$os\":\"own\"},\"$os\":\"iOS\",\"labels\":[1],"
                + "\"historical_migration\":true,\"analytics_source\":\"mixpanel\"}");
  }

  @Test
  void userAndDeviceOfOneRecordAreAPair() {
    IdentityPair pair =
        pairs(",\"distinct_id\":\"u\",\"$user_id\":\"u\",\"$device_id\":\"d\"").getFirst();
    assertThat(pair.user()).hasToString("u");
    assertThat(pair.device()).as("as the device's own events call it").hasToString("$device:d");
    assertThat(pair.timestampMicros()).isEqualTo(1_602_611_311_000_000L);
    assertThat(pair.about().toString()).contains("\"$mixpanel_device_id\":\"d\"");
    assertThat(
            pairs(",\"distinct_id\":\"d\",\"$user_id\":\"u\",\"$device_id\":\"d\"")
                .getFirst()
                .device())
        .hasToString("d");
    assertThat(pairs(",\"distinct_id\":\"u\",\"$user_id\":\"u\"")).isEmpty();
    assertThat(pairs(",\"distinct_id\":\"u\",\"$user_id\":\"\",\"$device_id\":\"d\"")).isEmpty();
    assertThat(pairs(",\"distinct_id\":\"u\",\"$user_id\":\"null\",\"$device_id\":\"d\""))
        .isEmpty();
  }

  private static List<IdentityPair> pairs(String properties) {
    return ((Decoded.Events) decode("e", properties)).pairs();
  }

  @Test
  void theVerbsOfTheOriginalMergingAreMerges() {
    EventDraft identify =
        only(
            decode(
                "$identify", ",\"$identified_id\":\"u\",\"$anon_id\":\"a\",\"distinct_id\":\"x\""));
    assertThat(identify.name()).isEqualTo("$identify");
    assertThat(identify.distinctId()).hasToString("u");
    assertThat(identify.properties().toString()).contains("\"$anon_distinct_id\":\"a\"");

    EventDraft alias = only(decode("$create_alias", ",\"distinct_id\":\"a\",\"alias\":\"u\""));
    assertThat(alias.name()).isEqualTo("$create_alias");
    assertThat(alias.distinctId()).hasToString("a");
    assertThat(alias.properties().toString()).contains("\"alias\":\"u\"");

    List<EventDraft> merges =
        ((Decoded.Events)
                decode("$merge", ",\"$distinct_ids\":[\"a\",\"b\",\"c\"],\"$insert_id\":\"i\""))
            .drafts();
    assertThat(merges).extracting(EventDraft::name).containsOnly("$merge_dangerously").hasSize(2);
    assertThat(merges.get(0).distinctId()).hasToString("a");
    assertThat(merges.get(0).uuid()).isPresent();
    assertThat(merges.get(0).properties().toString()).contains("\"alias\":\"b\"");
    assertThat(merges.get(1).uuid()).isEmpty();
    assertThat(merges.get(1).properties().toString()).contains("\"alias\":\"c\"");
  }

  @Test
  void whatMakesNoEventSaysWhy() {
    assertThat(detail(decode("{\"event\":\"e\"}"), RejectReason.INVALID_PROPERTIES))
        .contains("no properties");
    assertThat(
            detail(
                decode("{\"event\":\"e\",\"properties\":{\"distinct_id\":\"u\"}}"),
                RejectReason.MISSING_TIMESTAMP))
        .contains("properties.time");
    assertThat(
            detail(
                decode(
                    "{\"event\":\"e\",\"properties\":{\"time\":\"soon\",\"distinct_id\":\"u\"}}"),
                RejectReason.INVALID_TIMESTAMP))
        .contains("soon");
    for (String time : List.of("1e400", "-1e18", "99999999999999999", "1e999999999", "true")) {
      detail(
          decode("{\"event\":\"e\",\"properties\":{\"time\":" + time + ",\"distinct_id\":\"u\"}}"),
          RejectReason.INVALID_TIMESTAMP);
    }
    assertThat(detail(decode("e", ",\"distinct_id\":42"), RejectReason.MISSING_DISTINCT_ID))
        .contains("no text");
    assertThat(detail(decode("e", ""), RejectReason.MISSING_DISTINCT_ID)).contains("$device_id");
    detail(decode("", ",\"distinct_id\":\"u\""), RejectReason.MISSING_EVENT);
    detail(decode("{broken"), RejectReason.NOT_JSON);
    detail(decode("[]"), RejectReason.NOT_AN_OBJECT);
    assertThat(decode("  ")).isInstanceOf(Decoded.Blank.class);
  }
}
