package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.DiskGuard;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports into data directories of their own: the same history in another order, a store changed
/// behind its back, a disk without room.
class WholeImportIT {
  @TempDir Path folder;

  private Path history(String name, Object... more) {
    Path file = folder.resolve(name);
    Object[] words = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {"synth", "--events", "3000", "--out", file, "--quiet"}, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    assertThat(Ran.headgate(words).exitCode()).isZero();
    return file;
  }

  private static Ran importing(Path export, Path data) {
    return Ran.headgate("import", export, "--data", data, "--yes", "--json", "--quiet");
  }

  @Test
  void theOrderOfLinesChangesNothing() throws Exception {
    Path ordered = history("ordered.jsonl");
    Path shuffled = history("shuffled.jsonl", "--shuffle");
    assertThat(Files.readAllLines(shuffled))
        .isNotEqualTo(Files.readAllLines(ordered))
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(ordered));
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    assertThat(importing(ordered, first).exitCode()).isZero();
    assertThat(importing(shuffled, second).exitCode()).isZero();
    for (String what : List.of("events", "persons")) {
      String one = Ran.headgate("export", what, "--data", first).out();
      assertThat(Ran.headgate("export", what, "--data", second).out()).isEqualTo(one);
    }
    assertThat(Ran.headgate("export", "persons", "--data", first).out())
        .isEqualTo(Files.readString(folder.resolve("ordered.jsonl.persons.jsonl")));
  }

  @Test
  void verifyNamesWhatWasChangedBehindItsBack() throws Exception {
    Path export = history("history.jsonl");
    Path data = folder.resolve("data");
    assertThat(importing(export, data).exitCode()).isZero();
    List<String> lines = Files.readAllLines(export);
    String deleted = Screen.tree(lines.get(9)).path("uuid").asText();
    String altered = Screen.tree(lines.get(19)).path("uuid").asText();
    String foreign = "00000000-0000-4000-8000-000000000001";
    String added = "00000000-0000-4000-8000-000000000002";
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + data.resolve("events.duckdb"));
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM events WHERE uuid = '" + deleted + "'");
      statement.execute(
          "UPDATE events SET uuid = '" + foreign + "' WHERE uuid = '" + altered + "'");
      statement.execute(
          "INSERT INTO events SELECT * REPLACE ('"
              + added
              + "'::UUID AS uuid) FROM events LIMIT 1");
    }
    for (boolean reread : List.of(false, true)) {
      Ran ran =
          reread
              ? Ran.headgate("verify", "1", "--data", data, "--json", "--reread")
              : Ran.headgate("verify", "1", "--data", data, "--json");
      assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
      JsonNode verification = ran.json();
      assertThat(verification.path("missing").asLong()).isEqualTo(2);
      assertThat(verification.path("extra").asLong()).isEqualTo(2);
      assertThat(verification.path("verified").asBoolean()).isFalse();
      assertThat(ran.err())
          .contains("history.jsonl:10")
          .contains("history.jsonl:20")
          .contains(deleted)
          .contains(altered)
          .contains(foreign)
          .contains(added)
          .contains("NOT verified");
    }
  }

  @Test
  void aDiskWithoutRoomPausesAndTheNextRunGoesOn() throws Exception {
    Path export = history("history.jsonl");
    Path data = folder.resolve("data");
    PipelineOptions noRoom =
        new PipelineOptions(0, Optional.empty(), false, Optional.of(DiskGuard.atFloor(1L << 60)));
    try (EmbeddedPipeline _ =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            noRoom,
            HaltPoints.of(Optional.empty(), data))) {
      Ran ran = importing(export, data);
      assertThat(ran.exitCode()).isEqualTo(4);
      assertThat(ran.err()).contains("room").contains("free");
    }
    Ran ran = importing(export, data);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("stored").asLong()).isEqualTo(3_000);
  }
}
