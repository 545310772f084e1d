package dev.headgate.source.file;

import static dev.headgate.source.file.Exports.part;
import static dev.headgate.source.file.Exports.pin;
import static dev.headgate.source.file.Exports.reread;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.file.Exports.Reading;
import dev.headgate.source.file.Exports.Row;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON that is not one value a line, read from files.
class JsonLayoutIT {
  private static final RecordBounds JSON = new RecordBounds.Json();

  @TempDir Path folder;

  private Reading read(String content) throws Exception {
    return pin(part(folder, "a.json", content.getBytes(UTF_8)), JSON);
  }

  @Test
  void positionsOfElementsAreRight() throws Exception {
    String content =
        "\uFEFF[\r\n  {\"n\": 1},\r\n\r\n  {\r\n    \"n\": \"ä\"\r\n  }, {\"n\": 3}\r\n]\r\n";
    Reading reading = read(content);
    byte[] bytes = content.getBytes(UTF_8);
    assertThat(reading.rows()).extracting(row -> row.position().line()).containsExactly(2L, 4L, 6L);
    assertThat(reading.rows()).extracting(Row::lines).containsExactly(1, 3, 0);
    for (Row row : reading.rows()) {
      int from = (int) row.position().offset();
      String there =
          new String(
              bytes, from, row.position().length(), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(row.text()).isEqualTo(there).startsWith("{").endsWith("}");
    }
    assertThat(reading.pin().truncated()).isEmpty();
    assertThat(reading.pin().length()).isEqualTo(bytes.length);
  }

  @Test
  void linesAreReadAsLinesHaveAlwaysBeen() throws Exception {
    byte[] content = "{\"a\":1}\r\n\n{broken\n [1,2] \n{\"a\":2}".getBytes(UTF_8);
    Part part = part(folder, "lines", content);
    assertThat(pin(part, JSON)).isEqualTo(pin(part, Exports.LINES));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anArrayOfManyBlocksIsReadAgainFromAnywhere(boolean onOneLine) throws Exception {
    String content = array(new Random(3), 2 * ContentPin.BLOCK_BYTES + 1_000, onOneLine);
    for (Pack pack : new Pack[] {Pack.PLAIN, Pack.ZSTD}) {
      Part part = part(folder, "a", pack.pack(content.getBytes(UTF_8)));
      Reading whole = pin(part, JSON);
      assertThat(whole.pin().blockDigests()).hasSize(3);
      assertThat(whole.rows().getLast().text()).isEqualTo("{\"last\":true}");
      int last = whole.rows().size();
      for (int skip : new int[] {0, 1, last / 2, last - 1, last}) {
        Reading rest = reread(part, JSON, whole.pin(), whole.resumes().get(skip));
        assertThat(rest.rows().equals(whole.rows().subList(skip, last)))
            .as("from %d", skip)
            .isTrue();
      }
    }
  }

  @Test
  void aCutArrayIsTruncatedAndStaysSo() throws Exception {
    Part part = part(folder, "cut", "[{\"a\":1},\n{\"a\":2},\n{\"a\":".getBytes(UTF_8));
    Reading reading = pin(part, JSON);
    assertThat(reading.texts()).containsExactly("{\"a\":1}", "{\"a\":2}");
    assertThat(reading.pin().truncated().orElseThrow())
        .isEqualTo(ContentPin.Truncation.unclosed(24));
    assertThat(reread(part, JSON, reading.pin(), reading.resumes().get(1)).rows())
        .isEqualTo(reading.rows().subList(1, 2));
    assertThat(reread(part, JSON, reading.pin(), reading.resumes().get(0))).isEqualTo(reading);
  }

  @Test
  void anElementOf200MegabytesCostsNoMemory() throws Exception {
    long length = 200L << 20;
    for (String bracket : new String[] {"[", ""}) {
      String start = bracket + "{\n\"event\":\"";
      String end = "\"}\n,{\"next\":1}" + (bracket.isEmpty() ? "" : "]");
      Part part = new RepeatedPart(start, 'x', length, end);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      long before = runtime.totalMemory() - runtime.freeMemory();
      try (RecordReader reader = new PartReaders().pinning(part, JSON)) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.record().truncated()).isTrue();
        assertThat(reader.record().bytes()).hasSize(RawRecord.KEPT_BYTES);
        assertThat(reader.record().position().length())
            .isEqualTo((int) length + start.length() - bracket.length() + 2);
        System.gc();
        assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(80L << 20);
        assertThat(reader.next()).isTrue();
        assertThat(new String(reader.record().bytes(), UTF_8)).isEqualTo("{\"next\":1}");
        assertThat(reader.next()).isFalse();
        assertThat(reader.pin().truncated()).isEmpty();
      }
    }
  }

  @Test
  void anElementOfTheLongestLengthIsReadWholeOneMoreByteIsTooLong() throws Exception {
    String longest = "{\"a\":\"" + "x".repeat(RawRecord.MAX_BYTES - 8) + "\"}";
    String longer = "{\"a\":\"" + "x".repeat(RawRecord.MAX_BYTES - 7) + "\"}";
    Reading reading = read("[" + longest + "," + longer + ",\n{}," + longer + "," + longest + "]");
    assertThat(reading.rows())
        .extracting(Row::truncated)
        .containsExactly(false, true, false, true, false);
    assertThat(reading.rows())
        .extracting(row -> row.position().length())
        .containsExactly(
            RawRecord.MAX_BYTES,
            RawRecord.MAX_BYTES + 1,
            2,
            RawRecord.MAX_BYTES + 1,
            RawRecord.MAX_BYTES);
  }

  private static String array(Random random, int length, boolean onOneLine) {
    StringBuilder out = new StringBuilder("[");
    while (out.length() < length) {
      out.append("{\"s\":\"")
          .append("]}[{\\\"".repeat(random.nextInt(200)))
          .append("\",\"n\":[1,{\"x\":");
      out.append(random.nextInt()).append("}]}").append(onOneLine ? "," : ",\n");
    }
    return out.append("{\"last\":true}]").toString();
  }
}
