package dev.headgate.source.format;

import static dev.headgate.source.format.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the exports of Segment, RudderStack, PostHog, Snowplow, GA4 and Heap are told, from each
/// other and from events.
class ExportDetectionTest {
  private static final String EVENT =
      "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-03-01T04:08:31.905Z\"";
  private static final String CALL =
      "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"messageId\":\"m\",\"timestamp\":\"2024-03-01T00:00:00Z\"";

  private static FormatDetection.Detected detect(String... lines) throws SourceFault {
    List<Sample> samples =
        Arrays.stream(lines).map(line -> sample((line + "\n").repeat(20))).toList();
    return FormatDetection.detect(samples, Optional.empty(), Optional.empty());
  }

  private static String snowplow(int fields) {
    String[] row = new String[fields];
    Arrays.fill(row, "");
    row[3] = "2025-03-01 04:08:31.905";
    row[6] = "c6ef3124-b53a-4b13-a233-0088f79dcbcb";
    row[12] = "u";
    return String.join("\t", row);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "CALL} | segment | have a call's type, and messageId, anonymousId or userId",
        "CALL,\"rudderId\":\"r\"} | rudderstack | have a call's type, and RudderStack's rudderId or request_ip",
        "CALL,\"request_ip\":\"1.2.3.4\"} | rudderstack | have a call's type, and RudderStack's rudderId or request_ip",
        "{\"userId\":\"<<>>a<<>>\",\"payload\":{},\"createdAt\":\"2024-01-01\"} | rudderstack | are rows of a RudderStack archive: they have payload or EventPayload",
        "{\"JobID\":1,\"EventPayload\":{}} | rudderstack | are rows of a RudderStack archive: they have payload or EventPayload",
        "EVENT,\"elements_chain\":\"\",\"person_properties\":{}} | posthog | have an event and elements_chain, person_properties",
        "EVENT,\"person_id\":\"p\",\"import\":1} | events | look like events: event, distinct_id, timestamp",
        "{\"event_name\":\"page_view\",\"event_timestamp\":1,\"event_params\":[]} | ga4 | have event_name, event_timestamp, and event_params or user_pseudo_id",
        "{\"event_id\":1,\"event_table_name\":\"e\",\"time\":\"2024-03-01 10:11:12.345\",\"user_id\":2} | heap | have event_id, event_table_name and time",
        "{\"event_id\":1,\"event_table_name\":\"e\",\"time\":\"2024-03-01\",\"event_type\":\"t\",\"event_time\":\"x\"} | heap | have event_id, event_table_name and time"
      })
  void eachIsToldByWhatOnlyItHas(String line, String format, String evidence) throws SourceFault {
    FormatDetection.Detected detected = detect(line.replace("CALL", CALL).replace("EVENT", EVENT));
    assertThat(detected.format().name()).isEqualTo(format);
    assertThat(detected.evidence()).isEqualTo("20 of the first 20 lines " + evidence);
  }

  @Test
  void snowplowsRowsAreToldByTheirNumberOfColumns() throws SourceFault {
    assertThat(detect(snowplow(131)).format()).isInstanceOf(SnowplowFormat.class);
    assertThatThrownBy(() -> detect(snowplow(130))).isInstanceOf(SourceFault.class);
    assertThatThrownBy(() -> detect(snowplow(131).replace("2025-03-01 04:08:31.905", "x")))
        .isInstanceOf(SourceFault.class);
  }

  @Test
  void twoAtOnceWantToBeTold() {
    assertThatThrownBy(() -> detect(CALL + "}", CALL + ",\"rudderId\":\"r\"}"))
        .isInstanceOfSatisfying(
            SourceFault.class, fault -> assertThat(fault.next()).contains("--format"))
        .hasMessageContaining("a Segment archive")
        .hasMessageContaining("a RudderStack dump or archive");
  }

  @Test
  void aManifestSaysNothingOfTheFormat() throws SourceFault {
    Sample events = sample((EVENT + ",\"elements_chain\":\"\"}\n").repeat(20));
    Sample manifest =
        new Sample(
            "x/manifest.json",
            "{\n\"files\":\n[\n\"a\"\n]\n}\n".getBytes(StandardCharsets.UTF_8),
            true);
    assertThat(
            FormatDetection.detect(List.of(events, manifest), Optional.empty(), Optional.empty())
                .format())
        .isInstanceOf(PostHogFormat.class);
  }

  @Test
  void aFormatMayBeSaidWhereLinesAdmitIt() throws SourceFault {
    Sample plain = sample((EVENT + "}\n").repeat(20));
    assertThat(
            FormatDetection.detect(List.of(plain), Optional.of("events"), Optional.empty())
                .format())
        .isInstanceOf(EventJsonFormat.class);
    Sample calls = sample((CALL + "}\n").repeat(20));
    assertThatThrownBy(
            () -> FormatDetection.detect(List.of(calls), Optional.of("ga4"), Optional.empty()))
        .isInstanceOfSatisfying(
            SourceFault.class, fault -> assertThat(fault.where()).endsWith(":1"))
        .hasMessageContaining("this is not a Google Analytics 4 export");
    Sample rows = sample((snowplow(131) + "\n").repeat(20));
    assertThatThrownBy(
            () -> FormatDetection.detect(List.of(rows), Optional.of("segment"), Optional.empty()))
        .hasMessage("this is not a Segment archive: this looks like Snowplow's enriched events");
  }
}
