package dev.headgate.source.file;

import static dev.headgate.source.file.AnyFile.ARRAY;
import static dev.headgate.source.file.AnyFile.CSV_TEXT;
import static dev.headgate.source.file.AnyFile.LINES;
import static dev.headgate.source.file.AnyFile.PRETTY;
import static dev.headgate.source.file.AnyFile.bounds;
import static dev.headgate.source.file.AnyFile.readAll;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.headgate.source.JsonLayout;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.TextEncoding;
import dev.headgate.source.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What lies around records, with random damage: encodings, the bounds of JSON and CSV. See {@link
/// AnyFile}; packed files and archives: {@link ArchiveFuzzSimulation}.
class ContainerFuzzSimulation {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1 << 17)
                  .maxNumberLength(1 << 20)
                  .maxStringLength(1 << 20)
                  .maxNameLength(1 << 20)
                  .build())
          .build();

  @ParameterizedTest
  @EnumSource(TextEncoding.class)
  void encoded(TextEncoding encoding) throws Exception {
    Charset charset =
        switch (encoding) {
          case UTF_8 -> UTF_8;
          case UTF_16, UTF_16BE -> UTF_16BE;
          case UTF_16LE -> UTF_16LE;
          case LATIN_1 -> java.nio.charset.StandardCharsets.ISO_8859_1;
          case WINDOWS_1252 -> Charset.forName("windows-1252");
        };
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] text : List.of(LINES, ARRAY, PRETTY, CSV_TEXT)) {
      seeds.add(new String(text, UTF_8).getBytes(charset));
    }
    Fuzzing.run(
        encoding.label(),
        seeds,
        (input, random) -> {
          readAll(input, encoding, bounds(random), random);
          if (encoding != TextEncoding.UTF_8 && encoding != TextEncoding.UTF_16) {
            assertDecodesAsTheJdk(input, new TextDecoder(encoding), charset, random);
          }
        });
  }

  private static void assertDecodesAsTheJdk(
      byte[] input, TextDecoder decoder, Charset charset, Random random) {
    byte[] out = new byte[3 * input.length + 4];
    int cut = random.nextInt(input.length + 1);
    int end = decoder.decode(input, 0, cut, out, 0);
    end = decoder.decode(input, cut, input.length, out, end);
    end = decoder.end(out, end);
    assertThat(decoder.bytesRead(out, 0, end)).isEqualTo(input.length);
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(input))
              .toString();
      assertThat(Arrays.copyOf(out, end)).isEqualTo(text.getBytes(UTF_8));
    } catch (CharacterCodingException e) {
      assertThat(dev.headgate.json.Utf8.firstInvalid(out, 0, end)).isNotNegative();
    }
  }

  @Test
  void boundsOfJson() throws Exception {
    Fuzzing.run(
        "json bounds",
        List.of(ARRAY, PRETTY, LINES, "[{}]".getBytes(UTF_8), "{}{},{}".getBytes(UTF_8)),
        (input, random) -> {
          readAll(input, TextEncoding.UTF_8, new RecordBounds.Json(), random);
          if (JsonLayout.of(input, 0, input.length) == JsonLayout.ARRAY) {
            assertElementsAsJackson(input);
          }
        });
  }

  /// Where Jackson takes the whole for one array, its elements are the records.
  private static void assertElementsAsJackson(byte[] input) throws Exception {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = JACKSON.createParser(input)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        elements.add(new String(input, from, to - from, UTF_8).strip());
      }
      if (parser.nextToken() != null) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    List<FilePart> parts = AnyFile.parts(input, ExpansionLimit.standard());
    List<String> records = new ArrayList<>();
    try (RecordReader reader =
        new PartReaders().pinning(parts.getFirst(), new RecordBounds.Json())) {
      while (reader.next()) {
        records.add(new String(reader.record().bytes(), UTF_8));
      }
      assertThat(reader.pin().truncated()).isEqualTo(Optional.empty());
    }
    assertThat(records).isEqualTo(elements);
  }

  @Test
  void boundsOfCsv() throws Exception {
    Fuzzing.run(
        "csv bounds",
        List.of(CSV_TEXT, "\"a\",b\n\"c\nd\",\"e\"\n".getBytes(UTF_8)),
        (input, random) -> {
          readAll(input, TextEncoding.UTF_8, bounds(random), random);
          assertRecordsAsFastCsv(input);
        });
  }

  /// Where the library takes the whole, each of its records is one of ours. A CR alone ends a
  /// record for the library, so texts without one are compared.
  private static void assertRecordsAsFastCsv(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    if (text.indexOf('\r') >= 0 || text.startsWith("\uFEFF") || text.indexOf('\uFFFD') >= 0) {
      return;
    }
    List<List<String>> expected;
    try {
      expected = csv().ofCsvRecord(text).stream().map(CsvRecord::getFields).toList();
    } catch (CsvParseException e) {
      return;
    }
    List<FilePart> parts = AnyFile.parts(input, ExpansionLimit.standard());
    if (!parts.getFirst().packing().equals("plain")) {
      return;
    }
    List<List<String>> records = new ArrayList<>();
    try (RecordReader reader =
        new PartReaders().pinning(parts.getFirst(), new RecordBounds.Csv(',', '"', false))) {
      while (reader.next()) {
        String record = new String(reader.record().bytes(), UTF_8);
        records.add(record.isEmpty() ? List.of("") : csv().ofSingleCsvRecord(record).getFields());
      }
    }
    assertThat(records).isEqualTo(expected);
  }

  private static CsvReader.CsvReaderBuilder csv() {
    return CsvReader.builder()
        .allowUnclosedQuote(false)
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }
}
