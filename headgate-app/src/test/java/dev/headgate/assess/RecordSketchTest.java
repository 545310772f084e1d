package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSketchTest {
  @TempDir Path folder;

  @Test
  void smallExportsAreComparedExactly() throws IOException {
    assertThat(of(0, 1_000).overlap(of(500, 1_500))).isEqualTo(1 / 3.0);
    assertThat(of(0, 4_000).overlaps(of(3_999, 8_000))).isTrue();
    assertThat(of(0, 4_000).overlaps(of(4_000, 8_000))).isFalse();
    assertThat(of(0, 4_000).overlap(of(4_000, 8_000))).isZero();
    assertThat(of(0, 0).overlap(of(0, 0))).isZero();
    assertThat(of(0, 0).overlaps(of(0, 10))).isFalse();
  }

  @Test
  void largeExportsAreEstimated() throws IOException {
    RecordSketch first = of(0, 60_000);
    assertThat(first.overlap(of(30_000, 90_000))).isCloseTo(1 / 3.0, offset(0.04));
    assertThat(first.overlap(first)).isEqualTo(1);
    assertThat(first.overlaps(of(59_500, 119_500))).isTrue();
    assertThat(first.overlaps(of(60_000, 120_000))).isFalse();
    assertThat(first.overlaps(of(1_000, 3_000))).isTrue();
  }

  @Test
  void aRecordSeenAgainChangesNothing() throws IOException {
    RecordSketch.Builder twice = new RecordSketch.Builder();
    add(twice, 0, 10_000);
    add(twice, 0, 10_000);
    assertThat(twice.build().overlap(of(0, 10_000))).isEqualTo(1);
  }

  @Test
  void aSketchIsReadAsItWasWritten() throws IOException {
    Path file = folder.resolve("records.sketch");
    RecordSketch sketch = of(0, 10_000);
    sketch.write(file);
    assertThat(Files.size(file)).isEqualTo(RecordSketch.SIZE * 16L);
    assertThat(RecordSketch.read(file).overlap(sketch)).isEqualTo(1);
  }

  @Test
  void whatIsNoSketchIsRefused() throws IOException {
    Path file = folder.resolve("other");
    Files.write(file, new byte[33]);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> RecordSketch.read(file));
    Files.write(file, new byte[32]);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> RecordSketch.read(file))
        .withMessageContaining("ascend");
  }

  private static RecordSketch of(int from, int to) {
    RecordSketch.Builder builder = new RecordSketch.Builder();
    add(builder, from, to);
    return builder.build();
  }

  private static void add(RecordSketch.Builder builder, int from, int to) {
    byte[] row = new byte[RecordRow.BYTES];
    Md5RecordHash hash = new Md5RecordHash();
    for (int i = from; i < to; i++) {
      hash.hash(("record " + i).getBytes(StandardCharsets.UTF_8), row);
      builder.add(row);
    }
  }
}
