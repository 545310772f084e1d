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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogFormatTest {
  private static Decoded decode(String part, String json) {
    return new PostHogFormat().decoder(part, Optional.empty()).decode(record(json));
  }

  private static Decoded decode(String json) {
    return decode("events.jsonl", json);
  }

  @Test
  void columnsBecomeTheEventAndTheRestIsKept() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "{\"uuid\":\"018e1f5a-0000-7000-8000-000000000001\",\"event\":\"$autocapture\","
                    + "\"distinct_id\":\"u-1\",\"timestamp\":\"2024-03-01T04:08:31.905000+00:00\","
                    + "\"properties\":{\"plan\":\"free\",\"$set\":{\"a\":1}},\"elements_chain\":\"a.b:text=\\\"x\\\"\","
                    + "\"person_id\":\"p\",\"person_properties\":{\"email\":\"e\"},\"created_at\":\"2024\","
                    + "\"ip\":\"1.2.3.4\",\"site_url\":null,\"a_new_column\":[1]}"));
    assertThat(draft.name()).isEqualTo("$autocapture");
    assertThat(draft.distinctId()).hasToString("u-1");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2024-03-01T04:08:31.905Z");
    assertThat(draft.uuid().orElseThrow()).hasToString("018e1f5a-0000-7000-8000-000000000001");
    assertThat(CompactJson.of(draft.properties()))
        .isEqualTo(
            "{\"$elements_chain\":\"a.b:text=\\\"x\\\"\",\"$ip\":\"1.2.3.4\",\"$posthog\":{\"a_new_column\":[1],"
                + "\"created_at\":\"2024\",\"ip\":\"1.2.3.4\",\"person_id\":\"p\","
                + "\"person_properties\":{\"email\":\"e\"}},\"$set\":{\"a\":1},\"plan\":\"free\"}");
  }

  @Test
  void propertiesMayBeATextThatIsJsonAndTimesMayHaveASpace() throws MalformedJson {
    EventDraft draft =
        only(
            decode(
                "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-03-01 04:08:31.905123\","
                    + "\"properties\":\"{\\\"a\\\":[1, 2]}\",\"elements_chain\":\"\"}"));
    assertThat(CompactJson.of(draft.properties())).isEqualTo("{\"a\":[1,2]}");
    assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2024-03-01T04:08:31.905123Z");
    assertThat(draft.uuid()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "export/manifest.json", "a.zip!manifest.json"})
  void aManifestHasNoEvents(String part) {
    assertThat(decode(part, "{\"files\": [")).isEqualTo(new Decoded.NoEvent());
    assertThat(decode(part, " ")).isEqualTo(new Decoded.Blank());
    detail(decode("my-manifest.json", "{\"files\": ["), RejectReason.NOT_JSON);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{} | MISSING_EVENT",
        "[] | NOT_AN_OBJECT",
        "{\"event\":\"e\",\"timestamp\":\"2024-01-01\"} | MISSING_DISTINCT_ID",
        "{\"event\":\"e\",\"distinct_id\":\"u\"} | MISSING_TIMESTAMP",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"x\"} | INVALID_TIMESTAMP",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\",\"uuid\":\"x\"} | INVALID_UUID",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\",\"properties\":7} | INVALID_PROPERTIES",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\",\"properties\":\"{\"} | INVALID_PROPERTIES",
        "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\",\"properties\":\"\"} | INVALID_PROPERTIES"
      })
  void whatIsNoEventIsRefused(String json, RejectReason reason) {
    detail(decode(json), reason);
  }
}
