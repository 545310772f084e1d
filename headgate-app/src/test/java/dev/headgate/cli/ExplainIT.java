package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small history, imported, and what is said of it.
class ExplainIT {
  private static final String A_UUID = "00000000-0000-4000-8000-0000000000%02d";

  @TempDir Path folder;

  private static String line(int number, String event, String id, String properties) {
    return "{\"uuid\":\"%s\",\"event\":\"%s\",\"distinct_id\":\"%s\","
            .formatted(A_UUID.formatted(number), event, id)
        + "\"timestamp\":\"2024-03-01T00:00:%02dZ\",\"properties\":%s}"
            .formatted(number, properties);
  }

  private Path imported() throws Exception {
    Path export = folder.resolve("small.jsonl");
    Files.write(
        export,
        List.of(
            line(1, "visit", "anon", "{\"$set_once\":{\"from\":\"search\"}}"),
            line(
                2, "$identify", "ada", "{\"$anon_distinct_id\":\"anon\",\"$set\":{\"plan\":1.50}}"),
            line(3, "$identify", "bob", "{\"$anon_distinct_id\":\"phone\"}"),
            line(4, "$create_alias", "ada", "{\"alias\":\"bob\"}"),
            line(5, "$identify", "ada", "{\"$anon_distinct_id\":\"null\"}"),
            line(6, "bought", "anon", "{\"$set\":{\"city\":\"Oslo\"},\"$unset\":[\"from\"]}")));
    Path data = folder.resolve("data");
    assertThat(
            Ran.headgate("import", export, "--data", data, "--yes", "--json", "--quiet").exitCode())
        .isZero();
    return data;
  }

  @Test
  void aPersonIsExplainedByItsMergesAndWrites() throws Exception {
    Path data = imported();
    Ran ran = Ran.headgate("explain", "person", "anon", "--data", data, "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    List<String> lines = ran.lines().stream().map(String::strip).toList();
    String file = folder.resolve("small.jsonl") + ":";
    assertThat(lines.getFirst()).startsWith("Person ");
    assertThat(lines)
        .containsSubsequence(
            "identified, 2 distinct_ids, since 2024-03-01T00:00:01Z; named by anon",
            "2024-03-01T00:00:02Z  $identify  ada <- anon",
            "joined them: one person from here on",
            file + "2, event " + A_UUID.formatted(2),
            "2024-03-01T00:00:04Z  $create_alias  ada <- bob",
            "refused: bob was of an identified person already, and ada of another"
                + " (cannot_merge_already_identified)",
            file + "4, event " + A_UUID.formatted(4),
            "2024-03-01T00:00:05Z  $identify  ada <- null",
            "refused: one of them is no person's id (cannot_merge_with_illegal_distinct_id)",
            "2024-03-01T00:00:02Z  ada",
            file + "2, event " + A_UUID.formatted(2),
            "$set       plan = 1.5",
            "2024-03-01T00:00:06Z  anon",
            file + "6, event " + A_UUID.formatted(6),
            "$set       city = \"Oslo\"",
            "$unset     from = nothing");
    Ran json = Ran.headgate("explain", "person", "ada", "--data", data, "--json", "--quiet");
    List<String> outcomes = new ArrayList<>();
    json.json().path("merges").forEach(merge -> outcomes.add(merge.path("outcome").asText()));
    assertThat(outcomes).containsExactly("joined", "refused", "refused");
    assertThat(json.json().path("merges").path(0).path("line").asInt()).isEqualTo(2);
  }

  @Test
  void mergesThatWereNotMadeAreListed() throws Exception {
    Path data = imported();
    Ran ran = Ran.headgate("explain", "warnings", "--data", data, "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.lines().stream().map(String::strip))
        .containsSubsequence(
            "1  cannot_merge_already_identified",
            "1  cannot_merge_with_illegal_distinct_id",
            "2024-03-01T00:00:04Z  $create_alias  ada <- bob",
            folder.resolve("small.jsonl") + ":4, event " + A_UUID.formatted(4),
            "2024-03-01T00:00:05Z  $identify  ada <- null");
    JsonNode first =
        Ran.headgate("explain", "warnings", "--limit", 1, "--data", data, "--json", "--quiet")
            .json();
    assertThat(first.path("warnings")).hasSize(1);
    assertThat(first.path("next").asText())
        .isEqualTo("2024-03-01T00:00:04Z," + A_UUID.formatted(4));
    Ran ofAnother = Ran.headgate("explain", "warnings", "--import", 2, "--data", data, "--quiet");
    assertThat(ofAnother.out()).contains("No merge was refused or set aside, and no event");
    Ran wrong = Ran.headgate("explain", "warnings", "--limit", 0, "--data", data, "--quiet");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("limit is 0").contains("from 1 to");
  }

  @Test
  void anEventIsExplainedByWhoBroughtIt() throws Exception {
    Path data = imported();
    Path again = folder.resolve("again.jsonl");
    Files.write(again, List.of(line(1, "visit", "anon", "{}"), line(7, "visit", "cy", "{}")));
    assertThat(
            Ran.headgate("import", again, "--data", data, "--yes", "--json", "--quiet").exitCode())
        .isZero();
    Ran ran = Ran.headgate("explain", "event", A_UUID.formatted(1), "--data", data, "--quiet");
    assertThat(ran.lines().stream().map(String::strip))
        .contains(
            "stored: visit of anon at 2024-03-01T00:00:01Z",
            "brought by import 1: " + folder.resolve("small.jsonl") + ":1",
            "import 2 brought it again; import 1 had it first",
            "import 2 brought another under this uuid: visit of anon at 2024-03-01T00:00:01Z; not"
                + " stored (import 1 had it first; another properties)");
    Ran warnings = Ran.headgate("explain", "warnings", "--import", 2, "--data", data, "--quiet");
    assertThat(warnings.lines().stream().map(String::strip))
        .contains("1  conflicting_events", "event " + A_UUID.formatted(1));
    JsonNode json =
        Ran.headgate("explain", "event", A_UUID.formatted(7), "--data", data, "--json", "--quiet")
            .json();
    assertThat(json.path("event").path("import").asInt()).isEqualTo(2);
    assertThat(json.path("deduplicated")).isEmpty();
    Ran unknown = Ran.headgate("explain", "event", A_UUID.formatted(9), "--data", data);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("nothing is known of an event").contains("rejects.jsonl");
    Ran nobody = Ran.headgate("explain", "person", "nobody", "--data", data);
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("no person has the distinct_id nobody");
  }
}
