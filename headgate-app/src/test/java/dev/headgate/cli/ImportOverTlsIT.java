package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.ProjectToken;
import dev.headgate.standalone.Certificates;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.Listener;
import dev.headgate.standalone.PipelineOptions;
import dev.headgate.standalone.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands against a pipeline elsewhere that is reached over https.
class ImportOverTlsIT {
  private static final int EVENTS = 2_000;

  @TempDir Path folder;

  private EmbeddedPipeline pipeline(TlsFiles files) throws Exception {
    Path data = Files.createDirectories(folder.resolve("pipeline"));
    if (!(DataDirectory.at(data).take() instanceof DataDirectory.Held held)) {
      throw new AssertionError("a new folder is nobody's");
    }
    EmbeddedPipeline pipeline =
        EmbeddedPipeline.start(
            held,
            new PipelineOptions(
                    0, Optional.of(new ProjectToken("phc_tls")), false, Optional.empty())
                .listening(new Listener("127.0.0.1", 0, Optional.of(files)), 100),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
    return pipeline;
  }

  private Path export() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      lines
          .append("{\"event\":\"old\",\"distinct_id\":\"u" + i % 100 + "\",")
          .append("\"timestamp\":\"2024-03-01T10:00:00.%06dZ\"}\n".formatted(i));
    }
    return Files.writeString(folder.resolve("export.jsonl"), lines);
  }

  private Ran importing(EmbeddedPipeline pipeline, Object... more) throws Exception {
    Object[] words = {
      "import",
      export(),
      "--server",
      pipeline.url(),
      "--key",
      pipeline.keys().pipelineKey(),
      "--data",
      folder.resolve("importer"),
      "--yes",
      "--json"
    };
    Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Ran.headgate(all);
  }

  @Test
  void anImportIsSentAndVerifiedOverHttps() throws Exception {
    TlsFiles files = Certificates.make(folder, "EC", 30).write(folder);
    try (EmbeddedPipeline pipeline = pipeline(files)) {
      Ran untrusting = importing(pipeline);
      assertThat(untrusting.exitCode()).isEqualTo(ExitCode.USAGE.number());
      assertThat(untrusting.out()).contains("certificate is not trusted").contains("--ca FILE");

      Ran ran = importing(pipeline, "--ca", files.certificate());
      assertThat(ran.exitCode()).as(ran.err()).isZero();
      assertThat(ran.verification().path("stored").asInt()).isEqualTo(EVENTS);
      assertThat(ran.verification().path("verified").asBoolean()).isTrue();
    }
  }

  @Test
  void aFileWithoutCertificatesIsNoAuthority() throws Exception {
    TlsFiles files = Certificates.make(folder, "EC", 30).write(folder);
    Ran ran =
        Ran.headgate(
            "project",
            "list",
            "--server",
            "https://127.0.0.1:1",
            "--key",
            "k",
            "--ca",
            files.key());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).contains("--ca names no certificates");
  }

  @Test
  void aCertificateAndItsKeyComeTogether() {
    Ran ran = Ran.headgate("standalone", "--data", folder, "--tls-key", folder.resolve("no.key"));

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).contains("come together");
  }

  @Test
  void othersAreReachedOverTlsOnly() {
    Ran ran = Ran.headgate("standalone", "--data", folder, "--host", "0.0.0.0");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).contains("for everybody to read");
  }
}
