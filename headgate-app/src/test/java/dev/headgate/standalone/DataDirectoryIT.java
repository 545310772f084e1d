package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {
  private static final ServerFile SERVER =
      new ServerFile(
          URI.create("http://127.0.0.1:8000"),
          4711,
          Instant.parse("2026-11-23T12:00:00Z"),
          "0.1.0");

  @TempDir private Path root;

  private Path folder() {
    return root.resolve("deep/data");
  }

  private DataDirectory directory() throws IOException {
    return DataDirectory.at(folder());
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            DirectoryHolder.class.getName(),
            folder().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    return String.valueOf(reader.readLine());
  }

  private static void ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the process ends").isTrue();
  }

  @Test
  void isTakenByOneProcess() throws Exception {
    Process holder = holder();
    try {
      assertThat(firstLine(holder)).isEqualTo("held");
      DataDirectory.Taking taking = directory().take();
      assertThat(taking).isInstanceOf(DataDirectory.HeldByOther.class);
      ServerFile server = ((DataDirectory.HeldByOther) taking).server().orElseThrow();
      assertThat(server.url()).isEqualTo(URI.create("http://127.0.0.1:1234"));
      assertThat(server.pid()).isEqualTo(holder.pid());

      holder.outputWriter().close();
      ended(holder);
      assertThat(directory().server()).as("taken back at its end").isEmpty();
      held(directory().take()).close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void isFreeAgainWhenItsProcessWasKilled() throws Exception {
    Process holder = holder();
    assertThat(firstLine(holder)).isEqualTo("held");
    Path scratch = Files.createDirectories(folder().resolve("work/spill/deeper"));
    Files.writeString(scratch.resolve("run"), "rows");
    holder.destroyForcibly();
    ended(holder);
    assertThat(directory().server()).as("what it left behind").isPresent();

    try (DataDirectory.Held held = held(directory().take())) {
      assertThat(held.directory().server()).isEmpty();
      assertThat(scratch).doesNotExist();
      assertThat(held.directory().workFolder("spill")).isEmptyDirectory();
    }
  }

  @Test
  void isTakenOnceInOneProcessToo() throws Exception {
    try (DataDirectory.Held held = held(directory().take())) {
      held.announce(SERVER);
      assertThat(DataDirectory.at(root.resolve("deep/../deep/data")).take())
          .isEqualTo(new DataDirectory.HeldByOther(Optional.of(SERVER)));
      Process second = holder();
      assertThat(firstLine(second))
          .as("looking twice from the holding process lets nobody in")
          .isEqualTo("held by http://127.0.0.1:8000");
      ended(second);
    }
    held(directory().take()).close();
  }

  @Test
  void saysWhereItsPipelineAnswers() throws Exception {
    DataDirectory.Held held = held(directory().take());
    held.announce(SERVER);
    assertThat(Files.readString(folder().resolve("server.json")))
        .isEqualTo(
            "{\"url\":\"http://127.0.0.1:8000\",\"pid\":4711,"
                + "\"started_at\":\"2026-11-23T12:00:00Z\",\"version\":\"0.1.0\"}\n");
    assertThat(directory().server()).contains(SERVER);
    held.close();
    held.close();
    assertThat(folder().resolve("server.json")).doesNotExist();

    Files.writeString(folder().resolve("server.json"), "{\"url\":");
    assertThat(directory().server()).isEmpty();
  }

  @Test
  void keepsEachImportsFilesApart() throws Exception {
    assertThat(directory().importFolder(3)).isDirectory().endsWith(Path.of("imports", "3"));
  }

  private static DataDirectory.Held held(DataDirectory.Taking taking) {
    assertThat(taking).isInstanceOf(DataDirectory.Held.class);
    return (DataDirectory.Held) taking;
  }
}
