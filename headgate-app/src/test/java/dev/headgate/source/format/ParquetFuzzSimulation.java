package dev.headgate.source.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Decoded;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordFormat.RecordDecoder;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.ExpansionLimit;
import dev.headgate.source.file.ExportFinder;
import dev.headgate.source.file.PartReaders;
import dev.headgate.source.fuzz.Fuzzing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Parquet files with random damage, of each format that has them: reading ends in records or a
/// {@link SourceFault}, reading again gives the same, and each row becomes events or is refused.
class ParquetFuzzSimulation {
  private static final String MAPPING =
      """
      format: parquet
      event: {field: kind}
      distinct_id: {field: actor.login}
      timestamp: {field: at, format: iso8601}
      properties: all
      """;
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @TempDir Path folder;

  /// What has Parquet files.
  enum Shape {
    POSTHOG(
        """
        SELECT '018df8a1-0000-7000-8000-00000000000' || i AS uuid, 'e' || i AS event, 'u' AS distinct_id,
          TIMESTAMPTZ '2024-03-01 04:08:31.905123+00' AS timestamp, '{"a":[1,"x"]}' AS properties, '' AS elements_chain,
          'p' AS person_id, '{}' AS person_properties, TIMESTAMPTZ '2024-03-01 04:08:31+00' AS created_at
        FROM range(7) t(i)\
        """),
    GA4(
        """
        SELECT '20250301' AS event_date, 1740801600123456 + i AS event_timestamp, 'page_view' AS event_name,
          [{'key': 'k', 'value': {'string_value': NULL, 'int_value': i}}] AS event_params, '123.456' AS user_pseudo_id,
          NULL::VARCHAR AS user_id, 57 AS event_bundle_sequence_id, {'category': 'mobile'} AS device
        FROM range(7) t(i)\
        """),
    MAPPED(
        """
        SELECT 'sale' AS kind, {'login': 'u' || i} AS actor, TIMESTAMP '2024-03-01' AS at, i AS amount, 12.50::DECIMAL(8,2)
          AS price, 'ab'::BLOB AS bytes, 1.5::DOUBLE AS half, MAP {'k': i} AS map, [1, NULL, i] AS list, true AS yes
        FROM range(7) t(i)\
        """);

    private final String query;

    Shape(String query) {
      this.query = query;
    }

    RecordFormat format() throws SourceFault {
      return switch (this) {
        case POSTHOG -> new PostHogFormat();
        case GA4 -> new Ga4Format();
        case MAPPED -> FormatDetection.format(MappingFile.parse("m.yaml", MAPPING));
      };
    }
  }

  private List<byte[]> files(Shape shape) throws Exception {
    List<byte[]> files = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (String options :
          List.of(
              "COMPRESSION uncompressed",
              "COMPRESSION snappy",
              "COMPRESSION zstd",
              "COMPRESSION gzip, PARQUET_VERSION v2",
              "COMPRESSION lz4_raw")) {
        Path file = folder.resolve("seed.parquet");
        statement.execute(
            "COPY (%s) TO '%s' (FORMAT parquet, %s)".formatted(shape.query, file, options));
        files.add(Files.readAllBytes(file));
      }
    }
    return files;
  }

  private Part part(Path file) throws SourceFault {
    return new ExportFinder(
            InputStream.nullInputStream(),
            folder.resolve("spool"),
            new ExpansionLimit(50, 1 << 20),
            List.of())
        .find(List.of(file.toString()))
        .parts()
        .getFirst();
  }

  /// Takes a file away, so that the next one of its name is another. The library maps files into
  /// memory, and a thread of it may still be reading the last one: if that became shorter under it,
  /// this process would end.
  private static void anew(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  private record Read(List<Decoded> rows, List<Position> resumes, ContentPin pin) {}

  private static Read read(RecordReader opened, RecordFormat format) throws SourceFault {
    RecordDecoder decoder = format.decoder("fuzz", Optional.empty());
    List<Decoded> rows = new ArrayList<>();
    List<Position> resumes = new ArrayList<>();
    try (RecordReader reader = opened) {
      resumes.add(reader.resumeAt());
      while (reader.next()) {
        rows.add(decoder.decode(reader.record()));
        resumes.add(reader.resumeAt());
      }
      return new Read(rows, resumes, reader.pin());
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void damaged(Shape shape) throws Exception {
    RecordFormat format = shape.format();
    Path file = folder.resolve("fuzz.parquet");
    Fuzzing.run(
        "parquet " + shape.name(),
        files(shape),
        (input, random) -> {
          anew(file);
          Files.write(file, input);
          Part part;
          Read first;
          try {
            part = part(file);
            first = read(new PartReaders().pinning(part, format.bounds()), format);
          } catch (SourceFault e) {
            assertThat(e.next()).isNotBlank();
            return;
          }
          for (Decoded row : first.rows) {
            if (row instanceof Decoded.Events made) {
              made.drafts().forEach(FormatFuzzSimulation::check);
            }
          }
          int skip = random.nextInt(first.resumes.size());
          Read rest =
              read(
                  new PartReaders()
                      .rereading(part, format.bounds(), first.pin, first.resumes.get(skip)),
                  format);
          assertThat(rest.rows).isEqualTo(first.rows.subList(skip, first.rows.size()));
          assertThat(rest.pin).isEqualTo(first.pin);
        });
  }

  /// Whatever a text holds, a file of it that DuckDB wrote has the rows that DuckDB says it has.
  @Test
  void texts() throws Exception {
    Path file = folder.resolve("texts.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      Fuzzing.run(
          "within parquet",
          List.of("one\n\"two\"\n\u6771\uD83D\uDE00\n\n5".getBytes(UTF_8)),
          (input, random) -> {
            // A NUL comes out as U+FFFD, as everywhere: it cannot be stored.
            String text = new String(input, UTF_8).replace('\0', '\uFFFD');
            List<String> texts = text.lines().limit(200).toList();
            int width = 1 + random.nextInt(3);
            anew(file);
            JsonNode expected = write(connection, texts, width, file);
            List<JsonNode> rows = new ArrayList<>();
            try (RecordReader reader =
                new PartReaders().pinning(part(file), new RecordBounds.Lines())) {
              while (reader.next()) {
                rows.add(JACKSON.readTree(reader.record().bytes()));
              }
              assertThat(reader.pin().truncated()).isEmpty();
            }
            assertThat(JACKSON.valueToTree(rows).toString()).isEqualTo(expected.toString());
          });
    }
  }

  /// Writes the texts alone, in lists, in groups, and what numbers they are.
  ///
  /// @return the rows as DuckDB reads them, nulls left out as ours are
  private static JsonNode write(Connection connection, List<String> texts, int width, Path file)
      throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE texts (n BIGINT, t VARCHAR)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO texts VALUES (?, ?)")) {
        for (int i = 0; i < texts.size(); i++) {
          insert.setLong(1, i);
          insert.setString(2, texts.get(i));
          insert.addBatch();
        }
        if (!texts.isEmpty()) {
          insert.executeBatch();
        }
      }
      statement.execute(
          """
          COPY (SELECT n, t, TRY_CAST(t AS BIGINT) AS whole, [t, NULL, 'x'][1:%d] AS list,
              {'t': t, 'deep': {'n': n, 't': [t]}} AS "group", length(t) %% 2 = 0 AS even
            FROM texts ORDER BY n) TO '%s' (FORMAT parquet)\
          """
              .formatted(width, file));
      return rows(statement, file);
    }
  }

  private static JsonNode rows(Statement statement, Path file) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    try (var result =
        statement.executeQuery(
            "SELECT to_json(r)::VARCHAR FROM '%s' r ORDER BY n".formatted(file))) {
      while (result.next()) {
        JsonNode row = JACKSON.readTree(result.getString(1));
        row.properties().removeIf(member -> member.getValue().isNull());
        rows.add(row);
      }
    }
    return JACKSON.valueToTree(rows);
  }
}
