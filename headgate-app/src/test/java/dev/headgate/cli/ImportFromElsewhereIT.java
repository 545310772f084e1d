package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.source.s3.S3Server;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports from a bucket, by commands in processes of their own.
class ImportFromElsewhereIT {
  private static final int EVENTS = 6_000;

  @TempDir static Path folder;
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(Files.createDirectory(folder.resolve("s3")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Ran importing(Path data, Map<String, String> more, String export)
      throws Exception {
    return command(data, more, export).toTheEnd();
  }

  private static ChildCommand command(Path data, Map<String, String> more, String export)
      throws Exception {
    Map<String, String> environment = new HashMap<>(S3Server.environment());
    environment.putAll(more);
    return new ChildCommand(
        folder,
        "1g",
        environment,
        "import",
        export,
        "--s3-endpoint",
        server.endpoint(),
        "--data",
        data,
        "--yes",
        "--json");
  }

  @Test
  void anImportFromABucketGoesOnAfterAKillAndKnowsItsObjectsAgain() throws Exception {
    Path history = folder.resolve("history.jsonl");
    assertThat(Ran.headgate("synth", "--events", EVENTS, "--out", history, "--quiet").exitCode())
        .isZero();
    byte[] content = Files.readAllBytes(history);
    int middle =
        new String(content, StandardCharsets.ISO_8859_1).indexOf("\n", content.length / 3) + 1;
    server.put("history/part-1.jsonl", java.util.Arrays.copyOf(content, middle));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content, middle, content.length - middle);
    }
    server.put("history/part-2.jsonl.gz", packed.toByteArray());
    Path data = folder.resolve("data");
    String export = "s3://" + S3Server.BUCKET + "/history/";

    command(data, Map.of("HEADGATE_HALT_AT", "sending:3"), export)
        .killOnceThereIs(data.resolve("halted-at-sending"));
    Ran ran = importing(data, Map.of(), export);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("stored").asLong()).isEqualTo(EVENTS);
    assertThat(ran.json().path("assessment").path("sources").findValuesAsText("name"))
        .containsExactly(export + "part-1.jsonl", export + "part-2.jsonl.gz");

    Ran again = importing(data, Map.of(), export);
    assertThat(again.exitCode()).isZero();
    assertThat(again.json().path("import")).isEqualTo(ran.json().path("import"));
  }
}
