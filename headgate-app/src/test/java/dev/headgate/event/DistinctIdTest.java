package dev.headgate.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctIdTest {

  @Test
  void keepsWhiteSpaceAround() {
    assertThat(DistinctId.of(" u 1 ").orElseThrow()).hasToString(" u 1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void blankIsNone(String raw) {
    assertThat(DistinctId.of(raw)).isEmpty();
    assertThat(EventName.of(raw)).isEmpty();
  }

  @Test
  void cutsAfter200CodePointsNotInTheMiddleOfOne() {
    String smile = "\uD83D\uDE00";
    assertThat(DistinctId.of("x".repeat(201)).orElseThrow()).hasToString("x".repeat(200));
    assertThat(DistinctId.of(smile.repeat(200)).orElseThrow()).hasToString(smile.repeat(200));
    assertThat(DistinctId.of(smile.repeat(300)).orElseThrow()).hasToString(smile.repeat(200));
    assertThat(DistinctId.of("x".repeat(199) + smile + "y").orElseThrow())
        .hasToString("x".repeat(199) + smile);
    assertThat(EventName.of("e".repeat(500))).hasValue("e".repeat(200));
  }

  @Test
  void replacesWhatCannotBeStored() {
    assertThat(DistinctId.of("a\0b").orElseThrow()).hasToString("a\uFFFDb");
    assertThat(DistinctId.of("a\uD83Db").orElseThrow()).hasToString("a\uFFFDb");
    assertThat(DistinctId.of("a\uDE00\uD83D").orElseThrow()).hasToString("a\uFFFD\uFFFD");
  }

  @Test
  void makingOneOfAnythingElseIsABug() {
    assertThatThrownBy(() -> new DistinctId("a\0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DistinctId("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ordersAsUtf8BytesDo() {
    long seed = 3;
    Random random = new Random(seed);
    int[] alphabet = {'a', 'b', 0xE9, 0x20AC, 0xE000, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF};
    for (int i = 0; i < 5_000; i++) {
      DistinctId a = random(random, alphabet);
      DistinctId b = random(random, alphabet);
      int expected = Arrays.compareUnsigned(a.value().getBytes(UTF_8), b.value().getBytes(UTF_8));
      assertThat(Integer.signum(a.compareTo(b)))
          .as("seed %d: %s %s", seed, a, b)
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static DistinctId random(Random random, int[] alphabet) {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return new DistinctId(text.toString());
  }
}
