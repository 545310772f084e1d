package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateOverTimeTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final RateOverTime rate = new RateOverTime(Duration.ofSeconds(10));

  private void see(double second, double count) {
    rate.see(NOON.plusMillis(Math.round(second * 1000)), count);
  }

  @Test
  void nothingIsKnownAfterOneLook() {
    see(0, 700);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void onlyTheLastWhileCounts() {
    for (int second = 0; second <= 60; second++) {
      see(second, second <= 40 ? second * 1_000 : 40_000 + (second - 40) * 50);
    }
    assertThat(rate.perSecond()).isEqualTo(50);
  }
}
