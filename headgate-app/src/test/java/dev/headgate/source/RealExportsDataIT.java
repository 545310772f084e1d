package dev.headgate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.file.ExportFinder;
import dev.headgate.source.file.PartReaders;
import dev.headgate.source.file.Samples;
import dev.headgate.source.format.FormatDetection;
import dev.headgate.source.format.Mapping;
import dev.headgate.source.format.MappingFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Real exports, with figures known beforehand.
@EnabledIfEnvironmentVariable(named = "HEADGATE_TEST_DATA", matches = ".+")
class RealExportsDataIT {
  private static final Path DATA = Path.of(String.valueOf(System.getenv("HEADGATE_TEST_DATA")));

  @Test
  void wikipediaEdits() throws Exception {
    Map<String, Integer> ids =
        eventsById("wikiticker/wikiticker-2015-09-12-sampled.json.gz", "mappings/wikiticker.yaml");
    assertThat(ids.values().stream().mapToInt(n -> n).sum()).isEqualTo(39_244);
    assertThat(ids).hasSize(10_531);
    assertThat(ids.values().stream().mapToInt(n -> n).max()).hasValue(3_385);
  }

  @Test
  void githubEvents() throws Exception {
    Map<String, Integer> ids =
        eventsById("gharchive/2015-01-01-0.json.gz", "mappings/gharchive.yaml");
    assertThat(ids.values().stream().mapToInt(n -> n).sum()).isEqualTo(7_702);
    assertThat(ids).hasSize(3_648);
    assertThat(ids.values().stream().mapToInt(n -> n).max()).hasValue(79);
  }

  @Test
  void anAccessLogIsRefusedAtOnce() throws Exception {
    Export export = find("apache-access-log/apache_logs.gz");
    assertThatThrownBy(
            () -> FormatDetection.detect(Samples.of(export), Optional.empty(), Optional.empty()))
        .isInstanceOf(SourceFault.class)
        .hasMessage("this looks like a web server's access log");
  }

  private static Export find(String file) throws SourceFault {
    return new ExportFinder(InputStream.nullInputStream(), Path.of("unused"))
        .find(List.of(DATA.resolve(file).toString()));
  }

  private static Map<String, Integer> eventsById(String file, String mappingFile)
      throws SourceFault {
    Export export = find(file);
    Mapping mapping = MappingFile.read(DATA.resolve(mappingFile));
    RecordFormat format =
        FormatDetection.detect(Samples.of(export), Optional.empty(), Optional.of(mapping)).format();
    Map<String, Integer> ids = new HashMap<>();
    for (Part part : export.parts()) {
      try (RecordReader reader = new PartReaders().pinning(part, format.bounds())) {
        RecordFormat.RecordDecoder decoder = format.decoder(part.name(), reader.header());
        while (reader.next()) {
          if (decoder.decode(reader.record()) instanceof Decoded.Events events) {
            events
                .drafts()
                .forEach(draft -> ids.merge(draft.distinctId().value(), 1, Integer::sum));
          } else {
            throw new AssertionError("no event: line " + reader.record().position().line());
          }
        }
        assertThat(reader.pin().truncated()).isEmpty();
      }
    }
    format.checkAllWasMet();
    return ids;
  }
}
