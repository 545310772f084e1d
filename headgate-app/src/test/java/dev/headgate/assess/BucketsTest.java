package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void everyNumberIsInABucketThatIsNoWiderThanItSays() {
    Buckets buckets = new Buckets(4, 24);
    int previous = -1;
    for (long value = 0; value < 1 << 18; value++) {
      int bucket = buckets.of(value);
      assertThat(bucket == previous || bucket == previous + 1).isTrue();
      assertThat(buckets.top(bucket)).isBetween(value, value + value / 16);
      previous = bucket;
    }
    assertThat(buckets.of((1 << 24) - 1)).isEqualTo(buckets.count() - 1);
    assertThat(buckets.of(Long.MAX_VALUE)).isEqualTo(buckets.count() - 1);
  }

  @Test
  void aSpreadIsWithinASixteenthOfThatOfTheSortedNumbers() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("BucketsTest -Dseed=" + seed);
    Random random = new Random(seed);
    Buckets buckets = new Buckets(4, 24);
    for (int round = 0; round < 200; round++) {
      long[] numbers = new long[1 + random.nextInt(300)];
      long[] counts = new long[buckets.count()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (long) Math.pow(2, random.nextDouble() * 20);
        counts[buckets.of(numbers[i])]++;
      }
      Arrays.sort(numbers);
      Spread spread = buckets.spread(counts, 0, numbers[numbers.length - 1]);
      assertNear(spread.p50(), numbers, 50);
      assertNear(spread.p90(), numbers, 90);
      assertNear(spread.p99(), numbers, 99);
    }
    assertThat(buckets.spread(new long[buckets.count()], 0, 0)).isEqualTo(Spread.NONE);
  }

  private static void assertNear(long found, long[] sorted, int percent) {
    long exact = sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    assertThat(found).isBetween(exact, exact + exact / 16);
  }
}
