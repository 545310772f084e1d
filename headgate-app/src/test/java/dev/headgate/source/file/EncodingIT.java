package dev.headgate.source.file;

import static dev.headgate.source.file.Exports.part;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.TextEncoding;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Text that is not UTF-8: read as UTF-8, with its places in the content as it is.
class EncodingIT {
  private static final RecordBounds CSV = new RecordBounds.Csv(',', '"', true);

  @TempDir Path folder;

  private record Row(Position position, String text) {}

  private static List<Row> read(
      Part part,
      TextEncoding encoding,
      RecordBounds bounds,
      Optional<ContentPin> pin,
      Position from)
      throws Exception {
    PartReaders readers = new PartReaders(encoding);
    List<Row> rows = new ArrayList<>();
    try (RecordReader reader =
        pin.isPresent()
            ? readers.rereading(part, bounds, pin.get(), from)
            : readers.pinning(part, bounds)) {
      while (reader.next()) {
        RawRecord record = reader.record();
        rows.add(new Row(record.position(), new String(record.bytes(), UTF_8)));
      }
    }
    return rows;
  }

  private static List<Row> read(Part part, TextEncoding encoding, RecordBounds bounds)
      throws Exception {
    return read(part, encoding, bounds, Optional.empty(), Position.startOf(part));
  }

  private static Charset charset(TextEncoding encoding) {
    return switch (encoding) {
      case UTF_8 -> UTF_8;
      case UTF_16, UTF_16BE -> UTF_16BE;
      case UTF_16LE -> UTF_16LE;
      case LATIN_1 -> ISO_8859_1;
      case WINDOWS_1252 -> Charset.forName("windows-1252");
    };
  }

  @ParameterizedTest
  @EnumSource(TextEncoding.class)
  void recordsAreTheSameInEveryEncodingAndStandWhereTheySay(TextEncoding encoding)
      throws Exception {
    Charset charset = charset(encoding);
    String text = text(new Random(11), 9_000_000 / "ab".getBytes(charset).length, encoding);
    byte[] content = text.getBytes(charset);
    Part plain = part(folder, "plain.txt", content);
    Part utf8 = part(folder, "utf8.txt", text.getBytes(UTF_8));
    for (RecordBounds bounds : List.of(Exports.LINES, CSV)) {
      List<Row> rows = read(plain, encoding, bounds);
      assertThat(
              rows.stream()
                  .map(Row::text)
                  .toList()
                  .equals(read(utf8, TextEncoding.UTF_8, bounds).stream().map(Row::text).toList()))
          .isTrue();
      for (Row row : rows) {
        int from = (int) row.position().offset();
        byte[] there = Arrays.copyOfRange(content, from, from + row.position().length());
        assertThat(new String(there, charset)).isEqualTo(row.text());
      }
      ContentPin pin;
      try (RecordReader reader = new PartReaders(encoding).pinning(plain, bounds)) {
        while (reader.next()) {}
        pin = reader.pin();
      }
      assertThat(pin.length()).isEqualTo(content.length);
      for (Part part : List.of(plain, part(folder, "packed", Pack.GZIP.pack(content)))) {
        for (int skip : new int[] {1, rows.size() / 2, rows.size() - 1}) {
          Position from = rows.get(skip).position();
          assertThat(
                  read(part, encoding, bounds, Optional.of(pin), from)
                      .equals(rows.subList(skip, rows.size())))
              .as("from %s", from)
              .isTrue();
        }
      }
    }
  }

  private static String text(Random random, int characters, TextEncoding encoding) {
    String some = encoding == TextEncoding.LATIN_1 ? "aäöüß \u00a0" : "aä€“”…";
    boolean wide = encoding != TextEncoding.LATIN_1 && encoding != TextEncoding.WINDOWS_1252;
    StringBuilder out = new StringBuilder("a,b\r\n");
    while (out.length() < characters) {
      for (int i = random.nextInt(2_000); i > 0; i--) {
        out.append(some.charAt(random.nextInt(some.length())));
      }
      out.append(wide ? "\uD83D\uDE00漢" : "x");
      out.append(random.nextInt(5) == 0 ? ",\"quoted\nline\"" : ",")
          .append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return out.toString();
  }

  @Test
  void theByteOrderOfUtf16IsThatOfItsMark() throws Exception {
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      for (String mark : List.of("\uFEFF", "")) {
        byte[] content = (mark + "{\"a\":1}\n{\"ä\":2}\n").getBytes(charset);
        Part part = part(folder, "x", content);
        List<Row> rows = read(part, TextEncoding.UTF_16, new RecordBounds.Json());
        assertThat(rows).extracting(Row::text).containsExactly("{\"a\":1}", "{\"ä\":2}");
        assertThat(rows.getLast().position())
            .isEqualTo(new Position(0, 2, 2L * mark.length() + 16, 14));
        ContentPin pin = Exports.pin(part, Exports.LINES).pin();
        assertThat(
                read(
                    part,
                    TextEncoding.UTF_16,
                    Exports.LINES,
                    Optional.of(pin),
                    rows.getLast().position()))
            .isEqualTo(rows.subList(1, 2));
        assertThat(
                Samples.of(Exports.find(folder.resolve("x")), TextEncoding.UTF_16)
                    .getFirst()
                    .head())
            .isEqualTo("{\"a\":1}\n{\"ä\":2}\n".getBytes(UTF_8));
      }
    }
  }

  @Test
  void whatIsNoTextIsNeverReplaced() throws Exception {
    byte[] wide = new byte[] {'a', 0, 0, (byte) 0xd8, 'b', 0, '\n', 0, 'o', 0, '\n', 0, 'z'};
    Part part = part(folder, "x", wide);
    try (RecordReader reader =
        new PartReaders(TextEncoding.UTF_16LE).pinning(part, Exports.LINES)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().bytes())
          .isEqualTo(new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'});
      assertThat(reader.record().position().length()).isEqualTo(6);
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().bytes()).isEqualTo(new byte[] {'o'});
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().bytes()).isEqualTo(new byte[] {(byte) 0xff});
      assertThat(reader.record().position()).isEqualTo(new Position(0, 3, 12, 1));
    }
    Part windows = part(folder, "w", new byte[] {'a', (byte) 0x81, (byte) 0x80, '\n'});
    List<Row> rows = read(windows, TextEncoding.WINDOWS_1252, Exports.LINES);
    assertThat(rows.getFirst().position().length()).isEqualTo(3);
    assertThat(rows.getFirst().text()).isEqualTo("a\uFFFD€");
  }

  @Test
  void aLineOf200MegabytesOfUtf16CostsNoMemory() throws Exception {
    Part part = new RepeatedPart("{", 'x', 200L << 20, "}");
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    try (RecordReader reader =
        new PartReaders(TextEncoding.UTF_16LE).pinning(part, new RecordBounds.Json())) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().truncated()).isTrue();
      assertThat(reader.record().position().length()).isEqualTo((200 << 20) + 2);
      System.gc();
      assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(120L << 20);
      assertThat(reader.next()).isFalse();
    }
  }
}
