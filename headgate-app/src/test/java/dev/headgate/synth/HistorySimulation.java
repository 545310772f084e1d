package dev.headgate.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Histories of many settings and faults: the truth is always what sequential reading makes of the
/// lines. Replay one with `-Dseed=`.
class HistorySimulation {
  private static final int HISTORIES = 150;

  @TempDir Path scratch;

  @Test
  void truthIsWhatSequentialReadingMakesOfTheLines() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < HISTORIES; i++) {
      SynthSettings settings = anySettings(random);
      History history = new History(settings);
      List<byte[]> lines = new ArrayList<>();
      history.writeTo((buffer, from, to) -> lines.add(Arrays.copyOfRange(buffer, from, to)));
      List<String> persons = new ArrayList<>();
      history.writePersons(
          scratch,
          (buffer, from, to) ->
              persons.add(new String(buffer, from, to - from, StandardCharsets.UTF_8)));

      assertThat(persons)
          .as("seed %s, history %s: %s", seed, i, settings)
          .isEqualTo(new SequentialReplay(lines).persons());
    }
  }

  private static SynthSettings anySettings(SplittableRandom random) {
    Faults faults =
        Faults.NONE
            .withDuplicates(random.nextInt(3) == 0 ? random.nextDouble(0.2) : 0)
            .withRepeats(random.nextInt(3) == 0 ? random.nextDouble(0.2) : 0)
            .withFuture(random.nextInt(3) == 0 ? random.nextDouble(0.5) : 0);
    boolean uuids = faults.duplicates() > 0 || random.nextInt(4) > 0;
    return SynthSettings.of(1 + random.nextInt(8_000))
        .withSeed(random.nextLong())
        .withIds(1 + random.nextInt(300))
        .withSkew(random.nextInt(3) == 0 ? random.nextDouble(2) : 1)
        .withHotShare(random.nextDouble(0.3))
        .withMergeShare(random.nextInt(2) == 0 ? 0.7 : random.nextDouble(1))
        .withDays(LocalDate.of(2020 + random.nextInt(5), 2, 25), 1 + random.nextInt(400))
        .withUuids(uuids)
        .withFaults(faults);
  }
}
