package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Live events while the log is not there: they are answered 200, and stored once it is.
class SpoolIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void eventsThatCameBeforeTheLogWasThereAreStoredByTheNextProcess() throws Exception {
    for (int process = 0; process < 2; process++) {
      try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
        pipeline.post(false, PipelineUnderTest.event(process, "early", "u", process, "{}"));
      }
    }
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
      pipeline.post(false, PipelineUnderTest.event(2, "early", "u", 2, "{}"));
      pipeline.startEngines();
      pipeline.post(false, PipelineUnderTest.event(3, "early", "u", 3, "{}"));
      long until = System.nanoTime() + PATIENCE.toNanos();
      long stored = 0;
      while (stored < 4 && System.nanoTime() < until) {
        stored =
            pipeline
                .text("/api/v1/projects/default/export/events")
                .lines()
                .filter(line -> line.contains("\"early\""))
                .count();
      }
      assertThat(stored).as("events stored within %s", PATIENCE).isEqualTo(4);
      assertThat(pipeline.text("/metrics"))
          .contains("headgate_spool_bytes 0.0", "headgate_spool_seconds 0.0");
    }
  }
}
