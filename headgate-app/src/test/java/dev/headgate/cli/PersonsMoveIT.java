package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.store.postgresql.PostgresServer;
import dev.headgate.store.postgresql.PostgresUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An import on SQLite, a move, an import on PostgreSQL: the persons of the truth at each step.
class PersonsMoveIT {
  @TempDir Path folder;

  private Path history(int events, long seed) {
    Path file = folder.resolve("history-" + seed + ".jsonl");
    assertThat(
            Ran.headgate("synth", "--events", events, "--seed", seed, "--out", file, "--quiet")
                .exitCode())
        .isZero();
    return file;
  }

  private void importAll(Path history, Path data) {
    Ran ran = Ran.headgate("import", history, "--data", data, "--yes", "--json", "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("verified").asBoolean()).isTrue();
  }

  private static String persons(Path data) {
    return exported("persons", data);
  }

  private static String exported(String what, Path data) {
    Ran ran = Ran.headgate("export", what, "--data", data, "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }

  @Test
  void personsAreTheSameBeforeAndAfterAndImportsGoOnThere() throws Exception {
    Path first = history(3_000, 1);
    Path second = history(3_000, 2);
    Path data = folder.resolve("data");
    importAll(first, data);
    String before = persons(data);
    assertThat(before).isEqualTo(Files.readString(Path.of(first + ".persons.jsonl")));
    String events = exported("events", data);

    PostgresUrl url = PostgresServer.shared().emptySchema();
    Ran move = Ran.headgate("persons", "move", url.jdbc(), "--data", data, "--json");
    assertThat(move.exitCode()).as(move.err()).isZero();
    JsonNode answer = move.json();
    assertThat(answer.path("moved").asBoolean()).isTrue();
    assertThat(answer.path("projects").path(0).path("persons").asLong())
        .isEqualTo(before.lines().count());
    Path place = DataDirectory.at(data).personsUrlFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rw-------");

    // As after a kill before the last step: everything is there, but nobody knows.
    Files.delete(place);
    Ran resumed = Ran.headgate("persons", "move", url.jdbc(), "--data", data, "--json");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.json().path("moved").asBoolean()).isTrue();
    Files.delete(DataDirectory.at(data).personsFile());
    assertThat(persons(data)).isEqualTo(before);
    assertThat(exported("events", data)).isEqualTo(events);

    importAll(second, data);
    assertThat(DataDirectory.at(data).personsFile()).doesNotExist();
    Path alone = folder.resolve("alone");
    importAll(first, alone);
    importAll(second, alone);
    assertThat(persons(data)).isEqualTo(persons(alone)).isNotEqualTo(before);
    assertThat(exported("events", data)).isEqualTo(exported("events", alone)).isNotEqualTo(events);

    Ran again = Ran.headgate("persons", "move", url.jdbc(), "--data", data);
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("already");

    Ran taken = Ran.headgate("persons", "move", url.jdbc(), "--data", alone);
    assertThat(taken.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(taken.err()).contains("holds the persons of a pipeline already");
    Ran where = Ran.headgate("persons", "where", "--data", alone);
    assertThat(where.out()).contains("persons.db");
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndNothingChanges() {
    Path data = folder.resolve("nothing");
    Ran wrong = Ran.headgate("persons", "move", "mysql://host/db", "--data", data);
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE.number());
    Ran gone =
        Ran.headgate("persons", "move", "postgresql://me:secret@127.0.0.1:1/db", "--data", data);
    assertThat(gone.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(gone.err()).contains("does not answer").doesNotContain("secret");
    assertThat(data.resolve("persons.url")).doesNotExist();
  }
}
