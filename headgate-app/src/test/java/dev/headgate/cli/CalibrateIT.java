package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.event.JsonBytes;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.json.CapacityJson;
import dev.headgate.standalone.CapacityFile;
import dev.headgate.standalone.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateIT {
  @TempDir Path folder;

  @Test
  void whatIsMeasuredIsKeptAndPlansAreMadeForIt() throws Exception {
    Path data = folder.resolve("data");
    Path left = Files.createDirectories(data.resolve("calibrate").resolve("work"));
    Files.writeString(left.resolve("of-a-run-that-was-killed"), "");
    Ran measured = Ran.headgate("calibrate", "--data", data, "--seconds", 2, "--json", "--quiet");
    assertThat(measured.exitCode()).as(measured.err()).isZero();
    JsonNode capacity = measured.json().path("capacity");
    assertThat(capacity.path("measurement").path("runs").asInt()).isEqualTo(6);
    assertThat(capacity.path("events_per_second").asDouble()).isPositive();
    assertThat(measured.json().path("runs")).hasSize(6);

    Path file = data.resolve(CapacityFile.NAME);
    Capacity kept = new CapacityJson().read(JsonBytes.of(Files.readString(file)));
    assertThat(kept.measured()).isTrue();
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder(CapacityFile.NAME, "lock");
    }

    Path history = folder.resolve("history.jsonl");
    assertThat(Ran.headgate("synth", "--events", 3_000, "--out", history).exitCode()).isZero();
    Ran imported =
        Ran.headgate("import", history, "--data", data, "--yes", "--json", "--peak", 2_000);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    JsonNode simulation = imported.json().path("plan").path("simulation");
    assertThat(simulation.path("measured").asBoolean()).isTrue();
    assertThat(simulation.path("partition_shares")).hasSize(8);
    assertThat(simulation.path("finish_seconds").path("likely").asDouble()).isGreaterThan(1.5);
    assertThat(imported.json().path("timing").path("proved_seconds").asDouble()).isGreaterThan(1.4);
    JsonNode felt = imported.json().path("felt");
    assertThat(felt.path("fullest_share").asDouble()).isBetween(0.125, 1.0);
    assertThat(imported.err()).contains("simulated: ends after");
    assertThat(Files.readString(data.resolve("imports/1/report.html")))
        .contains("Tried in simulation")
        .contains("Predicted lag");
  }

  @Test
  void twoDoNotMeasureEachOther() throws Exception {
    Path other = folder.resolve("calibrate");
    switch (DataDirectory.at(other).take()) {
      case DataDirectory.Held held -> {
        try (held) {
          Ran refused = Ran.headgate("calibrate", "--data", folder, "--seconds", 2);
          assertThat(refused.exitCode()).isEqualTo(1);
          assertThat(refused.err()).contains("another headgate calibrate");
          assertThat(other).exists();
        }
      }
      case DataDirectory.HeldByOther _ -> throw new AssertionError("nobody else is here");
    }
  }

  @Test
  void aPipelineElsewhereIsNotMeasuredFromHere() {
    Ran refused = Ran.headgate("calibrate", "--server", "http://127.0.0.1:9", "--key", "k");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("elsewhere");
  }

  @Test
  void aMeasurementTakesSomeSeconds() {
    Ran refused = Ran.headgate("calibrate", "--data", folder, "--seconds", 0);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }
}
