package dev.headgate.source.file;

import static dev.headgate.source.file.Exports.LINES;
import static dev.headgate.source.file.Exports.find;
import static dev.headgate.source.file.Exports.pin;
import static dev.headgate.source.file.Exports.reread;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Export;
import dev.headgate.source.Part;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.Exports.Reading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFinderIT {
  private static final byte[] CONTENT = "one\ntwo\nthree\n".getBytes(UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Pack.class)
  void packingIsToldByTheBytesWhateverTheName(Pack pack) throws Exception {
    for (String name : List.of("x.gz", "x.zst", "x.bz2", "x.zip", "x.jsonl", "x")) {
      Part part = find(file(name, pack.pack(CONTENT))).parts().getFirst();
      assertThat(part.packing()).isEqualTo(pack.name().toLowerCase(java.util.Locale.ROOT));
      assertThat(part.seekable()).isEqualTo(pack == Pack.PLAIN);
      assertThat(pin(part, LINES).texts()).containsExactly("one", "two", "three");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Pack.class,
      names = {"GZIP", "ZSTD", "BZIP2"})
  void severalMembersFramesOrStreamsAreOneContent(Pack pack) throws Exception {
    Part part = find(file("x", pack.packInPieces(CONTENT, 5))).parts().getFirst();
    assertThat(pin(part, LINES).texts()).containsExactly("one", "two", "three");
  }

  @ParameterizedTest
  @EnumSource(Pack.class)
  void anEmptyContentIsAPartWithoutRecords(Pack pack) throws Exception {
    Part part = find(file("x", pack.pack(new byte[0]))).parts().getFirst();
    Reading reading = pin(part, LINES);
    assertThat(reading.rows()).isEmpty();
    assertThat(reading.pin().length()).isZero();
    assertThat(reading.pin().truncated()).isEmpty();
  }

  @Test
  void twoPackingsWithinEachOtherJustWork() throws Exception {
    for (Pack outer : Pack.values()) {
      for (Pack inner : Pack.values()) {
        if (outer == Pack.PLAIN || inner == Pack.PLAIN) {
          continue;
        }
        Part part = find(file("x", outer.pack(inner.pack(CONTENT)))).parts().getFirst();
        assertThat(part.packing())
            .isEqualTo((outer + " > " + inner).toLowerCase(java.util.Locale.ROOT));
        Reading reading = pin(part, LINES);
        assertThat(reading.texts()).as(part.packing()).containsExactly("one", "two", "three");
        assertThat(reread(part, reading.pin())).isEqualTo(reading);
      }
    }
  }

  @Test
  void threeAreRefused() throws Exception {
    Path file = file("x", Pack.GZIP.pack(Pack.GZIP.pack(Pack.ZSTD.pack(CONTENT))));
    assertWrong(() -> find(file), "packed more than 2 times (gzip > gzip > zstd)", "unpack it");
  }

  @Test
  void aFolderIsReadThroughInNameOrderWithoutWhatIsHidden() throws Exception {
    file("b.jsonl", CONTENT);
    file("a/z.jsonl", CONTENT);
    file("a/.hidden", CONTENT);
    file(".git/config", CONTENT);
    file("a10.jsonl", CONTENT);
    Export export = find(folder);
    assertThat(export.parts())
        .extracting(Part::name)
        .containsExactly(folder + "/a/z.jsonl", folder + "/a10.jsonl", folder + "/b.jsonl");
    assertThat(export.parts()).extracting(Part::index).containsExactly(0, 1, 2);
    assertThat(find(folder.resolve(".git")).parts()).hasSize(1);
    assertThat(find(folder.resolve("a/.hidden")).parts()).hasSize(1);
  }

  @Test
  void theOrderOfArgumentsAndNamingTwiceChangeNothing() throws Exception {
    Path a = file("a", CONTENT);
    Path b = file("b", CONTENT);
    Export export = find(a, b);
    for (Export other : List.of(find(b, a), find(folder), find(folder, a), find(b, a, b))) {
      assertThat(other.parts()).extracting(Part::name).containsExactly(a.toString(), b.toString());
      assertThat(other.files()).isEqualTo(export.files());
    }
  }

  @Test
  void filesAreKnownAgainByPathSizeAndModificationTime() throws Exception {
    Path file = file("a", CONTENT);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
    assertThat(find(file).files())
        .containsExactly(
            new Export.FileFingerprint(file.toAbsolutePath().toString(), 14, 1_700_000_000_123L));
  }

  @Test
  void symbolicLinksAreFollowedAndLoopsAreSaid() throws Exception {
    Path elsewhere = file("elsewhere/x", CONTENT);
    Path linked = Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("x"), elsewhere);
    assertThat(find(linked).parts()).hasSize(1);
    Files.createSymbolicLink(linked.resolve("loop"), linked);
    assertWrong(() -> find(linked), "cannot be read", "see that");
  }

  @Test
  void standardInputIsWrittenDownAndCanBeReadAgain() throws Exception {
    for (byte[] input : List.of(CONTENT, Pack.GZIP.pack(CONTENT))) {
      Path spool = folder.resolve("spool.zst");
      Export export =
          new ExportFinder(new ByteArrayInputStream(input), spool).find(List.of("-", "-"));
      assertThat(export.files()).isEmpty();
      Part part = export.parts().getFirst();
      assertThat(part.name()).isEqualTo("-");
      assertThat(part.packedBytes()).isEqualTo(input.length);
      Reading reading = pin(part, LINES);
      assertThat(reading.texts()).containsExactly("one", "two", "three");
      assertThat(reread(part, reading.pin())).isEqualTo(reading);
      assertThat(folder).isDirectoryContaining(path -> path.equals(spool));
      assertThat(folder.toFile().list()).hasSize(1);
    }
  }

  @Test
  void emptyStandardInputIsAnEmptyPart() throws Exception {
    Export export =
        new ExportFinder(InputStream.nullInputStream(), folder.resolve("spool")).find(List.of("-"));
    assertThat(pin(export.parts().getFirst(), LINES).rows()).isEmpty();
    assertThat(Samples.of(export)).isEmpty();
  }

  @Test
  void whatIsMissingOrElsewhereIsSaid() throws Exception {
    assertWrong(() -> find("/no/such/file.jsonl"), "no such file or folder", "check the spelling");
    assertWrong(() -> find("s3://bucket/prefix"), "not read from there: s3://", "copy it");
    assertWrong(() -> find("https://example.com/x"), "not read from there: https://", "copy");
    assertWrong(() -> find(new String[0]), "no export is named", "name a file");
    assertWrong(() -> find("/dev/null"), "neither a file nor a folder", "standard input");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertWrong(() -> find(empty), "there is no file in it", "name a file");
    Path zip = file("e.zip", emptyZip());
    assertWrong(() -> find(zip), "there is no file in it", "name a file");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void entriesOfAnArchiveArePartsAndTheirNamesAreHarmless(boolean packedAgain) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "../../escape.jsonl", CONTENT);
      entry(zip, "/absolute.jsonl", CONTENT);
      zip.putNextEntry(new ZipEntry("folder/"));
      entry(zip, "folder/b.gz", Pack.GZIP.pack(CONTENT));
      entry(zip, "__MACOSX/folder/._b.gz", new byte[] {0, 5, 22, 7});
      entry(zip, ".DS_Store", new byte[] {0});
      entry(zip, "bell\u0007\u001b[31m", CONTENT);
      storedEntry(zip, "stored", CONTENT);
    }
    byte[] archive = out.toByteArray();
    Path file = file("x.zip", packedAgain ? Pack.GZIP.pack(archive) : archive);
    if (packedAgain) {
      assertWrong(() -> find(file), "packed more than 2 times (gzip > zip > gzip)", "unpack it");
      return;
    }
    Export export = find(file);
    assertThat(export.parts())
        .extracting(part -> part.name().substring(file.toString().length()))
        .containsExactly(
            "!../../escape.jsonl",
            "!/absolute.jsonl",
            "!bell\uFFFD\uFFFD[31m",
            "!folder/b.gz",
            "!stored");
    for (Part part : export.parts()) {
      assertThat(pin(part, LINES).texts()).containsExactly("one", "two", "three");
    }
    assertThat(export.files()).hasSize(1);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void anArchiveWithinAnotherIsReadFrontToBack() throws Exception {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(inner)) {
      storedEntry(zip, "a", CONTENT);
      entry(zip, "b", "four\n".getBytes(UTF_8));
    }
    for (Pack outer : List.of(Pack.ZIP, Pack.GZIP)) {
      Export export = find(file("x", outer.pack(inner.toByteArray())));
      assertThat(export.parts()).hasSize(2);
      assertThat(pin(export.parts().get(0), LINES).texts()).hasSize(3);
      assertThat(pin(export.parts().get(1), LINES).texts()).containsExactly("four");
    }
  }

  @Test
  void anEncryptedEntryIsRefused() throws Exception {
    byte[] zip = Pack.ZIP.pack(CONTENT);
    zip[6] |= 1;
    for (int i = 0; i < zip.length - 4; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    Path file = file("x.zip", zip);
    assertWrong(() -> find(file), "it is encrypted", "unpack the archive yourself");
  }

  @Test
  void samplesAreTheBeginningsOfPartsWithContent() throws Exception {
    file("a", new byte[0]);
    file("b", Pack.GZIP.pack("\uFEFFx\n".getBytes(UTF_8)));
    file("c", "line\n".repeat(200_000).getBytes(UTF_8));
    byte[] packed = Pack.GZIP.pack(CONTENT);
    file("d", Arrays.copyOf(packed, packed.length - 8));
    List<Sample> samples = Samples.of(find(folder));
    assertThat(samples).extracting(Sample::whole).containsExactly(true, false, false);
    assertThat(samples.get(0).head()).isEqualTo("x\n".getBytes(UTF_8));
    assertThat(samples.get(1).head().length).isBetween(500, 200_000);
    assertThat(samples.get(2).head()).isEqualTo(CONTENT);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] emptyZip() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ZipOutputStream(out).close();
    return out.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static void storedEntry(ZipOutputStream zip, String name, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static void assertWrong(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String what, String next) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(SourceFault.Kind.WRONG_INPUT);
              assertThat(fault).hasMessageContaining(what);
              assertThat(fault.where()).isNotBlank();
              assertThat(fault.next()).contains(next);
            });
  }
}
