package dev.headgate.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSumsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 2_000, 100_000, 1 << 20})
  void sumsWhatAMapSumsAlsoWhereItSpillsAndTakesOver(int memoryBytes) throws IOException {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("ExternalSumsTest -Dseed=" + seed);
    Random random = new Random(seed);
    Map<String, List<Long>> expected = new TreeMap<>();
    Path other = Files.createDirectories(folder.resolve("other"));
    try (ExternalSums sums = new ExternalSums(folder, "sums", 4, 1, memoryBytes);
        ExternalSums absorbed = new ExternalSums(other, "sums", 4, 1, memoryBytes)) {
      for (int i = 0; i < 900; i++) {
        String key = "key \ud83d\ude00 \ud800 " + random.nextInt(150);
        int index = 1 + random.nextInt(3);
        int number = random.nextInt(100) - 50;
        long[] row = (random.nextBoolean() ? sums : absorbed).of(key);
        row[0] = Math.max(row[0], Math.abs(number));
        row[index] += number;
        List<Long> its =
            expected.computeIfAbsent(key, _ -> new ArrayList<>(List.of(0L, 0L, 0L, 0L)));
        its.set(0, Math.max(its.get(0), Math.abs(number)));
        its.set(index, its.get(index) + number);
      }
      sums.absorb(absorbed);
      assertThat(sums.runsWritten() > 0).isEqualTo(memoryBytes < 40_000);
      Map<String, List<Long>> found = new TreeMap<>();
      try (ExternalSums.Summed summed = sums.summed()) {
        while (summed.next()) {
          List<Long> row = new ArrayList<>();
          for (long number : summed.row()) {
            row.add(number);
          }
          assertThat(found.put(summed.key(), row)).isNull();
        }
      }
      assertThat(found).isEqualTo(expected);
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.run");
    assertThat(other).isEmptyDirectory();
  }

  /// Each has room for ten rows, and no more: those of both stay in memory all the same.
  @Test
  void whatIsTakenOverKeepsItsMemory() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    int tenRows = 10 * (2 * Long.BYTES + 256);
    try (ExternalSums sums = new ExternalSums(folder, "sums", 2, 0, tenRows);
        ExternalSums absorbed = new ExternalSums(other, "sums", 2, 0, tenRows)) {
      for (int i = 0; i < 20; i++) {
        (i % 2 == 0 ? sums : absorbed).of("key " + i)[1] = i;
      }
      sums.absorb(absorbed);
      sums.of("key 0")[0] = 1;
      int found = 0;
      try (ExternalSums.Summed summed = sums.summed()) {
        while (summed.next()) {
          assertThat(summed.key()).isEqualTo("key " + summed.row()[1]);
          found++;
        }
      }
      assertThat(found).isEqualTo(20);
      assertThat(sums.runsWritten()).isZero();
    }
  }

  @Test
  void nothingAddedIsNothingSummed() throws IOException {
    try (ExternalSums sums = new ExternalSums(folder, "sums", 2, 0, 100);
        ExternalSums.Summed summed = sums.summed()) {
      assertThat(summed.next()).isFalse();
    }
  }
}
