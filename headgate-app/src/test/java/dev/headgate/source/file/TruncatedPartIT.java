package dev.headgate.source.file;

import static dev.headgate.source.file.Exports.LINES;
import static dev.headgate.source.file.Exports.part;
import static dev.headgate.source.file.Exports.pin;
import static dev.headgate.source.file.Exports.reread;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.ContentPin;
import dev.headgate.source.ContentPin.Truncation;
import dev.headgate.source.Part;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.Exports.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Packed parts that end before they should.
class TruncatedPartIT {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(value = Pack.class, mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void cutAnywhereGivesWholeLinesOfTheBeginningAndAlwaysTheSame(Pack pack) throws Exception {
    byte[] content = lines(new Random(1), 6_000);
    int whole = new String(content, UTF_8).split("\n").length;
    byte[] packed = pack == Pack.ZIP ? pack.pack(content) : pack.packInPieces(content, 3);
    int longest = 0;
    for (int cut : cuts(packed.length)) {
      Part part = part(folder, "half", Arrays.copyOf(packed, cut));
      Reading reading = pin(part, LINES);
      assertThat(reading.texts().equals(expected(content, reading.pin())))
          .as("cut at %d", cut)
          .isTrue();
      if (reading.pin().truncated().isPresent()) {
        Truncation truncation = reading.pin().truncated().get();
        assertThat(truncation.offset()).isEqualTo(reading.pin().length());
        assertThat(truncation.what()).isNotBlank();
        assertThat(reading.resumes().getLast().offset()).isLessThanOrEqualTo(truncation.offset());
      }
      assertThat(reread(part, reading.pin()).equals(reading)).isTrue();
      int middle = reading.rows().size() / 2;
      assertThat(reread(part, LINES, reading.pin(), reading.resumes().get(middle)).rows())
          .isEqualTo(reading.rows().subList(middle, reading.rows().size()));
      longest = Math.max(longest, reading.rows().size());
    }
    assertThat(longest).isGreaterThan(whole * 2 / 3 - 1);
  }

  /// The lines of what could be read; a last one without its end only if nothing is missing (a cut
  /// between two members cannot be seen).
  private static List<String> expected(byte[] content, ContentPin pin) {
    String read = new String(content, 0, (int) pin.length(), UTF_8);
    List<String> lines = List.of(read.split("\n", -1));
    boolean dropsLast = pin.truncated().isPresent() || lines.getLast().isEmpty();
    return dropsLast ? lines.subList(0, lines.size() - 1) : lines;
  }

  @Test
  void halfAGzipIsNeverTakenForAWhole() throws Exception {
    byte[] content = lines(new Random(2), 20_000);
    byte[] packed = Pack.GZIP.pack(content);
    Reading reading = pin(part(folder, "a", Arrays.copyOf(packed, packed.length - 200)), LINES);
    assertThat(reading.pin().truncated().orElseThrow().what())
        .isEqualTo("the gzip data ends too early, at packed byte " + (packed.length - 200));
    assertThat(reading.rows()).isNotEmpty();
    assertThat(new String(content, UTF_8)).startsWith(String.join("\n", reading.texts()) + "\n");
  }

  @Test
  void aLastLineThatTheCutEndsIsNoRecord() throws Exception {
    byte[] packed = Pack.GZIP.pack("one\ntwo".getBytes(UTF_8));
    assertThat(pin(part(folder, "a", packed), LINES).texts()).containsExactly("one", "two");
    // Without its checksum all of the content can be read, but nobody knows whether that is all.
    Reading cut = pin(part(folder, "a", Arrays.copyOf(packed, packed.length - 3)), LINES);
    assertThat(cut.texts()).containsExactly("one");
    assertThat(cut.pin().truncated().orElseThrow().offset()).isEqualTo(7);
  }

  @Test
  void anOpenQuoteAtTheCutIsNoRecordEither() throws Exception {
    byte[] packed = Pack.GZIP.pack("a,b\n1,\"x\ny".getBytes(UTF_8));
    Reading cut =
        pin(
            part(folder, "a", Arrays.copyOf(packed, packed.length - 1)),
            new RecordBounds.Csv(',', '"', false));
    assertThat(cut.texts()).containsExactly("a,b");
  }

  @ParameterizedTest
  @EnumSource(value = Pack.class, mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void corruptBytesInTheMiddleAreAFaultAndStayTheSame(Pack pack) throws Exception {
    long seed = 31;
    Random random = new Random(seed);
    byte[] content = lines(random, 400_000);
    byte[] packed = pack.pack(content);
    for (int i = 0; i < 12; i++) {
      byte[] corrupt = packed.clone();
      int at = packed.length / 4 + random.nextInt(packed.length / 2);
      for (int k = 0; k < 8; k++) {
        corrupt[at + k] ^= (byte) (1 + random.nextInt(255));
      }
      Part part = part(folder, "corrupt", corrupt);
      Reading reading = pin(part, LINES);
      assertThat(reading.pin().truncated()).as("seed %d: byte %d", seed, at).isPresent();
      assertThat(reread(part, reading.pin()).equals(reading)).isTrue();
    }
  }

  @Test
  void aPartThatBecameWholeOrBrokenHasChanged() throws Exception {
    byte[] packed = Pack.GZIP.pack("one\ntwo\n".getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(packed, packed.length - 4);
    Part part = part(folder, "a", packed);
    Reading whole = pin(part, LINES);
    part(folder, "a", cut);
    Reading broken = pin(part, LINES);
    assertThatThrownBy(() -> reread(part, whole.pin()))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("broken now");
    part(folder, "a", packed);
    assertThatThrownBy(() -> reread(part, broken.pin()))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("is whole now");
  }

  @Test
  void aZipCutOffBetweenItsEntriesIsBrokenThoughEachEntryIsWhole() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int afterSecond;
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("a", "b")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((name + "1\n" + name + "2\n").getBytes(UTF_8));
        zip.closeEntry();
      }
      zip.flush();
      afterSecond = out.size();
      zip.putNextEntry(new ZipEntry("c"));
    }
    Path file = folder.resolve("cut.zip");
    Files.write(file, Arrays.copyOf(out.toByteArray(), afterSecond));
    List<Part> parts = Exports.find(file).parts();
    assertThat(parts).extracting(Part::name).containsExactly(file + "!a", file + "!b");
    Reading first = pin(parts.get(0), LINES);
    assertThat(first.texts()).containsExactly("a1", "a2");
    assertThat(first.pin().truncated()).isEmpty();
    Reading last = pin(parts.get(1), LINES);
    assertThat(last.texts()).containsExactly("b1", "b2");
    assertThat(last.pin().truncated().orElseThrow().what()).contains("cut off or corrupt");
    assertThat(reread(parts.get(1), last.pin())).isEqualTo(last);
  }

  private static List<Integer> cuts(int length) {
    Random random = new Random(length);
    java.util.Set<Integer> cuts = new java.util.TreeSet<>(List.of(10, 11, 12, 20, 40));
    for (int i = 0; i < 40; i++) {
      cuts.add(10 + random.nextInt(length - 10));
    }
    for (int back = 1; back < 30; back++) {
      cuts.add(length - back);
    }
    return List.copyOf(cuts);
  }

  private static byte[] lines(Random random, int length) {
    StringBuilder lines = new StringBuilder();
    while (lines.length() < length) {
      lines.append("{\"n\":").append(random.nextInt(1_000_000)).append("}\n");
    }
    return lines.toString().getBytes(UTF_8);
  }
}
