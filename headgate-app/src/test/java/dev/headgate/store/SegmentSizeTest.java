package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SegmentSizeTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final int CHEAPEST = 120_000;

  private final SegmentSize size = new SegmentSize();

  @Test
  void withoutLiveTrafficASegmentIsAsLargeAsIsCheapest() {
    size.stored(CHEAPEST, Duration.ofSeconds(1), Duration.ofSeconds(20));
    assertThat(size.most(CHEAPEST, NOW)).isEqualTo(CHEAPEST);
  }

  @Test
  void besideLiveTrafficItIsWhatTheSlowerStoreTakesInHalfASecond() {
    size.liveSeen(NOW);
    size.stored(10_000, Duration.ofMillis(100), Duration.ofMillis(250));
    assertThat(size.most(CHEAPEST, NOW)).isEqualTo(20_000);
  }

  @Test
  void itFollowsTheStoresAsTheyBecomeSlowerAndFasterAgain() {
    size.liveSeen(NOW);
    for (int i = 0; i < 20; i++) {
      size.stored(10_000, Duration.ZERO, Duration.ofMillis(750));
    }
    assertThat(size.most(CHEAPEST, NOW)).isBetween(6_600, 6_700);
    for (int i = 0; i < 20; i++) {
      size.stored(10_000, Duration.ofMillis(250), Duration.ZERO);
    }
    assertThat(size.most(CHEAPEST, NOW)).isBetween(19_900, 20_100);
  }

  @Test
  void fewEventsSayNothingOfHowLongManyTake() {
    size.liveSeen(NOW);
    size.stored(3, Duration.ZERO, Duration.ofMillis(400));
    assertThat(size.most(CHEAPEST, NOW)).isEqualTo(CHEAPEST);
  }

  @Test
  void howeverSlowTheStoresASegmentHoldsSomething() {
    size.liveSeen(NOW);
    size.stored(1_000, Duration.ZERO, Duration.ofMinutes(1));
    assertThat(size.most(CHEAPEST, NOW)).isEqualTo(SegmentSize.LEAST);
    assertThat(size.most(10, NOW)).isEqualTo(10);
  }

  @Test
  void segmentsGrowAgainAfterOneThatWasStalled() {
    size.liveSeen(NOW);
    size.stored(2_000, Duration.ZERO, Duration.ofSeconds(30));
    assertThat(size.most(CHEAPEST, NOW)).isEqualTo(SegmentSize.LEAST);
    for (int i = 0; i < 20; i++) {
      size.stored(950, Duration.ZERO, Duration.ofMillis(20));
    }
    assertThat(size.most(CHEAPEST, NOW)).isGreaterThan(20_000);
  }

  @Test
  void whenLiveTrafficHasEndedSegmentsBecomeLargeAgain() {
    size.liveSeen(NOW);
    size.stored(10_000, Duration.ZERO, Duration.ofMillis(250));
    assertThat(size.most(CHEAPEST, NOW.plus(SegmentSize.LIVE_STAYS))).isEqualTo(CHEAPEST);
  }
}
