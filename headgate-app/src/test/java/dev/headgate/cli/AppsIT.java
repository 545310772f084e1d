package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports that go through apps: proved, with the right persons, killed, and with other apps set in
/// the middle.
class AppsIT {
  private static final int EVENTS = 4000;

  @TempDir Path folder;

  private Path history(int events) {
    Path file = folder.resolve("history.jsonl");
    assertThat(Ran.headgate("synth", "--events", events, "--out", file, "--quiet").exitCode())
        .isZero();
    return file;
  }

  private static String nameOf(String line) {
    return Screen.tree(line).path("event").asText();
  }

  /// The name of most events that ask for no merge.
  private static String usual(List<String> lines) {
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> counts.merge(nameOf(line), 1, Integer::sum));
    counts.keySet().removeIf(name -> name.startsWith("$"));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private Path apps(String name, String apps) throws Exception {
    return Files.writeString(folder.resolve(name), "apps:\n" + apps);
  }

  private static void set(Path apps, Path data) {
    Ran ran = Ran.headgate("apps", "set", apps, "--data", data, "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  private static Ran importing(Path export, Path data, Object... more) {
    Object[] words = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {"import", export, "--data", data, "--yes", "--json"}, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    return Ran.headgate(words);
  }

  @Test
  void whatAnAppDropsIsProvedAndPersonsAreAsIfItHadNeverCome() throws Exception {
    Path history = history(EVENTS);
    List<String> lines = Files.readAllLines(history);
    String usual = usual(lines);
    List<String> rest = lines.stream().filter(line -> !nameOf(line).equals(usual)).toList();
    Path data = folder.resolve("data");
    set(apps("a.yaml", "  - {name: usual, kind: drop, events: ['" + usual + "']}\n"), data);

    Ran ran = importing(history, data);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    JsonNode proof = ran.verification();
    assertThat(proof.path("verified").asBoolean()).isTrue();
    assertThat(proof.path("read").asInt()).isEqualTo(EVENTS);
    assertThat(proof.path("dropped_by_app").path("usual").asInt())
        .isEqualTo(EVENTS - rest.size())
        .isPositive();
    assertThat(proof.path("stored").asInt()).isEqualTo(rest.size());
    JsonNode apps = ran.json().path("apps");
    assertThat(apps.path("names").path(0).asText()).isEqualTo("usual");
    assertThat(apps.path("counts").path(0).path("dropped").asInt()).isPositive();
    assertThat(ran.json().path("findings").toString())
        .contains("1 app of version 1", "usual (drop)", "have a name that is dropped");

    Path other = folder.resolve("other");
    Path filtered = Files.write(folder.resolve("filtered.jsonl"), rest);
    assertThat(importing(filtered, other).exitCode()).isZero();
    for (String what : List.of("persons", "events")) {
      assertThat(Ran.headgate("export", what, "--data", data).out())
          .isEqualTo(Ran.headgate("export", what, "--data", other).out());
    }
    Ran again = Ran.headgate("verify", "1", "--data", data, "--reread");
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
  }

  @Test
  void anImportKilledBetweenTheStoresKeepsItsAppsWhateverIsSetMeanwhile() throws Exception {
    Path history = history(60_000);
    List<String> lines = Files.readAllLines(history);
    String usual = usual(lines);
    long expected = lines.stream().filter(line -> nameOf(line).equals(usual)).count();
    Path data = folder.resolve("data");
    set(
        apps(
            "first.yaml",
            "  - {name: usual, kind: drop, events: ['%s']}\n".formatted(usual)
                + "  - {name: mark, kind: set, property: version, value: 1}\n"),
        data);
    new ChildCommand(
            folder,
            "1g",
            Map.of("HEADGATE_HALT_AT", "between-stores:1"),
            "import",
            history,
            "--data",
            data,
            "--yes",
            "--json")
        .killOnceThereIs(data.resolve("halted-at-between-stores"));
    set(apps("second.yaml", "  - {name: mark, kind: set, property: version, value: 2}\n"), data);

    Ran ran = importing(history, data, "--apps", "none");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("verified").asBoolean()).isTrue();
    assertThat(ran.verification().path("dropped_by_app").path("usual").asLong())
        .isEqualTo(expected);
    assertThat(ran.json().path("apps").path("version").asInt()).isEqualTo(1);
    assertThat(Ran.headgate("export", "events", "--data", data).lines())
        .hasSize((int) (60_000 - expected))
        .allMatch(line -> line.contains("\"version\":1"));
    assertThat(rows(data, "SELECT count(*) FROM dropped")).isEqualTo(expected);
    assertThat(rows(data, "SELECT count(DISTINCT uuid) FROM dropped")).isEqualTo(expected);
  }

  private static long rows(Path data, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + data.resolve("events.duckdb"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @Test
  void anImportGoesThroughTheAppsItNames() throws Exception {
    Path history = history(500);
    Path data = folder.resolve("data");
    set(
        apps(
            "a.yaml",
            """
              - {name: one, kind: set, property: one, value: 1}
              - {name: two, kind: set, property: two, value: 2}
            """),
        data);
    Ran unknown = importing(history, data, "--apps", "two,three");
    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.err()).contains("no app three", "[one, two]");
    Ran ran = importing(history, data, "--apps", "two");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(Ran.headgate("export", "events", "--data", data).lines())
        .allMatch(line -> line.contains("\"two\":2") && !line.contains("\"one\":1"));
    Ran list = Ran.headgate("apps", "list", "--data", data);
    assertThat(list.out()).contains("APPS of project default, version 1", "one", "two");
    assertThat(Ran.headgate("apps", "show", "--data", data).out())
        .isEqualTo(Files.readString(folder.resolve("a.yaml")));
  }

  @Test
  void aFileThatIsWrongIsRefusedWithItsPlace() throws Exception {
    Path data = folder.resolve("data");
    Path wrong = apps("w.yaml", "  - name: h\n    kind: hash\n    properties: [distinct_id]\n");
    Ran ran = Ran.headgate("apps", "set", wrong, "--data", data);
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("line 4, app \"h\", key \"properties\": distinct_id says who is who", "w.yaml");
    Ran trial = Ran.headgate("apps", "test", wrong, history(10));
    assertThat(trial.exitCode()).isEqualTo(2);
    assertThat(trial.err()).contains("line 4, app \"h\", key \"properties\"");
    assertThat(Ran.headgate("apps", "list", "--data", data).out()).contains("has no apps");
  }

  @Test
  void aTrialShowsEachAppBeforeAndAfterAndSendsNothing() throws Exception {
    Path export =
        Files.writeString(
            folder.resolve("e.jsonl"),
            """
            {"event":"a","distinct_id":"u","timestamp":"2024-03-01T10:00:00Z","properties":{"card":"41112222","$set":{"mail":"x"}}}
            {"event":"b","distinct_id":"u","timestamp":"2024-03-01T10:00:00Z","properties":{"card":["41112222"]}}
            """);
    Path apps =
        apps(
            "t.yaml",
            """
              - {name: m, kind: mask, properties: [card, $set.mail], keep_last: 2, on_error: set_aside}
              - {name: s, kind: set, property: n, value: 1}
            """);
    Ran ran = Ran.headgate("apps", "test", apps, export);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("card: \"41112222\" -> \"******22\"")
        .contains("$set.mail: \"x\" -> \"*\"")
        .contains("n: added 1")
        .contains("fails: the property card is an array (on_error: set_aside)")
        .contains("m (mask): seen 2, changed 1, dropped 0, failed 1")
        .contains("s (set): seen 1");
    JsonNode json = Ran.headgate("apps", "test", apps, export, "--json").json();
    JsonNode step = json.path("events").path(0).path("steps").path(0);
    assertThat(step.path("outcome").asText()).isEqualTo("changed");
    assertThat(step.path("before").path("card").asText()).isEqualTo("41112222");
    assertThat(step.path("after").path("card").asText()).isEqualTo("******22");
    assertThat(Files.exists(Path.of("headgate-data"))).isFalse();
  }
}
