package dev.headgate.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalCountTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "10000, 8000, 8192",
    "10000, 300, 8192",
    "50000, 40000, 100000",
    "50000, 40000, 8000000",
    "1, 1, 4096"
  })
  void countsAsAMapDoes(int adds, int keys, int memoryBytes) throws IOException {
    long seed = adds + 31L * keys + memoryBytes;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> added = new ArrayList<>();
    for (int i = 0; i < adds; i++) {
      int key = random.nextInt(keys);
      added.add(key % 7 == 0 ? "k" + key : "a longer key for user " + key + "@example.com");
    }
    assertCounts(added, memoryBytes);
  }

  @Test
  void aSkewedInputIsCountedExactly() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> added = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      added.add("id-" + (int) Math.pow(20_000, random.nextDouble()));
    }
    assertCounts(added, 8_192);
  }

  @Test
  void oneKeyOverAndOverNeedsNoDisk() throws IOException {
    try (ExternalCount count = new ExternalCount(folder, "x", 4_096)) {
      for (int i = 0; i < 100_000; i++) {
        count.add(bytes("always the same"));
      }
      assertThat(count.runsWritten()).isZero();
      assertThat(read(count)).isEqualTo(Map.of("always the same", 100_000L));
    }
  }

  @Test
  void nothingAddedIsNothingCounted() throws IOException {
    assertCounts(List.of(), 4_096);
  }

  @Test
  void theEmptyKeyAndOnesThatBeginAlikeAreDifferentKeys() throws IOException {
    assertCounts(List.of("", "a", "", "a\0", "aa", "a", "\0", "12345678", "123456789"), 4_096);
  }

  @Test
  void aKeyLargerThanTheMemoryIsCounted() throws IOException {
    String large = "x".repeat(50_000);
    assertCounts(List.of("a", large, "b", large, "a", large + "y"), 4_096);
  }

  @Test
  void moreRunsThanAreMergedAtOnceAreMergedInSteps() throws IOException {
    List<String> added = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 12_000; i++) {
        added.add("user-" + i);
      }
    }
    try (ExternalCount count = new ExternalCount(folder, "x", 4_096)) {
      for (String key : added) {
        count.add(bytes(key));
      }
      assertThat(count.runsWritten()).isGreaterThan(2 * RunFiles.FAN_IN);
      Map<String, Long> counts = read(count);
      assertThat(counts).hasSize(12_000);
      assertThat(counts.values()).containsOnly(2L);
    }
  }

  @Test
  void keysWhoseHashesAgreeAreToldApart() throws IOException {
    List<String> sameHash = sameHashKeys();
    assertThat(CountTable.hash(bytes(sameHash.get(0))))
        .isEqualTo(CountTable.hash(bytes(sameHash.get(1))));
    List<String> added = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      added.add("filler-" + i);
      added.add(sameHash.get(i % 2));
    }
    assertCounts(added, 4_096);
    assertCounts(added, 1 << 20);
  }

  @Test
  void theTableKeepsToItsMemory() throws IOException {
    for (int memoryBytes : new int[] {32_768, 100_000, 1 << 20}) {
      try (ExternalCount count = new ExternalCount(folder, "x", memoryBytes)) {
        for (int i = 0; i < 100_000; i++) {
          count.add(bytes("user-" + i));
        }
        assertThat(count.mostHeldBytes()).isBetween(memoryBytes / 2L, (long) memoryBytes);
        assertThat(read(count)).hasSize(100_000);
      }
      assertThat(filesLeft()).isZero();
    }
  }

  /// Each has room for a thousand keys, and no more: those of three stay in memory all the same.
  @Test
  void whatIsTakenOverKeepsItsMemory() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path third = Files.createDirectory(folder.resolve("third"));
    Map<String, Long> expected = new HashMap<>();
    try (ExternalCount count = new ExternalCount(folder, "x", 100_000);
        ExternalCount absorbed = new ExternalCount(other, "x", 100_000);
        ExternalCount absorbedFirst = new ExternalCount(third, "x", 100_000)) {
      for (int i = 0; i < 3_000; i++) {
        String key = "user-" + i;
        List.of(count, absorbed, absorbedFirst).get(i % 3).add(bytes(key));
        expected.put(key, 1L);
      }
      absorbed.absorb(absorbedFirst);
      count.absorb(absorbed);
      count.add(bytes("user-1"));
      expected.put("user-1", 2L);
      assertThat(count.runsWritten()).isZero();
      assertThat(count.mostHeldBytes()).isBetween(150_000L, 300_000L);
      assertThat(read(count)).isEqualTo(expected);
      assertThat(count.runsWritten()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4_096, 100_000, 400_000})
  void countsOfSeveralAreAddedUpWhateverWasSpilled(int memoryBytes) throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Map<String, Long> expected = new HashMap<>();
    try (ExternalCount count = new ExternalCount(folder, "x", memoryBytes);
        ExternalCount absorbed = new ExternalCount(other, "x", 100_000)) {
      for (int i = 0; i < 12_000; i++) {
        String key = "user-" + i * i % 5_003;
        (i % 4 == 0 ? absorbed : count).add(bytes(key));
        expected.merge(key, 1L, Long::sum);
      }
      count.absorb(absorbed);
      assertThat(read(absorbed)).isEmpty();
      assertThat(read(count)).isEqualTo(expected);
    }
    assertThat(other).isEmptyDirectory();
    assertThat(folder).isDirectoryNotContaining("glob:**.run");
  }

  /// Two keys of one length with one hash. Where a word equals the state so far, the fold comes to
  /// zero whatever that state was: the first word of both keys makes different states, the second
  /// cancels each.
  private static List<String> sameHashKeys() {
    List<String> keys = new ArrayList<>();
    for (byte first = 0; keys.size() < 2 && first < Byte.MAX_VALUE; first++) {
      byte[] key = new byte[16];
      key[0] = first;
      long state = CountTable.stateAfter(key, 8);
      for (int i = 0; i < 8; i++) {
        key[8 + i] = (byte) (state >>> (8 * i));
      }
      keys.add(new String(key, StandardCharsets.ISO_8859_1));
    }
    return keys;
  }

  private void assertCounts(List<String> added, int memoryBytes) throws IOException {
    Map<String, Long> expected = new HashMap<>();
    for (String key : added) {
      expected.merge(key, 1L, Long::sum);
    }
    try (ExternalCount count = new ExternalCount(folder, "x", memoryBytes)) {
      for (String key : added) {
        count.add(bytes(key));
      }
      assertThat(read(count)).isEqualTo(expected);
    }
    assertThat(filesLeft()).isZero();
  }

  private static Map<String, Long> read(ExternalCount count) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    try (ExternalCount.Counted counted = count.counted()) {
      while (counted.next()) {
        String key = new String(counted.key(), StandardCharsets.ISO_8859_1);
        assertThat(counts.put(key, counted.count())).as("a key comes once").isNull();
      }
      assertThat(counted.next()).isFalse();
    }
    return Collections.unmodifiableMap(counts);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }

  private long filesLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
