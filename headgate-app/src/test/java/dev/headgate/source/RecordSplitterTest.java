package dev.headgate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {

  @Test
  void endsCsvRecordsWhereFastcsvEndsThem() {
    long seed = 1234;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String csv = randomCsv(random);
      List<List<String>> expected = new ArrayList<>();
      CsvReader.CsvReaderBuilder anyCount =
          CsvReader.builder()
              .skipEmptyLines(false)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
      for (CsvRecord record : anyCount.ofCsvRecord(csv)) {
        expected.add(record.getFields());
      }
      assertThat(split(csv, new RecordBounds.Csv(',', '"', false), random))
          .as("seed %d: %s", seed, csv)
          .map(record -> CsvReader.builder().ofSingleCsvRecord(record).getFields())
          .isEqualTo(expected);
    }
  }

  @Test
  void endsLinesAtLineFeeds() {
    long seed = 4321;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append("ab\u00e9\u010a\u0b0b\"\n,".charAt(random.nextInt(8)));
      }
      List<String> expected = List.of(text.toString().split("\n", -1));
      expected = expected.getLast().isEmpty() ? expected.subList(0, expected.size() - 1) : expected;
      assertThat(split(text.toString(), new RecordBounds.Lines(), random))
          .as("seed %d: %s", seed, text)
          .isEqualTo(expected);
    }
  }

  @Test
  void countsTheLineEndsBetweenQuotes() {
    RecordSplitter splitter = new RecordSplitter(new RecordBounds.Csv(';', '\'', false));
    byte[] csv = "a;'b\r\nc\nd';e\nf".getBytes(UTF_8);
    assertThat(splitter.find(csv, 0, csv.length)).isEqualTo(csv.length - 2);
    assertThat(splitter.innerLineEnds()).isEqualTo(2);
    assertThat(splitter.firstInnerLineEnd()).isEqualTo(5);
    assertThat(splitter.quoteIsOpen()).isFalse();
  }

  @Test
  void aQuoteWithinAFieldOpensNothing() {
    RecordSplitter splitter = new RecordSplitter(new RecordBounds.Csv(',', '"', false));
    byte[] csv = "5\" disk,x\n".getBytes(UTF_8);
    assertThat(splitter.find(csv, 0, csv.length)).isEqualTo(csv.length - 1);
  }

  @Test
  void delimiterAndQuoteAreTwoAsciiCharacters() {
    assertThatThrownBy(() -> new RecordBounds.Csv('"', '"', true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecordBounds.Csv('\n', '"', true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecordBounds.Csv('\u00a7', '"', true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Cuts a text as a reader does, with the bytes arriving in random pieces.
  private static List<String> split(String text, RecordBounds bounds, Random random) {
    byte[] bytes = text.getBytes(UTF_8);
    RecordSplitter splitter = new RecordSplitter(bounds);
    List<String> records = new ArrayList<>();
    int from = 0;
    int arrived = 0;
    while (from < bytes.length) {
      splitter.startRecord();
      int end;
      while ((end = splitter.find(bytes, from, arrived)) < 0 && arrived < bytes.length) {
        arrived = Math.min(bytes.length, arrived + 1 + random.nextInt(9));
      }
      int to = end < 0 ? bytes.length : end;
      boolean returned = bounds instanceof RecordBounds.Csv && to > from && bytes[to - 1] == '\r';
      records.add(new String(bytes, from, to - from - (returned ? 1 : 0), UTF_8));
      from = to + 1;
    }
    return records;
  }

  /// Well-formed CSV: quotes, doubled quotes, line ends of both kinds inside and outside quotes,
  /// quotes in the middle of plain fields.
  private static String randomCsv(Random random) {
    StringBuilder csv = new StringBuilder();
    int records = 1 + random.nextInt(5);
    for (int r = 0; r < records; r++) {
      int fields = 1 + random.nextInt(4);
      for (int f = 0; f < fields; f++) {
        csv.append(f == 0 ? "" : ",");
        if (random.nextBoolean()) {
          csv.append('"');
          for (int n = random.nextInt(6); n > 0; n--) {
            csv.append(
                List.of("a", "\u00e9", "\"\"", "\n", "\r\n", ",", " ").get(random.nextInt(7)));
          }
          csv.append('"');
        } else {
          csv.append('x');
          for (int n = random.nextInt(5); n > 0; n--) {
            csv.append(List.of("a", "\u20ac", "\"", " ").get(random.nextInt(4)));
          }
        }
      }
      boolean last = r == records - 1;
      csv.append(last && random.nextBoolean() ? "" : random.nextBoolean() ? "\n" : "\r\n");
    }
    return csv.toString();
  }
}
