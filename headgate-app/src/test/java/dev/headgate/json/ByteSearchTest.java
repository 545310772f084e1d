package dev.headgate.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {

  @Test
  void findsWhatALoopFinds() {
    long seed = 64;
    Random random = new Random(seed);
    byte[] near = {'\n', '\n' - 1, '\n' + 1, (byte) ('\n' | 0x80), 0, (byte) 0x80, (byte) 0xff, 1};
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      int oneIn = random.nextBoolean() ? 1 : 40;
      for (int k = 0; k < bytes.length; k++) {
        boolean one = random.nextInt(oneIn) == 0;
        bytes[k] =
            one ? near[random.nextInt(random.nextInt(12) == 0 ? 1 : 7) + (k % 2)] : (byte) 'a';
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      byte wanted = near[random.nextInt(near.length)];
      assertThat(ByteSearch.indexOf(wanted, bytes, from, to))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(loop(wanted, bytes, from, to));
    }
  }

  @Test
  void endsPlainTextWhereALoopDoes() {
    long seed = 65;
    Random random = new Random(seed);
    byte[] near = {
      'a', ' ', '!', '#', '[', ']', 0x7f, (byte) 0x80, (byte) 0xff, '"', '\\', 0x1f, 0
    };
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = near[random.nextInt(random.nextInt(8) == 0 ? near.length : 9)];
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      int end = from;
      while (end < to
          && bytes[end] != '"'
          && bytes[end] != '\\'
          && (bytes[end] < 0 || bytes[end] >= 0x20)) {
        end++;
      }
      assertThat(ByteSearch.endOfPlainText(bytes, from, to))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(end);
    }
  }

  @Test
  void hashIsOfTheBytesAloneAndSpreads() {
    Random random = new Random(66);
    byte[] bytes = new byte[64];
    java.util.Set<Integer> upperBits = new java.util.HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      random.nextBytes(bytes);
      int length = random.nextInt(1, 30);
      byte[] elsewhere = new byte[64];
      System.arraycopy(bytes, 3, elsewhere, 11, length);
      int hash = ByteSearch.hash(bytes, 3, 3 + length);
      assertThat(ByteSearch.hash(elsewhere, 11, 11 + length)).isEqualTo(hash);
      upperBits.add(hash >>> 16);
    }
    assertThat(upperBits).hasSizeGreaterThan(900);
  }

  private static int loop(byte wanted, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
