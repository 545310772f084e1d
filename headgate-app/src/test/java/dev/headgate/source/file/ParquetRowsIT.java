package dev.headgate.source.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Export;
import dev.headgate.source.Part;
import dev.headgate.source.SourceFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsIT {
  @TempDir Path folder;

  /// A Parquet file, written by DuckDB, with what a query answers.
  private Path file(String query, String options) throws Exception {
    Path file = folder.resolve("rows.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(query, file, options));
    }
    return file;
  }

  private Part part(Path file) throws SourceFault {
    Export export =
        new ExportFinder(InputStream.nullInputStream(), folder.resolve("spool"))
            .find(List.of(file.toString()));
    assertThat(export.parts()).hasSize(1);
    return export.parts().getFirst();
  }

  private List<String> lines(Path file) throws Exception {
    try (InputStream in = part(file).open()) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @Test
  void valuesAreWrittenByWhatTheyAre() throws Exception {
    Path file =
        file(
            """
            SELECT 'O''B "q" 東' AS text, 7::TINYINT AS tiny, 9007199254740993::BIGINT AS big,
              1.5::DOUBLE AS half, 'NaN'::DOUBLE AS nan, true AS yes, NULL::VARCHAR AS none,
              TIMESTAMPTZ '2024-03-01 04:08:31.905123+00' AS utc, TIMESTAMP '2024-03-01 04:08:31.5' AS civil,
              DATE '2024-03-01' AS day, '018e1f5a-0000-7000-8000-000000000001'::UUID AS id,
              12.50::DECIMAL(8,2) AS price, 'ab'::BLOB AS bytes,
              {'a': 1, 'b': NULL, 'c': {'d': 'x'}} AS "group", [1, NULL, 3] AS list, MAP {'k': 2} AS map,
              [{'key': 'k', 'value': {'int_value': 5}}] AS params
            """,
            "");
    assertThat(lines(file))
        .containsExactly(
            "{\"text\":\"O'B \\\"q\\\" 東\",\"tiny\":7,\"big\":9007199254740993,\"half\":1.5,\"nan\":\"NaN\",\"yes\":true,"
                + "\"utc\":\"2024-03-01T04:08:31.905123Z\",\"civil\":\"2024-03-01T04:08:31.500\","
                + "\"day\":\"2024-03-01\",\"id\":\"018e1f5a-0000-7000-8000-000000000001\",\"price\":12.50,"
                + "\"bytes\":\"ab\",\"group\":{\"a\":1,\"c\":{\"d\":\"x\"}},\"list\":[1,null,3],\"map\":{\"k\":2},"
                + "\"params\":[{\"key\":\"k\",\"value\":{\"int_value\":5}}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd", "lz4_raw"})
  void rowsOfManyGroupsComeInTheirOrder(String compression) throws Exception {
    Path file =
        file(
            "SELECT i, 'event ' || (i % 7) AS event FROM range(50000) t(i)",
            ", COMPRESSION %s, ROW_GROUP_SIZE 8192".formatted(compression));
    List<String> lines = lines(file);
    assertThat(lines).hasSize(50_000);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).isEqualTo("{\"i\":%d,\"event\":\"event %d\"}".formatted(i, i % 7));
    }
    assertThat(part(file).packing()).isEqualTo("parquet");
  }

  @Test
  void aFileThatEndsTooEarlyIsAFaultAndSoIsOneThatIsPacked() throws Exception {
    byte[] whole = Files.readAllBytes(file("SELECT i FROM range(9000) t(i)", ""));
    Path half = Files.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> lines(half)).isInstanceOf(IOException.class);
    Path broken = folder.resolve("broken");
    byte[] wrong = whole.clone();
    Arrays.fill(wrong, 40, 200, (byte) 0x5a);
    Files.write(broken, wrong);
    assertThatThrownBy(() -> lines(broken)).isInstanceOf(IOException.class);
    assertThatThrownBy(() ->
            new ExportFinder(new ByteArrayInputStream(whole), folder.resolve("spool"))
                .find(List.of("-")))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("only where it lies as a file");
  }

  /// The library waits for such a page without end.
  @Test
  @Timeout(60)
  void aPageThatSaysItIsLongerThanItsColumnIsAFault() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            file("SELECT 'text ' || i AS t FROM range(900) t(i)", ", COMPRESSION uncompressed"));
    // PAR1, then the first page's header: 15 type 15 unpacked size 15 packed size, each a varint.
    int at = 4;
    for (int field = 0; field < 3; field++) {
      assertThat(whole[at++]).isEqualTo((byte) 0x15);
      while (field < 2 && whole[at++] < 0) {}
    }
    while (whole[at] < 0) {
      at++;
    }
    assertThat(whole[at]).isLessThan((byte) 0x40);
    whole[at] = (byte) (whole[at] + 0x3f);
    Path broken = Files.write(folder.resolve("broken"), whole);
    assertThatThrownBy(() -> lines(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a page is longer than its column, at byte 4");
  }

  /// Whatever the library makes of it: rows that are missing are never passed over.
  @Test
  void aFileThatSaysItHasMoreRowsIsAFault() throws Exception {
    byte[] whole = Files.readAllBytes(file("SELECT i FROM range(1234) t(i)", ""));
    // In the directory, after the schema: 16 number of rows, a varint of twice as many.
    String text = new String(whole, ISO_8859_1);
    int at = text.indexOf("\u0016\u00a4\u0013", text.lastIndexOf("duckdb_schema"));
    assertThat(at).isPositive();
    whole[at + 1] = (byte) (whole[at + 1] + 2);
    Path file = Files.write(folder.resolve("broken"), whole);
    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it says that it has 1235 rows, and 1234 were read");
  }

  /// The library makes room for a text before it looks whether there is so much of it.
  @Test
  void aTextThatSaysItIsLongerThanTheMemoryIsAFault() throws Exception {
    byte[] whole = Files.readAllBytes(file("SELECT i FROM range(900) t(i)", ""));
    int writer = new String(whole, ISO_8859_1).lastIndexOf("DuckDB version");
    byte[] twoBillion = {(byte) 0x80, (byte) 0xa8, (byte) 0xd6, (byte) 0xb9, 7};
    ByteBuffer broken = ByteBuffer.allocate(whole.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    broken.put(whole, 0, writer - 1).put(twoBillion).put(whole, writer, whole.length - writer);
    int directoryLength = broken.getInt(broken.capacity() - 8);
    broken.putInt(broken.capacity() - 8, directoryLength + 4);
    Path file = Files.write(folder.resolve("broken"), broken.array());
    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no readable Parquet");
  }
}
