package dev.headgate.synth.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.headgate.synth.Faults;
import dev.headgate.synth.SynthSettings;
import dev.headgate.synth.file.SynthWriter.TruthFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthWriterIT {
  private static final SynthSettings SETTINGS = SynthSettings.of(4_000);

  @TempDir Path folder;

  private Path write(SynthSettings settings, String name) throws Exception {
    Path file = folder.resolve(name);
    new SynthWriter(settings).toFile(file, TruthFiles.beside(file));
    return file;
  }

  @Test
  void packedFilesHoldTheSameBytesAndTruth() throws Exception {
    byte[] plain = Files.readAllBytes(write(SETTINGS, "h.jsonl"));
    byte[] gzip;
    byte[] zstd;
    try (var in = new GZIPInputStream(Files.newInputStream(write(SETTINGS, "h.jsonl.gz")))) {
      gzip = in.readAllBytes();
    }
    try (var in = new ZstdInputStream(Files.newInputStream(write(SETTINGS, "h.jsonl.zst")))) {
      zstd = in.readAllBytes();
    }

    assertThat(gzip).isEqualTo(plain);
    assertThat(zstd).isEqualTo(plain);
    assertThat(folder.resolve("h.jsonl.gz.persons.jsonl"))
        .hasSameBinaryContentAs(folder.resolve("h.jsonl.persons.jsonl"));
    assertThat(folder.resolve("h.jsonl.gz.truth.json"))
        .hasSameBinaryContentAs(folder.resolve("h.jsonl.truth.json"));
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".synth-"));
  }

  @Test
  void aShuffleIsAPermutationAndHasTheSameTruth() throws Exception {
    SynthSettings shuffled = SETTINGS.withFaults(Faults.NONE.withShuffle(true));
    List<String> inOrder = Files.readAllLines(write(SETTINGS, "a.jsonl"));
    List<String> mixed = Files.readAllLines(write(shuffled, "b.jsonl"));
    List<String> again = Files.readAllLines(write(shuffled, "c.jsonl"));

    assertThat(mixed).isNotEqualTo(inOrder).containsExactlyInAnyOrderElementsOf(inOrder);
    assertThat(again).isEqualTo(mixed);
    assertThat(folder.resolve("b.jsonl.persons.jsonl"))
        .hasSameBinaryContentAs(folder.resolve("a.jsonl.persons.jsonl"));
  }

  @Test
  void aShuffleOverManyFilesLosesNothingAndMovesLinesFar() throws Exception {
    List<String> out = new ArrayList<>();
    int count = 20_000;
    long expectedBytes = 5L * ShuffledLines.BUCKET_BYTES;
    try (ShuffledLines shuffle =
        new ShuffledLines(folder, expectedBytes, new SplittableRandom(5))) {
      for (int i = 0; i < count; i++) {
        byte[] line = ("x" + i).getBytes(StandardCharsets.UTF_8);
        shuffle.line(line, 1, line.length);
      }
      shuffle.writeTo((buffer, from, to) ->
          out.add(new String(buffer, from, to - from, StandardCharsets.UTF_8)));
    }
    long moved = 0;
    for (int i = 0; i < count; i++) {
      moved += Math.abs(Integer.parseInt(out.get(i)) - i);
    }

    assertThat(out).doesNotHaveDuplicates().hasSize(count);
    // Two random places are a third of the length apart.
    assertThat((double) moved / count / count).isBetween(0.31, 0.355);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aStreamGetsTheSameLinesAndTruthOnlyWhereAskedFor() throws Exception {
    ByteArrayOutputStream silent = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SynthWriter(SETTINGS).toStream(silent, Optional.empty(), folder);
    assertThat(folder).isEmptyDirectory();

    TruthFiles truth = TruthFiles.of(folder.resolve("t.json"));
    SynthWriter.Written written =
        new SynthWriter(SETTINGS).toStream(out, Optional.of(truth), folder);

    assertThat(out.toByteArray()).isEqualTo(silent.toByteArray());
    assertThat(written.lines()).isEqualTo(4_000);
    assertThat(written.contentBytes()).isEqualTo(out.size());
    assertThat(folder.resolve("t.json")).isRegularFile();
    assertThat(folder.resolve("t.persons.jsonl")).isNotEmptyFile();
  }
}
