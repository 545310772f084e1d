package dev.headgate.source.file;

import static dev.headgate.source.file.Exports.LINES;
import static dev.headgate.source.file.Exports.part;
import static dev.headgate.source.file.Exports.pin;
import static dev.headgate.source.file.Exports.reread;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.Exports.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartReaderIT {
  private static final RecordBounds CSV = new RecordBounds.Csv(',', '"', true);

  @TempDir Path folder;

  @Test
  void linesHavePlaceLengthAndNoLineEnd() throws Exception {
    Part part = part(folder, "a", "one\r\ntwo\n\n  \nlast".getBytes(UTF_8));
    Reading reading = pin(part, LINES);
    assertThat(reading.texts()).containsExactly("one", "two", "", "  ", "last");
    assertThat(reading.rows())
        .extracting(Exports.Row::position)
        .containsExactly(
            new Position(0, 1, 0, 3),
            new Position(0, 2, 5, 3),
            new Position(0, 3, 9, 0),
            new Position(0, 4, 10, 2),
            new Position(0, 5, 13, 4));
    assertThat(reading.pin().length()).isEqualTo(17);
    assertThat(reading.pin().truncated()).isEmpty();
  }

  @Test
  void anEmptyFileHasNoRecords() throws Exception {
    Reading reading = pin(part(folder, "a", new byte[0]), LINES);
    assertThat(reading.rows()).isEmpty();
    assertThat(reading.pin())
        .isEqualTo(new ContentPin(0, "99aa06d3014798d86001c324468d497f", List.of(), truncated()));
    assertThat(pin(part(folder, "b", "\n".getBytes(UTF_8)), LINES).texts()).containsExactly("");
    assertThat(pin(part(folder, "c", "a".getBytes(UTF_8)), CSV).rows()).isEmpty();
    assertThat(pin(part(folder, "d", new byte[0]), CSV).header()).isEmpty();
  }

  @Test
  void aByteOrderMarkIsPassedOverAndCounted() throws Exception {
    Part part = part(folder, "a", "\uFEFFx,y\n1,2\n".getBytes(UTF_8));
    Reading lines = pin(part, LINES);
    assertThat(lines.texts()).containsExactly("x,y", "1,2");
    assertThat(lines.rows().getFirst().position()).isEqualTo(new Position(0, 1, 3, 3));
    Reading csv = pin(part, CSV);
    assertThat(new String(csv.header().orElseThrow().bytes(), UTF_8)).isEqualTo("x,y");
    assertThat(csv.rows().getFirst().position()).isEqualTo(new Position(0, 2, 7, 3));
    assertThat(pin(part(folder, "b", "\uFEFF".getBytes(UTF_8)), LINES).rows()).isEmpty();
    assertThat(pin(part(folder, "c", "\u00ef".getBytes(ISO_8859_1)), LINES).texts()).hasSize(1);
  }

  @Test
  void csvRecordsSpanLines() throws Exception {
    Part part = part(folder, "a", "h1,h2\r\n1,\"a\r\nb\"\"\n\"\r\n2,c".getBytes(UTF_8));
    Reading reading = pin(part, CSV);
    assertThat(reading.texts()).containsExactly("1,\"a\r\nb\"\"\n\"", "2,c");
    assertThat(reading.rows().get(0).position()).isEqualTo(new Position(0, 2, 7, 11));
    assertThat(reading.rows().get(0).lines()).isEqualTo(3);
    assertThat(reading.rows().get(1).position()).isEqualTo(new Position(0, 5, 20, 3));
  }

  @ParameterizedTest
  @EnumSource(Pack.class)
  void resumingAnywhereGivesTheSameRest(Pack pack) throws Exception {
    long seed = pack.name().hashCode();
    Random random = new Random(seed);
    byte[] content = randomCsv(random, ContentPin.BLOCK_BYTES + 300_000);
    Part part = part(folder, "a", pack.pack(content));
    for (RecordBounds bounds : List.of(LINES, CSV)) {
      Reading whole = pin(part, bounds);
      assertThat(whole.pin().length()).isEqualTo(content.length);
      assertThat(whole.pin().blockDigests()).hasSize(2);
      int count = whole.rows().size();
      List<Integer> places =
          List.of(0, 1, count / 2, random.nextInt(count), random.nextInt(count), count - 1, count);
      for (int skip : places) {
        Reading rest = reread(part, bounds, whole.pin(), whole.resumes().get(skip));
        assertThat(rest.rows().equals(whole.rows().subList(skip, count)))
            .as("seed %d, %s, from record %d of %d", seed, bounds, skip, count)
            .isTrue();
        assertThat(rest.resumes().getLast()).isEqualTo(whole.resumes().getLast());
        assertThat(rest.header().isPresent()).isEqualTo(whole.header().isPresent());
        assertThat(rest.pin()).isEqualTo(whole.pin());
      }
    }
  }

  @Test
  void resumingWorksAtEveryBoundaryOfASmallFile() throws Exception {
    byte[] content = "\uFEFFa,b\n1,\"x\ny\"\r\n\n2,z\n3,\"\"\"\"\n".getBytes(UTF_8);
    for (Pack pack : Pack.values()) {
      Part part = part(folder, "small", pack.pack(content));
      for (RecordBounds bounds : List.of(LINES, CSV)) {
        Reading whole = pin(part, bounds);
        for (int skip = 0; skip <= whole.rows().size(); skip++) {
          Reading rest = reread(part, bounds, whole.pin(), whole.resumes().get(skip));
          assertThat(rest.rows()).isEqualTo(whole.rows().subList(skip, whole.rows().size()));
        }
      }
    }
  }

  @Test
  void recordsDoNotDependOnThePacking() throws Exception {
    byte[] content = randomCsv(new Random(5), ContentPin.BLOCK_BYTES + 12_345);
    Reading plain = pin(part(folder, "p", content), CSV);
    for (Pack pack : Pack.values()) {
      Reading packed = pin(part(folder, pack.name(), pack.pack(content)), CSV);
      assertThat(packed.rows().equals(plain.rows())).as(pack.name()).isTrue();
      assertThat(packed.pin()).isEqualTo(plain.pin());
    }
  }

  @Test
  void contentOfExactlyOneBlockHasOneBlock() throws Exception {
    byte[] content = new byte[ContentPin.BLOCK_BYTES];
    Arrays.fill(content, (byte) 'a');
    for (int i = 999; i < content.length; i += 1000) {
      content[i] = '\n';
    }
    Part part = part(folder, "a", content);
    Reading reading = pin(part, LINES);
    assertThat(reading.pin().blockDigests()).hasSize(1);
    assertThat(reread(part, LINES, reading.pin(), reading.resumes().getLast()).rows()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Pack.class)
  void otherBytesAreNeverReadOn(Pack pack) throws Exception {
    byte[] content = randomLines(new Random(9), ContentPin.BLOCK_BYTES + 1_000);
    Part part = part(folder, "a", pack.pack(content));
    ContentPin pin = pin(part, LINES).pin();
    for (int at : new int[] {0, ContentPin.BLOCK_BYTES, content.length - 1}) {
      byte[] flipped = content.clone();
      flipped[at] ^= 1;
      expectChanged(part, pack.pack(flipped), pin, at);
    }
    expectChanged(part, pack.pack(Arrays.copyOf(content, content.length - 1)), pin, content.length);
    expectChanged(part, pack.pack(Arrays.copyOf(content, content.length + 1)), pin, content.length);
    expectChanged(
        part, pack.pack(Arrays.copyOf(content, ContentPin.BLOCK_BYTES)), pin, content.length);
    part(folder, "a", pack.pack(content));
    assertThat(reread(part, pin).pin()).isEqualTo(pin);
  }

  private void expectChanged(Part part, byte[] packed, ContentPin pin, long changedAt)
      throws Exception {
    part(folder, "a", packed);
    long blockStart = changedAt / ContentPin.BLOCK_BYTES * ContentPin.BLOCK_BYTES;
    assertThatThrownBy(
            () -> {
              try (RecordReader reader =
                  new PartReaders().rereading(part, LINES, pin, Position.startOf(part))) {
                while (reader.next()) {
                  Position position = reader.record().position();
                  assertThat(position.offset() + position.length())
                      .as("no record that touches the changed block")
                      .isLessThan(blockStart);
                }
              }
            })
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(SourceFault.Kind.CHANGED);
              assertThat(fault.where()).isEqualTo(part.name());
            });
  }

  @Test
  void aChangeInTheFirstBlockIsNoticedBeforeTheFirstRecord() throws Exception {
    Part part = part(folder, "a", "one\ntwo\n".getBytes(UTF_8));
    ContentPin pin = pin(part, LINES).pin();
    part(folder, "a", "one\ntwa\n".getBytes(UTF_8));
    assertThatThrownBy(() -> reread(part, pin))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("changed since it was assessed: the bytes from 0 to 8");
  }

  @Test
  void aFileThatIsGoneIsUnreadable() throws Exception {
    Part part = part(folder, "a", "one\n".getBytes(UTF_8));
    java.nio.file.Files.delete(folder.resolve("a"));
    assertThatThrownBy(() -> pin(part, LINES))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(SourceFault.Kind.UNREADABLE));
  }

  @Test
  void aRecordOfTheLongestLengthIsReadWholeOneMoreByteIsTooLong() throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int length : new int[] {RawRecord.MAX_BYTES, RawRecord.MAX_BYTES + 1}) {
      for (String lineEnd : List.of("\n", "\r\n")) {
        content.writeBytes("a".repeat(length).getBytes(UTF_8));
        content.writeBytes(lineEnd.getBytes(UTF_8));
      }
    }
    content.writeBytes("end".getBytes(UTF_8));
    Part part = part(folder, "a", content.toByteArray());
    for (RecordBounds bounds : List.of(LINES, new RecordBounds.Csv(',', '"', false))) {
      Reading reading = pin(part, bounds);
      assertThat(reading.rows())
          .extracting(Exports.Row::truncated)
          .containsExactly(false, false, true, true, false);
      assertThat(reading.rows())
          .extracting(row -> row.position().length())
          .containsExactly(
              RawRecord.MAX_BYTES,
              RawRecord.MAX_BYTES,
              RawRecord.MAX_BYTES + 1,
              RawRecord.MAX_BYTES + 1,
              3);
      assertThat(reading.rows().get(2).text()).hasSize(RawRecord.KEPT_BYTES);
      assertThat(reading.rows().getLast().position().line()).isEqualTo(5);
    }
  }

  @Test
  void aLineOf200MegabytesCostsNoMemory() throws Exception {
    long length = 200L << 20;
    Part part = new RepeatedPart("{\"event\":\"", 'x', length, "\nnext\n");
    long before = usedMemory();
    try (RecordReader reader = new PartReaders().pinning(part, LINES)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().truncated()).isTrue();
      assertThat(reader.record().position().length()).isEqualTo((int) length + 10);
      assertThat(reader.record().bytes()).hasSize(RawRecord.KEPT_BYTES);
      assertThat(usedMemory() - before).as("bytes held").isLessThan(80L << 20);
      assertThat(reader.next()).isTrue();
      assertThat(new String(reader.record().bytes(), UTF_8)).isEqualTo("next");
      assertThat(reader.next()).isFalse();
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void anUnclosedQuoteCostsOneLine() throws Exception {
    String rows = "1,ok\n".repeat(900_000);
    RecordBounds bounds = new RecordBounds.Csv(',', '"', false);
    for (String after : List.of(rows, "1,ok\n", "")) {
      Part part = part(folder, "a", ("0,\"open\n" + after).getBytes(UTF_8));
      Reading reading = pin(part, bounds);
      assertThat(reading.rows()).hasSize(1 + after.length() / 5);
      assertThat(reading.texts().getFirst()).isEqualTo("0,\"open");
      assertThat(reading.rows().getLast().position().line()).isEqualTo(reading.rows().size());
      int middle = reading.rows().size() / 2;
      assertThat(reread(part, bounds, reading.pin(), reading.resumes().get(middle)).rows())
          .isEqualTo(reading.rows().subList(middle, reading.rows().size()));
    }
  }

  @Test
  void readersCanBeClosedAnywhere() throws Exception {
    byte[] content = randomLines(new Random(3), 6 * ContentPin.BLOCK_BYTES);
    Part part = part(folder, "a", Pack.ZSTD.pack(content));
    ContentPin pin = pin(part, LINES).pin();
    for (int records : new int[] {0, 1, 100, 200_000}) {
      try (RecordReader reader =
          new PartReaders().rereading(part, LINES, pin, Position.startOf(part))) {
        for (int i = 0; i < records; i++) {
          assertThat(reader.next()).isTrue();
        }
        assertThatThrownBy(reader::pin).isInstanceOf(IllegalStateException.class);
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("unpack"));
  }

  private static Optional<ContentPin.Truncation> truncated() {
    return Optional.empty();
  }

  private static byte[] randomLines(Random random, int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = random.nextInt(80) == 0 ? (byte) '\n' : (byte) ('a' + random.nextInt(26));
    }
    return content;
  }

  /// Records of very different lengths, some with quoted line ends, some longer than a block's
  /// tenth, after a header.
  private static byte[] randomCsv(Random random, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    out.write("name,value\n".getBytes(UTF_8));
    while (out.size() < length) {
      int fieldLength = random.nextInt(1000) == 0 ? 500_000 : random.nextInt(2_000);
      byte[] field = new byte[fieldLength];
      for (int i = 0; i < fieldLength; i++) {
        field[i] = (byte) ('a' + (i * 31 + fieldLength) % 26);
      }
      boolean quoted = random.nextInt(4) == 0;
      if (quoted && fieldLength > 4) {
        field[0] = '"';
        field[fieldLength / 2] = '\n';
        field[fieldLength - 1] = '"';
      }
      out.write("row,".getBytes(UTF_8));
      out.write(field);
      out.write((random.nextBoolean() ? "\n" : "\r\n").getBytes(UTF_8));
    }
    return Arrays.copyOf(out.toByteArray(), length);
  }
}
