package dev.headgate.eventlog.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.json.MalformedJson;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordValueTest {
  private static final int LONGEST = 1 << 20;
  private static final String LINE = "{\"project\":1,\"properties\":{\"plan\":\"free\"}}\n";

  private final RecordValue.Scratch packing = new RecordValue.Scratch();
  private final RecordValue.Scratch unpacking = new RecordValue.Scratch();

  private byte[] packed(byte[] lines) {
    return RecordValue.packed(lines, lines.length, packing);
  }

  private byte[] lines(byte[] value) throws MalformedJson {
    // In the middle of something larger, as a consumer hands it out.
    byte[] around = new byte[value.length + 20];
    System.arraycopy(value, 0, around, 7, value.length);
    ByteBuffer lines =
        RecordValue.lines(ByteBuffer.wrap(around, 7, value.length).slice(), LONGEST, unpacking);
    int from = lines.arrayOffset() + lines.position();
    return Arrays.copyOfRange(lines.array(), from, from + lines.remaining());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 100, 5_000})
  void whatIsPackedIsUnpackedToTheSame(int count) throws MalformedJson {
    byte[] lines = LINE.repeat(count).getBytes(UTF_8);
    byte[] value = packed(lines);
    assertThat(lines(value)).isEqualTo(lines);
    assertThat(value.length).isLessThanOrEqualTo(lines.length);
  }

  @Test
  void manyLinesTakeAFractionOfTheRoom() {
    byte[] lines = LINE.repeat(5_000).getBytes(UTF_8);
    assertThat(packed(lines).length).isLessThan(lines.length / 20);
  }

  @Test
  void linesThatPackingWouldNotMakeShorterStayAsTheyAre() throws MalformedJson {
    byte[] noise = new byte[10_000];
    new SplittableRandom(3).nextBytes(noise);
    noise[0] = '{';
    assertThat(packed(noise)).isEqualTo(noise);
    assertThat(lines(noise)).isEqualTo(noise);
  }

  @Test
  void linesThatWereNeverPackedAreRead() throws MalformedJson {
    byte[] lines = LINE.repeat(100).getBytes(UTF_8);
    assertThat(lines(lines)).isEqualTo(lines);
  }

  @Test
  void longerLinesThanAnyoneWritesAreRefusedBeforeThereIsRoomForThem() {
    byte[] value = packed(LINE.repeat(5_000).getBytes(UTF_8));
    ByteBuffer.wrap(value).putInt(1, LONGEST + 1);
    assertThatThrownBy(() -> lines(value))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("" + (LONGEST + 1));
    ByteBuffer.wrap(value).putInt(1, -1);
    assertThatThrownBy(() -> lines(value)).isInstanceOf(MalformedJson.class);
  }

  @Test
  void damageIsMalformedAndNeverAnythingElse() {
    byte[] value = packed(LINE.repeat(50).getBytes(UTF_8));
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = Arrays.copyOf(value, random.nextInt(1, value.length + 1));
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        lines(damaged);
      } catch (MalformedJson expected) {
        assertThat(expected).as("seed %d, round %d", seed, round).hasMessageContaining("packed");
      }
    }
  }
}
