package dev.headgate.source.format;

import static dev.headgate.source.format.Records.sample;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.format.FormatDetection.Detected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatDetectionTest {
  private static final String EVENT =
      "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01\"}\n";

  private static Detected detect(Sample... samples) throws SourceFault {
    return FormatDetection.detect(List.of(samples), Optional.empty(), Optional.empty());
  }

  @Test
  void eventJsonIsTold() throws SourceFault {
    Detected detected = detect(sample(EVENT.repeat(3)));
    assertThat(detected.format()).isInstanceOf(EventJsonFormat.class);
    assertThat(detected.evidence()).contains("3 of the first 3 lines look like events");
    detect(sample(EVENT.strip()));
    detect(sample("\n\n" + EVENT));
  }

  @Test
  void eventJsonIsToldHoweverItIsLaidOut() throws SourceFault {
    String event = EVENT.strip();
    for (String text :
        List.of(
            "[" + event + "," + event + "]",
            "[\n  " + event + ",\n  " + event + "\n]\n",
            event.replace(",", ",\n  ").repeat(2),
            event + event)) {
      assertThat(detect(sample(text)).evidence()).as(text).startsWith("2 of the first 2 ");
    }
  }

  @Test
  void textThatIsNotUtf8IsOfferedItsEncoding() throws SourceFault {
    String german = EVENT.replace("\"u\"", "\"M\u00fcller\"");
    EncodingDetection.requireUtf8(List.of(sample(german.repeat(20)), sample(EVENT)));
    assertOffered("utf-16be", "UTF-16", sample(EVENT.getBytes(UTF_16)));
    assertOffered("utf-16le", "UTF-16", sample(EVENT.repeat(3).getBytes(UTF_16LE)));
    assertOffered("latin-1", "2 of its first 4 lines", binary((EVENT + german).repeat(2)));
    assertOffered("windows-1252", "Windows-1252", binary(german.replace('\u00fc', '\u0080')));
    // A few such lines are refused one by one.
    EncodingDetection.requireUtf8(List.of(binary(EVENT.repeat(20) + german)));
    EncodingDetection.requireUtf8(List.of(binary("\u0089PNG\r\n\u001a\n" + "0".repeat(500))));
    assertThatThrownBy(() -> EncodingDetection.named("utf16"))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> assertThat(fault.next()).startsWith("did you mean utf-16?"));
  }

  private static void assertOffered(String encoding, String what, Sample sample) {
    assertThatThrownBy(() -> EncodingDetection.requireUtf8(List.of(sample)))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(SourceFault.Kind.WRONG_INPUT);
              assertThat(fault).hasMessageContaining(what);
              assertThat(fault.next()).contains("--encoding " + encoding);
            });
  }

  @Test
  void someBrokenLinesAmongEventsAreCountedLater() throws SourceFault {
    detect(sample((EVENT + "{broken\n").repeat(50)));
    detect(sample(EVENT + "{broken\n".repeat(4)));
    detect(sample("{broken\n" + EVENT.repeat(3)));
    detect(sample(EVENT.repeat(2_000) + "{broken\n".repeat(100)));
    detect(
        sample(
            EVENT
                + "{\"event\":\"no id\",\"timestamp\":\"2024-01-01\"}\n"
                + "{\"distinct_id\":\"no name\",\"timestamp\":\"2024-01-01\"}\n"
                + "{\"event\":\"no time\",\"distinct_id\":\"u\"}\n"
                + "{\"event\":\"bad time\",\"distinct_id\":\"u\",\"timestamp\":\"soon\"}\n"
                + "\"text\"\n"
                + "{broken\n"));
    detect(sample("{broken\n"), sample(EVENT.repeat(10)));
  }

  @Test
  void anExportWithoutRecordsIsNoError() throws SourceFault {
    assertThat(detect().evidence()).startsWith("empty");
    assertThat(detect(sample("\n \n\n")).evidence()).startsWith("empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "83.149.9.216 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 203023 \"-\" \"M\" | a web server's access log",
        "id,type,created at | CSV with the columns id, type, created at",
        "id;type | CSV with the columns id, type",
        "Dear diary | plain text",
        "<?xml version=\"1.0\"?> | HTML or XML",
        "[{\"event\":\"e\"}] | JSON with the members event",
        "{ | JSON that is broken, or has no objects",
        "{\"time\":1,\"user\":\"u\",\"page\":\"p\"} | JSON with the members page, time, user",
      })
  void whatItLooksLikeIsNamed(String line, String expected) {
    assertRefused(expected, sample((line + "\n").repeat(20)));
    assertRefused(expected, sample(EVENT.repeat(10)), sample((line + "\n").repeat(20)));
  }

  private static final String MIXPANEL =
      "{\"event\":\"Song Played\",\"properties\":{\"time\":1602611311,\"distinct_id\":\"x\","
          + "\"$insert_id\":\"i\",\"mp_processing_time_ms\":1602611320101}}\n";
  private static final String AMPLITUDE =
      "{\"event_type\":\"Order\",\"event_time\":\"2025-02-05 22:57:31.078000\",\"amplitude_id\":1}\n";

  @Test
  void exportsOfOtherProductsAreTold() throws SourceFault {
    Detected mixpanel =
        detect(sample(MIXPANEL.repeat(97) + MIXPANEL.replace("$insert_id", "$id").repeat(3)));
    assertThat(mixpanel.format()).isInstanceOf(MixpanelFormat.class);
    assertThat(mixpanel.evidence())
        .isEqualTo("97 of the first 100 lines have $insert_id and mp_processing_time_ms");
    Detected amplitude = detect(sample(AMPLITUDE.repeat(3)));
    assertThat(amplitude.format()).isInstanceOf(AmplitudeFormat.class);
    assertThat(amplitude.evidence())
        .isEqualTo("3 of the first 3 lines have event_type and amplitude_id");
    String merge = "{\"amplitude_id\":1,\"merged_amplitude_id\":2,\"merge_event_time\":\"x\"}\n";
    assertThat(detect(sample(AMPLITUDE.repeat(50)), sample(merge.repeat(50))).format())
        .isInstanceOf(AmplitudeFormat.class);
  }

  @Test
  void twoFormatsAtOnceAreRefused() {
    for (Sample[] samples :
        List.of(
            new Sample[] {sample((MIXPANEL + AMPLITUDE).repeat(10))},
            new Sample[] {sample(MIXPANEL.repeat(20)), sample(AMPLITUDE.repeat(10))})) {
      assertThatThrownBy(() -> detect(samples))
          .isInstanceOfSatisfying(
              SourceFault.class, fault -> assertThat(fault.next()).contains("--format"))
          .hasMessage("this looks like a Mixpanel export and like an Amplitude export at once");
    }
  }

  @Test
  void aFormatThatIsSaidWronglyIsDisprovedByTheFirstLineOfAnother() throws SourceFault {
    for (String wrong : List.of(AMPLITUDE.repeat(20), EVENT + AMPLITUDE.repeat(20))) {
      assertThatThrownBy(() ->
              FormatDetection.detect(
                  List.of(sample(wrong)), Optional.of("mixpanel"), Optional.empty()))
          .isInstanceOfSatisfying(
              SourceFault.class,
              fault -> {
                assertThat(fault.kind()).isEqualTo(SourceFault.Kind.WRONG_INPUT);
                assertThat(fault.where())
                    .isEqualTo("export.dat:" + (wrong.startsWith(EVENT) ? 2 : 1));
              })
          .hasMessage("this is not a Mixpanel export: this looks like an Amplitude export");
    }
    String unlike = "{\"event\":\"e\",\"properties\":{\"distinct_id\":\"u\"}}\n";
    assertThat(
            FormatDetection.detect(
                    List.of(sample(unlike)), Optional.of("mixpanel"), Optional.empty())
                .evidence())
        .isEqualTo("none of the first 1 lines shows the format");
  }

  @Test
  void binaryThingsAreNamed() {
    byte[] random = new byte[5_000];
    new Random(1).nextBytes(random);
    assertRefused("binary data", sample(random));
    assertRefused("a PNG image", binary("\u0089PNG\r\n\u001a\n" + "0".repeat(500)));
    assertRefused("a PDF document", binary("%PDF-1.7\n"));
    assertRefused("a Parquet file", binary("PAR1\u0015\u0004"));
    assertRefused("a SQLite database", binary("SQLite format 3\0\u0010\0"));
    assertRefused("data packed with xz", binary("\u00fd7zXZ\0\0"));
    assertRefused("a tar archive", binary("x".repeat(257) + "ustar\00000"));
    assertRefused("text in UTF-16", sample(EVENT.getBytes(UTF_16)));
    assertRefused("text in UTF-16", sample(EVENT.repeat(3).getBytes(UTF_16LE)));
    assertRefused("a PNG image", sample(EVENT.repeat(10)), binary("\u0089PNG\r\n\u001a\n"));
  }

  @Test
  void aFormatThatIsSaidIsTakenIfAnythingFits() throws SourceFault {
    Sample mostly = sample("log line\n".repeat(95) + EVENT.repeat(5));
    assertRefused(
        "plain text (only 5 of the first 100 lines are records of event JSON Lines)", mostly);
    FormatDetection.detect(List.of(mostly), Optional.of("events"), Optional.empty());
    assertThatThrownBy(() ->
            FormatDetection.detect(
                List.of(sample("log line\n")), Optional.of("events"), Optional.empty()))
        .hasMessageContaining("plain text");
  }

  @Test
  void aFormatNameMustBeKnownAndFitTheMapping() throws SourceFault {
    assertUsage("evnts", Optional.empty(), "not known", "did you mean events?");
    assertUsage("csv", Optional.empty(), "needs a mapping", "--mapping FILE");
    assertUsage("csv", Optional.of(mapping("user")), "is for jsonl", "leave --format out");
    FormatDetection.detect(List.of(), Optional.of("jsonl"), Optional.of(mapping("user")));
  }

  @Test
  void aMappingIsTriedOnTheFirstRecords() throws SourceFault {
    Sample sample = sample("{\"user\":\"u\",\"at\":\"2024-01-01\"}\n{broken\n");
    Detected detected =
        FormatDetection.detect(List.of(sample), Optional.empty(), Optional.of(mapping("user")));
    assertThat(detected.evidence())
        .isEqualTo("the mapping m.yaml, which 1 of the first 2 records fit");
    assertThat(detected.format().identity()).startsWith("mapping ");
    // What the sample has is not counted as met.
    detected.format().checkAllWasMet();
    assertThatThrownBy(() ->
            FormatDetection.detect(List.of(sample), Optional.empty(), Optional.of(mapping("uesr"))))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> assertThat(fault.next()).contains("did you mean \"user\"?", "at, user"))
        .hasMessage("the mapping names a field \"uesr\", and no record has it");
    assertThatThrownBy(() ->
            FormatDetection.detect(
                List.of(sample("a,b\n1,2\n")), Optional.empty(), Optional.of(mapping("user"))))
        .hasMessage(
            "the mapping m.yaml is for jsonl, and this looks like CSV with the columns a, b");
  }

  private static Mapping mapping(String user) throws SourceFault {
    return MappingFile.parse(
        "m.yaml",
        """
        format: jsonl
        event: {constant: edit}
        distinct_id: {field: %s}
        timestamp: {field: at}
        """
            .formatted(user));
  }

  private static Sample binary(String latin1) {
    return sample(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(String looks, Sample... samples) {
    assertThatThrownBy(() -> detect(samples))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault).hasMessageContaining("this looks like " + looks);
              assertThat(fault.kind()).isEqualTo(SourceFault.Kind.WRONG_INPUT);
              assertThat(fault.where()).isEqualTo("export.dat");
              assertThat(fault.next()).contains("--mapping FILE", "  format: csv\n  event:");
            });
  }

  private static void assertUsage(
      String format, Optional<Mapping> mapping, String what, String next) {
    assertThatThrownBy(() -> FormatDetection.detect(List.of(), Optional.of(format), mapping))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault).hasMessageContaining(what);
              assertThat(fault.next()).contains(next);
            });
  }
}
