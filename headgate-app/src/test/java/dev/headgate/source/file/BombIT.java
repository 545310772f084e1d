package dev.headgate.source.file;

import static dev.headgate.source.file.Exports.LINES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Part;
import dev.headgate.source.SourceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Packed files that unpack to far more than they are, and archives with very many entries.
class BombIT {
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  private List<? extends Part> find(byte[] packed, ExpansionLimit limit) throws Exception {
    Path file = Files.write(folder.resolve("bomb"), packed);
    return new ExportFinder(
            InputStream.nullInputStream(), folder.resolve("spool"), limit, List.of())
        .find(List.of(file.toString()))
        .parts();
  }

  private static byte[] bomb(Pack pack, long megabytes) throws IOException {
    byte[] line = new byte[(int) MEGABYTE];
    Arrays.fill(line, (byte) 'x');
    line[line.length - 1] = '\n';
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = pack.packing(packed)) {
      for (long i = 0; i < megabytes; i++) {
        out.write(line);
      }
    }
    return packed.toByteArray();
  }

  private static void assertTooMuch(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String packing) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(SourceFault.Kind.WRONG_INPUT);
              assertThat(fault)
                  .hasMessageContaining("unpacks to more than 100 times its size")
                  .hasMessageContaining(packing);
              assertThat(fault.where()).contains("bomb");
              assertThat(fault.next()).contains("--max-expansion 1000");
            });
  }

  @ParameterizedTest
  @EnumSource(value = Pack.class, mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void whatUnpacksToFarTooMuchIsRefusedUnlessMoreIsAllowed(Pack pack) throws Exception {
    byte[] packed = bomb(pack, 40);
    ExpansionLimit limit = new ExpansionLimit(100, 8 * MEGABYTE);
    assertTooMuch(
        () -> Exports.pin(find(packed, limit).getFirst(), LINES),
        pack.name().toLowerCase(java.util.Locale.ROOT));
    for (ExpansionLimit wider :
        List.of(new ExpansionLimit(1_000_000, 0), new ExpansionLimit(1, 40 * MEGABYTE))) {
      assertThat(Exports.pin(find(packed, wider).getFirst(), LINES).rows()).hasSize(40);
    }
  }

  @Test
  void rowsOfParquetAreHeldToItAsWell() throws Exception {
    Path file = folder.resolve("rows");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT repeat('x', 1000) AS t FROM range(40000)) TO '%s' (FORMAT parquet)"
              .formatted(file));
    }
    byte[] packed = Files.readAllBytes(file);
    ExpansionLimit limit = new ExpansionLimit(100, 8 * MEGABYTE);
    assertTooMuch(() -> Exports.pin(find(packed, limit).getFirst(), LINES), "parquet");
    ExpansionLimit wider = new ExpansionLimit(1, 80 * MEGABYTE);
    assertThat(Exports.pin(find(packed, wider).getFirst(), LINES).rows()).hasSize(40_000);
  }

  @Test
  void layersAreMeasuredTogether() throws Exception {
    byte[] packed = Pack.GZIP.pack(bomb(Pack.GZIP, 400));
    assertThat(packed.length).isLessThan(10_000);
    ExpansionLimit limit = new ExpansionLimit(100, 8 * MEGABYTE);
    assertTooMuch(() -> Exports.pin(find(packed, limit).getFirst(), LINES), "gzip");
    assertTooMuch(
        () -> Exports.pin(find(Pack.ZIP.pack(bomb(Pack.ZSTD, 400)), limit).getFirst(), LINES),
        "zstd");
  }

  @Test
  void anArchiveWhoseEntriesTogetherAreTooMuchIsRefusedAtOnce() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] content = "x".repeat((int) MEGABYTE).getBytes(UTF_8);
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < 20; i++) {
        zip.putNextEntry(new ZipEntry("entry-" + i));
        zip.write(content);
      }
    }
    ExpansionLimit limit = new ExpansionLimit(100, 8 * MEGABYTE);
    assertTooMuch(() -> find(out.toByteArray(), limit), "zip");
  }

  @Test
  void anEntryThatIsLongerThanItsArchiveSaysIsCorrupt() throws Exception {
    byte[] zip = Pack.ZIP.pack("0123456789\n".repeat(100).getBytes(UTF_8));
    for (int i = 0; i < zip.length - 30; i++) {
      boolean directory = zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2;
      if (directory) {
        zip[i + 24] = 10;
        zip[i + 25] = 0;
      }
    }
    Part part = find(zip, ExpansionLimit.standard()).getFirst();
    assertThat(Exports.pin(part, LINES).pin().truncated().orElseThrow().what())
        .contains("longer than the archive says");
  }

  @Test
  void anArchiveOfManyEntriesOpensEachWithoutTheOthers() throws Exception {
    int entries = 20_000;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry("%06d".formatted(i)));
        zip.write(("line " + i + "\n").getBytes(UTF_8));
      }
    }
    List<? extends Part> parts = find(out.toByteArray(), ExpansionLimit.standard());
    assertThat(parts).hasSize(entries);
    for (int i = 0; i < entries; i += 997) {
      assertThat(Exports.pin(parts.get(i), LINES).texts()).containsExactly("line " + i);
    }
    byte[] inGzip = Pack.GZIP.pack(out.toByteArray());
    assertThatThrownBy(() -> find(inGzip, ExpansionLimit.standard()))
        .hasMessageContaining("more than 1000 entries");
  }
}
