package dev.headgate.source.file;

import static dev.headgate.source.file.AnyFile.ARRAY;
import static dev.headgate.source.file.AnyFile.CSV_TEXT;
import static dev.headgate.source.file.AnyFile.LINES;
import static dev.headgate.source.file.AnyFile.PRETTY;
import static dev.headgate.source.file.AnyFile.bounds;
import static dev.headgate.source.file.AnyFile.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import dev.headgate.source.fuzz.Fuzzing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Packed files and archives with random damage: see {@link AnyFile}. What our own code unpacks is
/// held against the JDK.
class ArchiveFuzzSimulation {
  private static final String SHARED_NAME = "";

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
          List<FilePart> parts;
          try {
            parts = AnyFile.parts(input, new ExpansionLimit(50, 1 << 20));
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
}
