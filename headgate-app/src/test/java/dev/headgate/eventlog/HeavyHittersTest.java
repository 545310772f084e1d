package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeavyHittersTest {
  private static final int CAPACITY = 50;
  private static final int EVENTS = 100_000;

  @Test
  void whoeverHasMoreThanItsShareIsHeldAndNoCountIsTooHigh() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    HeavyHitters<Integer> sketch = new HeavyHitters<>(CAPACITY);
    Map<Integer, Long> exact = new HashMap<>();
    for (int i = 0; i < EVENTS; i++) {
      int key = (int) Math.pow(10_000, random.nextDouble());
      sketch.add(key);
      exact.merge(key, 1L, Long::sum);
    }
    Map<Integer, Long> atLeast = sketch.atLeast();
    assertThat(atLeast).as("seed %d", seed).hasSizeLessThanOrEqualTo(CAPACITY);
    exact.forEach((key, count) -> {
      if (count > EVENTS / CAPACITY) {
        assertThat(atLeast).as("seed %d", seed).containsKey(key);
        assertThat(atLeast.get(key))
            .as("seed %d", seed)
            .isBetween(count - EVENTS / CAPACITY, count);
      }
    });
  }
}
