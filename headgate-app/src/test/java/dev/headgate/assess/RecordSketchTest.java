package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecordSketchTest {
  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private static RecordSketch of(long... hashes) {
    RecordSketch.Builder builder = new RecordSketch.Builder();
    LongStream.of(hashes).forEach(builder::offer);
    return builder.build();
  }

  private long[] hashes(int count) {
    return random.longs(count).toArray();
  }

  @Test
  void fewRecordsAreComparedExactly() {
    assertThat(of(1, 2, 3, -4).shareIn(of(-4, 3, 5))).isEqualTo(0.5);
    assertThat(of(-4, 3, 5).shareIn(of(1, 2, 3, -4))).isCloseTo(2 / 3d, within(1e-9));
    assertThat(of().shareIn(of(1))).isZero();
    assertThat(of(1).shareIn(of())).isZero();
    assertThat(of(1, 1, 1, 2).shareIn(of(1))).isEqualTo(0.5);
  }

  @Test
  void anExportThatGrewIsKnownAgain() {
    System.out.println("RecordSketchTest -Dseed=" + seed);
    long[] before = hashes(100_000);
    long[] grown = LongStream.concat(LongStream.of(before), random.longs(100_000)).toArray();
    assertThat(of(grown).shareIn(of(before))).isCloseTo(0.5, within(0.1));
    assertThat(of(before).shareIn(of(grown))).isEqualTo(1);
    assertThat(of(hashes(100_000)).shareIn(of(before))).isZero();
  }

  @Test
  void keepsTheSmallestAndNoMore() {
    System.out.println("RecordSketchTest -Dseed=" + seed);
    long[] all = hashes(5_000);
    List<Long> smallest =
        LongStream.of(all)
            .boxed()
            .sorted(Long::compareUnsigned)
            .limit(RecordSketch.MAX_HASHES)
            .toList();
    byte[] bytes = of(all).toBytes();
    assertThat(bytes)
        .isEqualTo(of(smallest.stream().mapToLong(hash -> hash).toArray()).toBytes())
        .hasSize(RecordSketch.MAX_HASHES * 8);
    assertThat(RecordSketch.ofBytes(bytes).toBytes()).isEqualTo(bytes);
  }
}
