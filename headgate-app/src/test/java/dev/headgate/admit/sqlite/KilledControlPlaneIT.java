package dev.headgate.admit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.ImportRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledControlPlaneIT {
  private static final int KILLS = 3;

  @Test
  void whatWasWrittenSurvivesAKillAndNothingIsHalf(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("KilledControlPlaneIT -Dseed=" + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("control.db");
    int written = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      written = writeUntilKilled(file, written + 1, written + 1 + random.nextInt(50));
      try (ControlPlane plane =
          SqliteControlPlane.open(
              file, Heads.beside(file), Heads.SEAL, InstantSource.system(), new Random(1))) {
        ImportRecord record = plane.imports().find(1).orElseThrow();
        int kept = (int) record.timing().wallSeconds();
        assertThat(kept).as("what it said was written").isBetween(written, written + 1);
        assertThat(plane.imports().checkpoint(1).orElseThrow().toString())
            .as("the checkpoint of the same transaction")
            .startsWith("{\"at\":" + kept + ",");
      }
    }
  }

  /// Kills the writer once it has said `until`; answers the last number it said.
  private static int writeUntilKilled(Path file, int from, int until)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CheckpointWriter.class.getName(),
                file.toString(),
                Integer.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      int said = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said = Integer.parseInt(line);
        if (said == until) {
          writer.toHandle().destroyForcibly();
        }
      }
      assertThat(said).as("the writer got there").isGreaterThanOrEqualTo(until);
      return said;
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).as("the writer ends").isTrue();
    }
  }
}
