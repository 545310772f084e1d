package dev.headgate.source.file;

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
import dev.headgate.source.ContentPin;
import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.JsonLayout;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import dev.headgate.source.TextEncoding;
import dev.headgate.source.fuzz.Fuzzing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything that lies around records, with random damage: packings, archives, encodings, the
/// bounds of JSON and CSV. Whatever the bytes, reading ends in records or a {@link SourceFault},
/// and reading again from any place gives the same.
class ContainerFuzzSimulation {
  private static final String SHARED_NAME = "";

  private static final byte[] LINES =
      "{\"a\":1}\n\n{\"b\":\"x\u00e4\uD83D\uDE00\"}\r\n[1,2]\nend".getBytes(UTF_8);
  private static final byte[] ARRAY =
      "[\n  {\"a\": [1, {\"b\": \"}]\\\"\"}]},\n  {}, {\"c\": null}\n]\n".getBytes(UTF_8);
  private static final byte[] PRETTY =
      "{\n  \"a\": 1.5e3\n}\n{\n  \"b\": true\n}\n".getBytes(UTF_8);
  private static final byte[] CSV_TEXT = "a,b\n1,\"x\ny\"\r\n\n2,\"\"\"\"\n3,z\n".getBytes(UTF_8);
  private static final List<RecordBounds> BOUNDS =
      List.of(
          new RecordBounds.Lines(),
          new RecordBounds.Json(),
          new RecordBounds.Csv(',', '"', true),
          new RecordBounds.Csv(';', '\'', false));

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

  /// Bytes in memory, as a file.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record MemoryObject(byte[] bytes) implements StoredObject {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public FileFingerprint fingerprint() {
      return new FileFingerprint("memory", bytes.length, 0);
    }

    @Override
    public InputStream open(long from, long to) {
      int start = (int) Math.min(from, bytes.length);
      int end = (int) Math.min(Math.max(to, start), bytes.length);
      return new ByteArrayInputStream(bytes, start, end - start);
    }
  }

  private record Row(Position position, int lines, String bytes, boolean truncated) {}

  private record Read(List<Row> rows, List<Position> resumes, ContentPin pin) {}

  private static Read read(RecordReader opened) throws SourceFault {
    List<Row> rows = new ArrayList<>();
    List<Position> resumes = new ArrayList<>();
    try (RecordReader reader = opened) {
      resumes.add(reader.resumeAt());
      while (reader.next()) {
        RawRecord record = reader.record();
        rows.add(
            new Row(
                record.position(),
                record.lines(),
                Arrays.toString(record.bytes()),
                record.truncated()));
        resumes.add(reader.resumeAt());
      }
      return new Read(rows, resumes, reader.pin());
    }
  }

  /// Finds the parts of a file and reads them, each twice.
  private static void readAll(
      byte[] file, TextEncoding encoding, RecordBounds bounds, Random random) throws IOException {
    List<FilePart> parts = new ArrayList<>();
    try {
      new Unpacking(parts, new ExpansionLimit(50, 1 << 20)).explore(new MemoryObject(file));
    } catch (SourceFault e) {
      assertThat(e.next()).isNotBlank();
      return;
    }
    int most = Math.min(parts.size(), 5);
    for (int i = 0; i < most; i++) {
      readTwice(parts.get(i).withIndex(i), new PartReaders(encoding), bounds, random);
    }
  }

  private static void readTwice(
      Part part, PartReaders readers, RecordBounds bounds, Random random) {
    Read first;
    try {
      first = read(readers.pinning(part, bounds));
    } catch (SourceFault e) {
      assertThat(e.next()).isNotBlank();
      return;
    }
    long end = 0;
    for (Row row : first.rows) {
      assertThat(row.position.offset()).isGreaterThanOrEqualTo(end);
      end = row.position.offset() + row.position.length();
    }
    assertThat(end).isLessThanOrEqualTo(first.pin.length());
    int skip = random.nextInt(first.resumes.size());
    try {
      Read rest = read(readers.rereading(part, bounds, first.pin, first.resumes.get(skip)));
      assertThat(rest.rows).isEqualTo(first.rows.subList(skip, first.rows.size()));
      assertThat(rest.pin).isEqualTo(first.pin);
    } catch (SourceFault e) {
      throw new AssertionError("read once, but not again: " + e.getMessage(), e);
    }
  }

  private static RecordBounds bounds(Random random) {
    return BOUNDS.get(random.nextInt(BOUNDS.size()));
  }

  @ParameterizedTest
  @EnumSource(Pack.class)
  void packed(Pack pack) throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] content : List.of(LINES, ARRAY, CSV_TEXT, new byte[0])) {
      seeds.add(pack.pack(content));
    }
    seeds.add(pack.pack(Pack.GZIP.pack(LINES)));
    Fuzzing.run(
        pack.name(),
        seeds,
        (input, random) -> readAll(input, TextEncoding.UTF_8, bounds(random), random));
  }

  @ParameterizedTest
  @EnumSource(
      value = Pack.class,
      names = {"GZIP", "ZSTD", "BZIP2"})
  void packedInSeveralPieces(Pack pack) throws Exception {
    Fuzzing.run(
        pack.name() + " in pieces",
        List.of(pack.packInPieces(LINES, 3), pack.packInPieces(ARRAY, 2)),
        (input, random) -> readAll(input, TextEncoding.UTF_8, bounds(random), random));
  }

  /// Gzip is read by code of our own: whatever the JDK unpacks, it unpacks, and more only where the
  /// JDK stops early: at a name whose checksum differs, and at padding with a member behind it.
  @Test
  void gzipAsTheJdk() throws Exception {
    Fuzzing.run(
        "gzip beside the jdk",
        List.of(
            Pack.GZIP.pack(LINES),
            Pack.GZIP.packInPieces(ARRAY, 3),
            Pack.GZIP.pack(new byte[0]),
            withAllOfTheHeader()),
        (input, _) -> {
          if (Packing.of(Arrays.copyOf(input, Math.min(10, input.length))) != Packing.GZIP) {
            return;
          }
          Unpacked ours = unpacked(() -> new GzipContent(new ByteArrayInputStream(input)));
          Unpacked jdks = unpacked(() -> new GZIPInputStream(new ByteArrayInputStream(input)));
          assertThat(ours.content.length).isGreaterThanOrEqualTo(jdks.content.length);
          assertThat(Arrays.copyOf(ours.content, jdks.content.length)).isEqualTo(jdks.content);
        });
  }

  /// A member with extra field, name, comment and checksum of its header.
  private static byte[] withAllOfTheHeader() {
    byte[] plain = Pack.GZIP.pack(LINES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 3);
    out.write(0x1e);
    out.write(plain, 4, 6);
    out.writeBytes("\2\0xyname\0comment\0".getBytes(UTF_8));
    CRC32 crc = new CRC32();
    crc.update(out.toByteArray());
    out.write((int) crc.getValue());
    out.write((int) crc.getValue() >> 8);
    out.write(plain, 10, plain.length - 10);
    return out.toByteArray();
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Unpacked(byte[] content, boolean whole) {}

  private static Unpacked unpacked(Opening opening) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[512];
    try (InputStream in = opening.open()) {
      for (int n; (n = in.read(buffer, 0, buffer.length)) >= 0 && out.size() < 1 << 20; ) {
        out.write(buffer, 0, n);
      }
      return new Unpacked(out.toByteArray(), out.size() < 1 << 20);
    } catch (IOException e) {
      return new Unpacked(out.toByteArray(), false);
    }
  }

  /// Archives of several entries, in and around other packings, and entries that are archives.
  @Test
  void archives() throws Exception {
    byte[] several = archive(ZipEntry.DEFLATED);
    Fuzzing.run(
        "archives",
        List.of(
            several,
            archive(ZipEntry.STORED),
            Pack.GZIP.pack(several),
            Pack.ZIP.pack(several),
            Pack.ZIP.pack(Pack.ZSTD.pack(LINES))),
        (input, random) -> readAll(input, TextEncoding.UTF_8, bounds(random), random));
  }

  /// An entry that is read to its end holds what it holds for the JDK, where that takes the whole.
  /// Entries that share their name with another one are left out: they cannot be told apart.
  @Test
  void archivesAsTheJdk() throws Exception {
    Fuzzing.run(
        "archives beside the jdk",
        List.of(archive(ZipEntry.DEFLATED), archive(ZipEntry.STORED)),
        (input, _) -> {
          Map<String, String> jdks = new TreeMap<>();
          try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(input))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
              String content = Arrays.toString(zip.readNBytes(1 << 20));
              jdks.merge(entry.getName(), content, (one, another) -> SHARED_NAME);
            }
          } catch (IOException | IllegalArgumentException e) {
            return;
          }
          List<FilePart> parts = new ArrayList<>();
          try {
            new Unpacking(parts, new ExpansionLimit(50, 1 << 20)).explore(new MemoryObject(input));
          } catch (SourceFault e) {
            return;
          }
          for (FilePart part : parts) {
            String entry = part.name().substring(part.name().indexOf('!') + 1);
            Unpacked ours = unpacked(part::open);
            String expected = jdks.getOrDefault(entry, SHARED_NAME);
            if (ours.whole && part.packing().equals("zip") && !expected.equals(SHARED_NAME)) {
              assertThat(Arrays.toString(ours.content)).isEqualTo(expected);
            }
          }
        });
  }

  private static byte[] archive(int method) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(method);
      int number = 0;
      for (byte[] content :
          List.of(LINES, Pack.GZIP.pack(LINES), new byte[0], CSV_TEXT, Pack.ZSTD.pack(ARRAY))) {
        ZipEntry entry = new ZipEntry("in/entry-" + number++);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = Pack.class,
      names = {"GZIP", "ZSTD", "ZIP"})
  void damagedBeforeItWasPacked(Pack pack) throws Exception {
    Fuzzing.run(
        "within " + pack.name(),
        List.of(LINES, ARRAY, PRETTY, CSV_TEXT),
        (input, random) -> readAll(pack.pack(input), TextEncoding.UTF_8, bounds(random), random));
  }

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
    List<FilePart> parts = new ArrayList<>();
    new Unpacking(parts, ExpansionLimit.standard()).explore(new MemoryObject(input));
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
    List<FilePart> parts = new ArrayList<>();
    new Unpacking(parts, ExpansionLimit.standard()).explore(new MemoryObject(input));
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
