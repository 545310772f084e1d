package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.synth.SynthFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Generated histories of every format of other products: detected, assessed, imported, proved, and
/// ending in the persons of their truth.
class GeneratedExportsIT {
  @TempDir Path folder;

  private Path history(String format, String name, String events) {
    Path file = folder.resolve(name);
    Ran ran =
        Ran.headgate("synth", "--format", format, "--events", events, "--out", file, "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "segment, segment.json.gz, 100 of the first 100 lines have a call's type",
    "rudderstack, rudder.json.gz, of the first 100 lines are rows of a RudderStack archive",
    "posthog, events.jsonl.zst, 100 of the first 100 lines have an event and elements_chain",
    "snowplow, enriched.tsv.gz, 100 of the first 100 lines have 131 fields",
    "ga4, events_20240101.json.gz, '100 of the first 100 lines have event_name, event_timestamp'",
    "heap, heap.json.gz, '100 of the first 100 lines have event_id, event_table_name and time'"
  })
  void aHistoryComesInAsItsTruthSays(String format, String name, String evidence) throws Exception {
    Path export = history(format, name, "20000");
    JsonNode truth = Screen.tree(Files.readString(folder.resolve(name + ".truth.json")));

    Ran preview = Ran.headgate("preview", export, "--json", "--quiet", "--limit", "50");
    assertThat(preview.exitCode()).as(preview.err()).isZero();
    assertThat(preview.json().path("format").asText()).isEqualTo(format);
    assertThat(preview.json().path("evidence").asText()).contains(evidence);
    assertThat(preview.json().path("events").size()).isGreaterThanOrEqualTo(50);
    assertThat(preview.json().path("rejects").size()).isZero();

    Path data = folder.resolve("data");
    Ran ran = Ran.headgate("import", export, "--data", data, "--yes", "--json", "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    JsonNode assessment = ran.json().path("assessment");
    for (String same : List.of("events", "distinct_ids", "event_types", "days", "merges")) {
      JsonNode stated = truth.path(same);
      assertThat(StatedKeys.of(assessment.path(same), stated)).as(same).isEqualTo(stated);
    }
    JsonNode verification = ran.verification();
    assertThat(verification.path("verified").asBoolean()).isTrue();
    assertThat(verification.path("read")).isEqualTo(truth.path("events"));
    assertThat(verification.path("stored")).isEqualTo(truth.path("stored"));
    assertThat(Ran.headgate("export", "persons", "--data", data).out())
        .isEqualTo(Files.readString(folder.resolve(name + ".persons.jsonl")));
  }

  @Test
  void theHelpNamesEveryFormat() {
    for (SynthFormat format : SynthFormat.values()) {
      assertThat(Ran.headgate("synth", "--help").out()).contains(format.formatName());
      assertThat(Ran.headgate("preview", "--help").out()).contains(format.formatName());
    }
  }

  /// Persons as PostHog's batch export has them: a row for each distinct_id.
  private Path personsModel(String name, List<String> persons) throws Exception {
    List<String> rows = new ArrayList<>();
    for (String line : persons) {
      JsonNode person = Screen.tree(line);
      for (JsonNode id : person.path("distinct_ids")) {
        ObjectNode row = Screen.object().put("team_id", 1).put("distinct_id", id.asText());
        row.put("person_id", "there-" + person.path("person_id").asText());
        rows.add(row.put("person_distinct_id_version", 1).put("is_deleted", false).toString());
      }
    }
    return Files.write(folder.resolve(name), rows);
  }

  @Test
  void personsAreComparedWithThoseOfPostHog() throws Exception {
    Path export = history("posthog", "events.jsonl", "2000");
    Path data = folder.resolve("data");
    assertThat(Ran.headgate("import", export, "--data", data, "--yes", "--quiet").exitCode())
        .isZero();
    List<String> persons = Files.readAllLines(folder.resolve("events.jsonl.persons.jsonl"));
    Path same = personsModel("same.jsonl", persons);

    Ran agree = Ran.headgate("verify", "1", "--data", data, "--persons", same, "--json");
    assertThat(agree.exitCode()).as(agree.err()).isZero();
    assertThat(agree.json().path("persons").path("same").asBoolean()).isTrue();
    assertThat(agree.json().path("persons").path("persons_here").asInt()).isEqualTo(persons.size());
    assertThat(agree.err()).contains("persons agree: ");

    List<String> rows = new ArrayList<>(Files.readAllLines(same));
    JsonNode first = Screen.tree(rows.getFirst());
    String joined =
        ((ObjectNode) Screen.tree(rows.getLast()))
            .set("person_id", first.path("person_id"))
            .toString();
    rows.set(rows.size() - 1, joined);
    Path other = Files.write(folder.resolve("other.jsonl"), rows);
    Ran differ = Ran.headgate("verify", "1", "--data", data, "--persons", other);
    assertThat(differ.exitCode()).isEqualTo(1);
    assertThat(differ.err() + differ.out())
        .contains("persons DIFFER")
        .contains("one person there, two here")
        .contains("verified: read 2000");

    Ran wrong = Ran.headgate("verify", "1", "--data", data, "--persons", export);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("this is no export of PostHog's persons").contains(":1");
  }

  @Test
  void aManifestMeansThatAllIsThere() throws Exception {
    Path place = Files.createDirectories(folder.resolve("export"));
    Files.move(history("posthog", "a.jsonl", "300"), place.resolve("a.jsonl"));
    Path manifest = place.resolve("manifest.json");
    Files.writeString(manifest, "{\n \"files\": [\n  \"exports/1/a.jsonl\"\n ]\n}\n");
    Ran whole = Ran.headgate("assess", place, "--json", "--quiet");
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(whole.json().path("format").asText()).isEqualTo("posthog");
    assertThat(whole.json().path("events").asInt()).isEqualTo(300);
    assertThat(whole.json().path("rejected").asInt()).isZero();

    Files.writeString(manifest, "{\"files\": [\"exports/1/a.jsonl\", \"exports/1/b.jsonl\"]}");
    Ran half = Ran.headgate("assess", place, "--json", "--quiet");
    assertThat(half.exitCode()).isEqualTo(2);
    assertThat(half.err()).contains("b.jsonl");
  }

  private static final String PARAMETERS =
      "STRUCT(\"key\" VARCHAR, \"value\" STRUCT(string_value VARCHAR, int_value BIGINT,"
          + " double_value DOUBLE))[]";

  /// The columns of JSON Lines as DuckDB reads them, by name.
  private static String columns(String format) {
    return switch (format) {
      case "posthog" ->
          "uuid: 'UUID', event: 'VARCHAR', distinct_id: 'VARCHAR', timestamp: 'TIMESTAMPTZ', properties: 'JSON',"
              + " elements_chain: 'VARCHAR', person_id: 'VARCHAR', person_properties: 'JSON', created_at: 'TIMESTAMPTZ'";
      case "ga4" ->
          "event_date: 'VARCHAR', event_timestamp: 'BIGINT', event_name: 'VARCHAR', event_bundle_sequence_id: 'BIGINT',"
              + " batch_event_index: 'BIGINT', user_pseudo_id: 'VARCHAR', user_id: 'VARCHAR', stream_id: 'VARCHAR',"
              + (" event_params: '%1$s', user_properties: '%1$s', device: 'STRUCT(category VARCHAR, operating_system"
                      + " VARCHAR, operating_system_version VARCHAR, web_info STRUCT(browser VARCHAR, browser_version"
                      + " VARCHAR))', geo: 'STRUCT(city VARCHAR)', app_info: 'STRUCT(id VARCHAR, version VARCHAR)',"
                      + " collected_traffic_source: 'STRUCT(manual_source VARCHAR, manual_medium VARCHAR,"
                      + " manual_campaign_name VARCHAR)'")
                  .formatted(PARAMETERS);
      default -> throw new IllegalArgumentException(format);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"posthog", "ga4"})
  void aParquetFileComesInLikeItsLines(String format) throws Exception {
    Path lines = history(format, "a.jsonl", "3000");
    Path parquet = folder.resolve("a.parquet.zst");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_json('%s', format='newline_delimited', columns={%s})) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
              .formatted(lines, columns(format), parquet));
    }
    Path data = folder.resolve("data");
    Ran ran = Ran.headgate("import", parquet, "--data", data, "--yes", "--json", "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.json().path("assessment").path("format").asText()).isEqualTo(format);
    assertThat(ran.verification().path("verified").asBoolean()).isTrue();
    assertThat(Ran.headgate("export", "persons", "--data", data).out())
        .isEqualTo(Files.readString(folder.resolve("a.jsonl.persons.jsonl")));
  }

  @Test
  void aParquetFileOfAnyShapeComesInThroughAMapping() throws Exception {
    Path parquet = folder.resolve("shop.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT 'sale' AS kind, {'login': 'u' || i} AS actor, TIMESTAMP '2024-03-01' + INTERVAL (i) MINUTE AS at,"
              + " i AS amount FROM range(300) t(i)) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
    Path mapping =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            format: parquet
            event: {field: kind}
            distinct_id: {field: actor.login}
            timestamp: {field: at, format: iso8601}
            properties: all
            """);
    Ran ran = Ran.headgate("preview", parquet, "--mapping", mapping, "--json", "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    JsonNode third = ran.json().path("events").path(2);
    assertThat(third.path("line").asInt()).isEqualTo(3);
    assertThat(third.path("event").path("distinct_id").asText()).isEqualTo("u2");
    assertThat(third.path("event").path("timestamp").asText()).isEqualTo("2024-03-01T00:02:00Z");
    assertThat(third.path("event").path("properties").path("amount").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "segment, ga4, a.json:1",
    "ga4, segment, a.json:1",
    "posthog, snowplow, a.json:1",
    "snowplow, posthog, a.json:1",
    "rudderstack, ga4, a.json:1",
    "heap, ga4, a.json:1",
    "ga4, heap, a.json:1",
  })
  void aWrongFormatIsDisprovedByItsFirstLine(String is, String said, String where) {
    Path export = history(is, "a.json", "50");
    Ran ran = Ran.headgate("preview", export, "--format", said);
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(where).contains("this is not");
  }
}
