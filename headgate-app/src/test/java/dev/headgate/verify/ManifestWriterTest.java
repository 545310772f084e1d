package dev.headgate.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.EventId;
import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestWriterTest {
  @TempDir private Path folder;

  @Test
  void goingOnFromACheckpointWritesTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole.bin");
    try (ManifestWriter writer = ManifestWriter.open(whole, 0)) {
      append(writer, 0, 10_000);
      assertThat(writer.length()).isEqualTo(10_000L * Manifest.ROW_BYTES);
    }
    Path resumed = folder.resolve("resumed.bin");
    long checkpoint;
    try (ManifestWriter writer = ManifestWriter.open(resumed, 0)) {
      append(writer, 0, 5_001);
      writer.flush();
      writer.sync();
      checkpoint = writer.length();
      append(writer, 5_001, 9_000);
    }
    try (ManifestWriter writer = ManifestWriter.open(resumed, checkpoint)) {
      assertThat(writer.length()).isEqualTo(checkpoint);
      append(writer, 5_001, 10_000);
      assertThat(writer.manifest()).isEqualTo(new Manifest(resumed, Files.size(whole)));
    }

    assertThat(Files.mismatch(whole, resumed)).isEqualTo(-1);
  }

  @Test
  void aRowHoldsWhatWasAppended() throws IOException {
    EventId uuid = new EventId(-5, 7);
    Path file = folder.resolve("manifest.bin");
    try (ManifestWriter writer = ManifestWriter.open(file, 0)) {
      writer.append(uuid, new Position(3, 1L << 40, 1L << 50, 9), "e", -1, true);
      writer
          .manifest()
          .forEachRow(row -> {
            assertThat(Manifest.uuid(row)).isEqualTo(uuid);
            assertThat(Manifest.part(row)).isEqualTo(3);
            assertThat(Manifest.line(row)).isEqualTo(1L << 40);
            assertThat(Manifest.offset(row)).isEqualTo(1L << 50);
            assertThat(Manifest.group(row)).isEqualTo(Manifest.groupOf(-1, "e"));
            assertThat(Manifest.asksForMerge(row)).isTrue();
          });
    }
    assertThat(Files.size(file)).isEqualTo(45);
  }

  @Test
  void aFileShorterThanItsCheckpointIsRefused() throws IOException {
    Path file = folder.resolve("manifest.bin");
    Files.write(file, new byte[44]);

    assertThatThrownBy(() -> ManifestWriter.open(file, 45))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the checkpoint says 45");
  }

  private static void append(ManifestWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      writer.append(
          new EventId(i * 0x9e37_79b9_7f4a_7c15L, i),
          new Position(i / 1_000, i % 1_000 + 1, i * 700L, 699),
          "event " + i % 7,
          i * 1_000_000_000L,
          i % 50 == 0);
    }
  }
}
