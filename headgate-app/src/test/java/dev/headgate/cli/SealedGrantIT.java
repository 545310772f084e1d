package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An import that goes by a grant in writing.
class SealedGrantIT {
  @TempDir private Path folder;
  private Path export;
  private Path written;

  @BeforeEach
  void agree() throws IOException {
    export = folder.resolve("history.jsonl");
    written = folder.resolve("grant.json");
    Files.writeString(
        export, "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01T00:00:00Z\"}\n");
    assertThat(importing(export).exitCode()).isEqualTo(3);
    assertThat(decided("green-light").exitCode()).isZero();
    Files.writeString(written, sealed());
  }

  private Ran importing(Path file, Object... more) {
    Object[] words = new Object[5 + more.length];
    System.arraycopy(
        new Object[] {"import", file, "--data", folder.resolve("data"), "--json"}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return Ran.headgate(words);
  }

  private Ran decided(String what, Object... more) {
    Object[] words = new Object[7 + more.length];
    System.arraycopy(
        new Object[] {"decide", what, 1, "--reason", "a test", "--data", folder.resolve("data")},
        0,
        words,
        0,
        7);
    System.arraycopy(more, 0, words, 7, more.length);
    return Ran.headgate(words);
  }

  private String sealed() {
    Ran grant = Ran.headgate("request", "--import", 1, "--grant", "--data", folder.resolve("data"));
    assertThat(grant.exitCode()).as(grant.err()).isZero();
    return grant.out();
  }

  private void assertNotStarted(Ran ran, String why) {
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
    assertThat(ran.json().path("error").path("what").asText()).contains(why);
  }

  @Test
  void itStartsByTheOneInForce() {
    Ran ran = importing(export, "--grant", written);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("verified").asBoolean()).isTrue();
  }

  @Test
  void itDoesNotStartByOneThatWasAltered() throws IOException {
    String more = sealed().replaceFirst("\"batch_events\":\\d+", "\"batch_events\":100000");
    assertNotStarted(importing(export, "--grant", Files.writeString(written, more)), "was altered");
    assertThat(importing(export).exitCode()).as("the grant itself holds").isZero();
  }

  @Test
  void itDoesNotStartByYesterdaysGrant() throws IOException {
    assertThat(decided("revoke").exitCode()).isZero();
    assertThat(decided("green-light").exitCode()).isZero();
    assertNotStarted(importing(export, "--grant", written), "not the one in force");
    Files.writeString(written, sealed());
    assertThat(importing(export, "--grant", written).exitCode()).isZero();
  }

  @Test
  void itDoesNotStartByAnotherInstallationsGrant() throws IOException {
    Path other = folder.resolve("other");
    assertThat(Ran.headgate("import", export, "--data", other).exitCode()).isEqualTo(3);
    assertThat(
            Ran.headgate("decide", "green-light", 1, "--reason", "a test", "--data", other)
                .exitCode())
        .isZero();
    Ran grant = Ran.headgate("request", "--import", 1, "--grant", "--data", other);
    assertNotStarted(
        importing(export, "--grant", Files.writeString(written, grant.out())),
        "another installation");
  }

  @Test
  void aFileThatHoldsNoGrantIsSaidToBeNone() throws IOException {
    for (String wrong : new String[] {"", "{", "{}", "{\"grant\":3,\"seal\":\"x\"}"}) {
      Ran ran = importing(export, "--grant", Files.writeString(written, wrong));
      assertThat(ran.exitCode()).as(wrong).isEqualTo(2);
      assertThat(ran.json().path("error").path("next").asText()).contains("--grant >");
    }
    assertThat(importing(export, "--grant", folder.resolve("missing.json")).exitCode())
        .isEqualTo(2);
  }
}
