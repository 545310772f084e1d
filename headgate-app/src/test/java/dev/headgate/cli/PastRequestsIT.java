package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that are asked about the requests of before.
class PastRequestsIT {
  @TempDir private Path folder;

  private Ran past(Object... more) {
    Object[] words = new Object[4 + more.length];
    System.arraycopy(
        new Object[] {"rules", "--past", "--data", folder.resolve("data")}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    Ran ran = Ran.headgate(words);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran;
  }

  @Test
  void whatOtherRulesWouldHaveSaidIsTold() throws Exception {
    Path export =
        Files.writeString(
            folder.resolve("history.jsonl"),
            """
            {"event":"$identify","distinct_id":"u","timestamp":"2024-01-01T00:00:00Z","properties":{"$anon_distinct_id":"a"}}
            {"event":"visit","distinct_id":"u","timestamp":"2024-01-01T00:00:01Z"}
            """);
    assertThat(Ran.headgate("import", export, "--data", folder.resolve("data")).exitCode())
        .isEqualTo(3);
    assertThat(past().out()).contains("0 of 1 requests would be seen otherwise now.");

    Path control = folder.resolve("data").resolve("control.db");
    try (Connection behindItsBack = DriverManager.getConnection("jdbc:sqlite:" + control);
        Statement statement = behindItsBack.createStatement()) {
      statement.execute(
          "update imports set findings = '[{\"rule\":\"full_moon\",\"level\":\"block\","
              + "\"evidence\":\"it was one\",\"resolve\":\"wait\"}]'");
    }
    JsonNode request = past("--json").json().path("requests").path(0);
    assertThat(request.path("gone").path(0).path("rule").asText()).isEqualTo("full_moon");
    assertThat(request.path("added").findValuesAsText("rule")).contains("merges_present");
    assertThat(past().out())
        .contains(
            "import 1, submitted",
            "gone    block full_moon: it was one",
            "1 of 1 requests would be seen otherwise now.",
            "rejects_over_budget");
  }
}
