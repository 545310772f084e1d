package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateOfStepsTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final RateOfSteps rate = new RateOfSteps(Duration.ofSeconds(10));

  private void see(double second, double count) {
    rate.see(NOON.plusMillis(Math.round(second * 1000)), count);
  }

  private void steps(double from, double to, double every, double of) {
    for (double second = from; second <= to; second += 0.5) {
      see(second, of * Math.floor(second / every));
    }
  }

  @Test
  void itIsMeasuredFromStepToStepWhereverTheLooksBegin() {
    steps(0, 14.5, 3, 6_000);
    assertThat(rate.perSecond()).isEqualTo(2_000);
  }

  @Test
  void stepsThatAreSeldomerThanTheTimeCountAsWell() {
    steps(0, 70, 20, 120_000);
    assertThat(rate.perSecond()).isEqualTo(6_000);
  }

  @Test
  void oneStepSaysNothing() {
    steps(0, 5.5, 3, 6_000);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void aCounterThatStandsStillBecomesSlower() {
    steps(0, 12, 3, 6_000);
    assertThat(rate.perSecond()).isEqualTo(2_000);
    see(15, 24_000);
    assertThat(rate.perSecond()).isEqualTo(2_000);
    see(24, 24_000);
    assertThat(rate.perSecond()).isCloseTo(1_000, within(1.0));
  }

  @Test
  void olderStepsAreForgotten() {
    steps(0, 60, 2, 1_000);
    for (double second = 60.5; second <= 90; second += 0.5) {
      see(second, 30_000 + 4_000 * Math.floor((second - 60) / 2));
    }
    assertThat(rate.perSecond()).isEqualTo(2_000);
  }

  @Test
  void whatBeginsAnewIsMeasuredAnew() {
    steps(0, 14.5, 3, 6_000);
    rate.reset();
    see(900, 24_000);
    see(901, 25_000);
    assertThat(rate.perSecond()).isZero();
    see(902, 26_000);
    assertThat(rate.perSecond()).isEqualTo(1_000);
  }
}
