package dev.headgate.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void agreesWithTheJdkOnRandomBytes() {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = randomBytes(random);
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      assertThat(Utf8.firstInvalid(bytes, from, to))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(firstInvalidByTheJdk(bytes, from, to));
    }
  }

  @Test
  void takesEveryCodePointAndNoSurrogate() {
    for (int c = 0; c <= 0x10FFFF; c++) {
      boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
      byte[] bytes =
          surrogate
              ? new byte[] {
                (byte) 0xED, (byte) (0x80 | ((c >> 6) & 0x3F)), (byte) (0x80 | (c & 0x3F))
              }
              : new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8);
      if (Utf8.firstInvalid(bytes, 0, bytes.length) != (surrogate ? 0 : -1)) {
        throw new AssertionError("U+" + Integer.toHexString(c));
      }
    }
  }

  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(100)];
    int plain = random.nextBoolean() ? 4 : 100;
    int[] edges = {
      0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xA0
    };
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte)
              switch (random.nextInt(plain)) {
                case 0 -> edges[random.nextInt(edges.length)];
                case 1 -> 0x80 | random.nextInt(64);
                default -> 'a';
              };
    }
    return bytes;
  }

  private static int firstInvalidByTheJdk(byte[] bytes, int from, int to) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length), true);
    return result.isUnderflow() ? -1 : in.position();
  }
}
