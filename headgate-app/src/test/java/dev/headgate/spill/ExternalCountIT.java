package dev.headgate.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalCountIT {
  private static final int KEYS = 3_000_000;
  private static final int MEMORY_BYTES = 8 << 20;

  @TempDir Path folder;

  @Test
  void millionsOfKeysAreCountedInEightMegabytes() throws IOException {
    try (ExternalCount count = new ExternalCount(folder, "ids", MEMORY_BYTES)) {
      for (int i = 0; i < KEYS; i++) {
        count.add(key(i));
        if (i % 10 == 0) {
          count.add(key(i / 2));
        }
      }
      assertThat(count.runsWritten()).isPositive();
      long keys = 0;
      long added = 0;
      try (ExternalCount.Counted counted = count.counted()) {
        while (counted.next()) {
          keys++;
          added += counted.count();
        }
      }
      assertThat(keys).isEqualTo(KEYS);
      assertThat(added).isEqualTo(KEYS + KEYS / 10);
      assertThat(count.mostHeldBytes()).isBetween(MEMORY_BYTES / 2L, (long) MEMORY_BYTES);
    }
  }

  private static byte[] key(int i) {
    return ("user-" + i + "@example.com").getBytes(StandardCharsets.UTF_8);
  }
}
