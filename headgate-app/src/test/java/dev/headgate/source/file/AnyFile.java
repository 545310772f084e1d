package dev.headgate.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import dev.headgate.source.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Files of random bytes, read as files of an export are: whatever the bytes, reading ends in
/// records or a {@link SourceFault}, and reading again from any place gives the same.
final class AnyFile {
  static final byte[] LINES =
      "{\"a\":1}\n\n{\"b\":\"x\u00e4\uD83D\uDE00\"}\r\n[1,2]\nend".getBytes(UTF_8);
  static final byte[] ARRAY =
      "[\n  {\"a\": [1, {\"b\": \"}]\\\"\"}]},\n  {}, {\"c\": null}\n]\n".getBytes(UTF_8);
  static final byte[] PRETTY = "{\n  \"a\": 1.5e3\n}\n{\n  \"b\": true\n}\n".getBytes(UTF_8);
  static final byte[] CSV_TEXT = "a,b\n1,\"x\ny\"\r\n\n2,\"\"\"\"\n3,z\n".getBytes(UTF_8);
  private static final List<RecordBounds> BOUNDS =
      List.of(
          new RecordBounds.Lines(),
          new RecordBounds.Json(),
          new RecordBounds.Csv(',', '"', true),
          new RecordBounds.Csv(';', '\'', false));

  private AnyFile() {}

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

  /// The parts of a file.
  static List<FilePart> parts(byte[] file, ExpansionLimit limit) throws SourceFault {
    List<FilePart> parts = new ArrayList<>();
    new Unpacking(parts, limit).explore(new MemoryObject(file));
    return parts;
  }

  /// Finds the parts of a file and reads them, each twice.
  static void readAll(byte[] file, TextEncoding encoding, RecordBounds bounds, Random random)
      throws IOException {
    List<FilePart> parts;
    try {
      parts = parts(file, new ExpansionLimit(50, 1 << 20));
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

  /// Any of several.
  static RecordBounds bounds(Random random) {
    return BOUNDS.get(random.nextInt(BOUNDS.size()));
  }
}
