package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.admit.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit trail of an import, on the command line.
class AuditIT {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void anImport() throws Exception {
    data = folder.resolve("data");
    Path history = folder.resolve("history.jsonl");
    assertThat(Ran.headgate("synth", "--events", 500, "--out", history, "--quiet").exitCode())
        .isZero();
    Ran ran = Ran.headgate("import", history, "--data", data, "--yes", "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  private Ran audit(Object... words) {
    List<Object> all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", data));
    return Ran.headgate(all.toArray());
  }

  private void behindItsBack(String... statements) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("control.db"));
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Path exported() throws Exception {
    Ran export = audit("export");
    assertThat(export.exitCode()).as(export.err()).isZero();
    return Files.writeString(folder.resolve("audit.jsonl"), export.out());
  }

  @Test
  void aTrailIsListedVerifiedExportedAndVerifiedElsewhere() throws Exception {
    Ran list = audit("list", "--subject", "import:1");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .contains("import:1", "green_light -> green_lit", "by pipeline team from 127.0.0.1");
    JsonNode entries = audit("list", "--json").json().path("entries");
    assertThat(entries.findValuesAsText("step"))
        .containsExactly(
            "create", "submit", "green_light", "start", "complete", "record_verification");
    assertThat(audit("list", "--since", "2999-01-01").out()).isEmpty();
    assertThat(audit("list", "--subject", "flood", "--json").json().path("entries")).isEmpty();

    Ran verify = audit("verify", "--json");
    assertThat(verify.exitCode()).as(verify.err()).isZero();
    assertThat(verify.json().path("entries").asInt()).isEqualTo(6);
    String head = verify.json().path("head").asText();
    assertThat(head).startsWith("6:").endsWith(entries.path(5).path("hash").asText());
    assertThat(audit("verify").out()).contains("is whole: 6 entries", head);
    assertThat(audit("verify", "--head", head).exitCode()).isZero();

    Path file = exported();
    Ran elsewhere = Ran.headgate("audit", "verify", file, "--head", head);
    assertThat(elsewhere.exitCode()).isZero();
    assertThat(elsewhere.out()).contains(head);
  }

  @Test
  void whatTheTeamSawIsPrintedAsItWas() {
    JsonNode light = audit("list", "--json").json().path("entries").path(2);
    Ran evidence = audit("evidence", 3);
    assertThat(evidence.exitCode()).as(evidence.err()).isZero();
    assertThat(Evidence.digest(evidence.out())).isEqualTo(light.path("saw_digest").asText());
    assertThat(Screen.tree(evidence.out()).fieldNames())
        .toIterable()
        .containsExactly("assessment", "plan", "findings", "answers");
    assertThat(audit("evidence", 1).exitCode()).isEqualTo(2);
    assertThat(audit("evidence", 99).err()).contains("there is no entry 99");
  }

  @Test
  void whatIsDoneToAnExportIsNamed() throws Exception {
    Path file = exported();
    List<String> lines = Files.readAllLines(file);
    List<String> altered = new ArrayList<>(lines);
    altered.set(2, lines.get(2).replace("pipeline team", "somebody"));
    Files.write(file, altered);
    Ran verify = Ran.headgate("audit", "verify", file);
    assertThat(verify.exitCode()).isEqualTo(1);
    assertThat(verify.out())
        .contains("not whole: entry 3 (import:1, green_light by somebody", "where:", "next:");
    List<String> cut = new ArrayList<>(lines);
    cut.remove(5);
    Files.write(file, cut);
    JsonNode named = Ran.headgate("audit", "verify", file, "--json").json();
    assertThat(named.path("damage").asText()).isEqualTo("cut_off");
    assertThat(named.path("first").asInt()).isEqualTo(6);
    assertThat(named.path("where").asText()).isEqualTo(file.toString());
    assertThat(Ran.headgate("audit", "verify", folder.resolve("none")).exitCode()).isEqualTo(2);
    assertThat(Ran.headgate("audit", "verify", file, "--head", "6").exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsDoneToTheDatabaseIsNamedAndALostHeadCanBeAccepted() throws Exception {
    String head = audit("verify", "--json").json().path("head").asText();
    behindItsBack(
        "drop trigger audit_trail_is_not_altered",
        "drop trigger audit_trail_is_not_deleted",
        "update audit_trail set why = 'no reason' where sequence = 3");
    Ran altered = audit("verify");
    assertThat(altered.exitCode()).isEqualTo(1);
    assertThat(altered.out()).contains("entry 3 (import:1, green_light", "was altered");
    behindItsBack("delete from audit_trail where sequence >= 3");
    Ran cut = audit("verify", "--json");
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.json().path("damage").asText()).isEqualTo("cut_off");
    assertThat(cut.json().path("first").asInt()).isEqualTo(3);
    assertThat(cut.json().path("last").asInt()).isEqualTo(6);

    Ran accepted = audit("accept", "--reason", "it was a test");
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(accepted.out()).contains("audit:0", "why: it was a test", "saw: entries 3 to 6 are");
    assertThat(audit("verify").exitCode()).isZero();
    assertThat(audit("accept", "--reason", "again").exitCode()).isEqualTo(3);
    Ran noted = audit("verify", "--head", head);
    assertThat(noted.exitCode()).as("a head that was noted still knows").isEqualTo(1);
  }
}
