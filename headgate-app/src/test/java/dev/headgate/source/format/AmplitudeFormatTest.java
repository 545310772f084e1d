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

class AmplitudeFormatTest {
  private static Decoded decode(String members) {
    return line("{\"event_type\":\"e\"" + members + "}");
  }

  private static Decoded line(String line) {
    return new AmplitudeFormat().decoder("a", Optional.empty()).decode(record(line));
  }

  @Test
  void aRecordBecomesAnEventWithEverythingItSays() {
    EventDraft draft =
        only(
            decode(
                ",\"event_time\":\"2025-02-05 22:57:31.078001\",\"user_id\":\"user-001\","
                    + "\"amplitude_id\":100000000001,\"app\":1,\"dma\":null,\"data\":{},"
                    + "\"os_version\":\"17\",\"device_type\":\"iOS\","
                    + "\"uuid\":\"018df8a1-0000-4000-8000-000000000001\",\"session_id\":-1,"
                    + "\"user_properties\":{\"plan\":\"pro\",\"initial_referrer\":\"r\","
                    + "\"initial_utm_source\":\"EMPTY\"},"
                    + "\"event_properties\":{\"sum\":12.50,\"[Amplitude] Page Path\":\"/p\"}"));
    assertThat(draft.uuid().orElseThrow()).hasToString("018df8a1-0000-4000-8000-000000000001");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2025-02-05T22:57:31.078001Z");
    assertThat(draft.distinctId()).hasToString("user-001");
    assertThat(draft.properties())
        .hasToString(
            "{\"sum\":12.50,\"[Amplitude] Page Path\":\"/p\",\"$pathname\":\"/p\","
                + "\"$browser_version\":17,\"$os\":\"iOS\",\"$device_type\":\"Mobile\","
                + "\"$amplitude_event_time\":\"2025-02-05 22:57:31.078001\","
                + "\"$amplitude_user_id\":\"user-001\",\"$amplitude_amplitude_id\":100000000001,"
                + "\"$amplitude_app\":1,\"$amplitude_session_id\":-1,"
                + "\"$amplitude_user_properties\":{\"plan\":\"pro\",\"initial_referrer\":\"r\","
                + "\"initial_utm_source\":\"EMPTY\"},"
                + "\"historical_migration\":true,\"analytics_source\":\"amplitude\","
                + "\"$set\":{\"$os\":\"iOS\",\"$browser_version\":17,\"$device_type\":\"Mobile\","
                + "\"$pathname\":\"/p\"},\"$set_once\":{\"$initial_referrer\":\"r\"}}");
  }

  @Test
  void userAndDeviceOfOneRecordAreAPair() {
    Decoded.Events events = (Decoded.Events) decode(",\"user_id\":\"u\",\"device_id\":\"d\"");
    assertThat(events.drafts().getFirst().distinctId()).hasToString("u");
    IdentityPair pair = events.pairs().getFirst();
    assertThat(pair.user()).hasToString("u");
    assertThat(pair.device()).hasToString("d");
    assertThat(((Decoded.Events) decode(",\"user_id\":\"u\",\"device_id\":\"  \"")).pairs())
        .isEmpty();
    assertThat(((Decoded.Events) decode(",\"user_id\":null,\"device_id\":\"d\"")).pairs())
        .isEmpty();
  }

  @Test
  void theTableOfMergesAndStartsOfSessionsMakeNoEvent() {
    assertThat(
            line(
                "{\"amplitude_id\":1,\"merged_amplitude_id\":2,"
                    + "\"merge_event_time\":\"2025-02-05 22:57:31\",\"merge_server_time\":\"x\"}"))
        .isInstanceOf(Decoded.NoEvent.class);
    assertThat(line("{\"event_type\":\"session_start\",\"user_id\":\"u\",\"device_id\":\"d\"}"))
        .isInstanceOf(Decoded.NoEvent.class);
  }

  @Test
  void somebodyWithoutAnyIdIsAlwaysTheSameNobody() {
    EventDraft draft = only(decode(",\"n\":1"));
    assertThat(only(decode(",\"n\":1")).distinctId()).isEqualTo(draft.distinctId());
    assertThat(only(decode(",\"n\":2")).distinctId()).isNotEqualTo(draft.distinctId());
  }

  @Test
  void groupsOfOneAreTheOneAndSeveralAreKept() {
    assertThat(only(decode(",\"groups\":{\"a\":[\"x\"],\"b\":\"y\",\"c\":[]}")).properties())
        .hasToString(
            "{\"$groups\":{\"a\":\"x\",\"b\":\"y\"},\"historical_migration\":true,"
                + "\"analytics_source\":\"amplitude\"}");
    assertThat(only(decode(",\"groups\":{\"a\":[\"x\",\"z\"]}")).properties().toString())
        .contains("\"$groups\":{\"a\":\"x\"}", "\"$amplitude_groups\":{\"a\":[\"x\",\"z\"]}");
  }

  @Test
  void aTimeThatIsNoneIsLookedForElsewhere() {
    for (String time : List.of("event_time", "client_event_time", "server_received_time")) {
      EventDraft draft =
          only(decode(",\"user_id\":\"u\",\"" + time + "\":\"2023-10-15 14:30:00.5\""));
      assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2023-10-15T14:30:00.500Z");
    }
    assertThat(only(decode(",\"user_id\":\"u\"")).timestampMicros()).isZero();
    assertThat(
            detail(
                decode(",\"user_id\":\"u\",\"event_time\":\"soon\""),
                RejectReason.INVALID_TIMESTAMP))
        .isEqualTo("event_time is no time: \"soon\"");
  }

  @Test
  void whatMakesNoEventSaysWhy() {
    detail(line("{\"user_id\":\"u\"}"), RejectReason.MISSING_EVENT);
    detail(line("{\"event_type\":null,\"user_id\":\"u\"}"), RejectReason.MISSING_EVENT);
    detail(line("{\"event_type\":\"e\""), RejectReason.NOT_JSON);
    detail(line("3"), RejectReason.NOT_AN_OBJECT);
  }
}
