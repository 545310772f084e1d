package dev.headgate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.loadtest.ArrivalRate.Executor;
import dev.headgate.loadtest.ArrivalRate.Ramp;
import dev.headgate.pace.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalRateTest {
  private static Ramp ramp(double seconds, double target) {
    return new Ramp(Duration.ofNanos(Math.round(seconds * 1e9)), target);
  }

  private static ArrivalRate ramping(double start, Ramp... ramps) {
    return new ArrivalRate(Executor.RAMPING, start, List.of(ramps));
  }

  @Test
  void theNthRequestIsDueWhenTheIntegralReachesN() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 50; round++) {
      List<Ramp> ramps = new ArrayList<>();
      double start = random.nextInt(3) == 0 ? 0 : random.nextDouble(50);
      double rate = start;
      double integral = 0;
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        double length = random.nextInt(6) == 0 ? 0 : 1 + random.nextDouble(30);
        double target = random.nextInt(5) == 0 ? 0 : 1 + random.nextDouble(200);
        ramps.add(ramp(length, target));
        integral += (rate + target) / 2 * length;
        rate = target;
      }
      if (integral < 2) {
        continue;
      }
      ArrivalRate arrivals = new ArrivalRate(Executor.RAMPING, start, ramps);
      assertThat((double) arrivals.requests()).as("seed %d", seed).isCloseTo(integral, within(1.5));
      Envelope envelope = arrivals.envelope(1);
      Duration before = Duration.ZERO;
      for (long n = 1; n <= arrivals.requests(); n++) {
        Duration due = envelope.timeOf((double) n);
        assertThat(due).as("seed %d, request %d", seed, n).isGreaterThanOrEqualTo(before);
        assertThat(envelope.permitsBy(due))
            .as("seed %d, request %d", seed, n)
            .isCloseTo((double) n, within(1e-4));
        before = due;
      }
      assertThat(before.toNanos() / 1e9)
          .as("seed %d", seed)
          .isLessThanOrEqualTo(arrivals.duration().toNanos() / 1e9 + 0.01);
    }
  }

  @Test
  void aConstantRateIsSpreadEvenly() {
    ArrivalRate rate = new ArrivalRate(Executor.CONSTANT, 10, List.of(ramp(3, 10)));
    assertThat(rate.requests()).isEqualTo(30);
    for (int n = 1; n <= 30; n++) {
      assertThat(rate.envelope(1).timeOf(n)).isEqualTo(Duration.ofMillis(100L * n));
    }
  }

  @Test
  void afterItsEndNextToNothingMayCome() {
    ArrivalRate rate = ramping(100, ramp(10, 100));
    Envelope enforced = rate.enforced(5);
    assertThat(enforced.permitsBy(Duration.ofSeconds(10))).isCloseTo(5_000, within(0.1));
    assertThat(enforced.permitsBy(Duration.ofHours(1))).isCloseTo(5_000, within(5.0));
  }

  @Test
  void howSuddenlyItRisesIsOverAStretchNotAtAPoint() {
    Duration ten = Duration.ofSeconds(10);
    assertThat(ramping(10, ramp(100, 1_010)).steepestRise(ten)).isCloseTo(110, within(0.01));
    assertThat(ramping(10, ramp(60, 10), ramp(0, 500), ramp(60, 500)).steepestRise(ten))
        .isCloseTo(490, within(0.01));
    assertThat(new ArrivalRate(Executor.CONSTANT, 300, List.of(ramp(60, 300))).steepestRise(ten))
        .isCloseTo(300, within(0.01));
    assertThat(ramping(100, ramp(60, 10)).steepestRise(ten)).isLessThanOrEqualTo(100);
  }

  @Test
  void whatIsNoLoadTestIsRefused() {
    assertThatThrownBy(() -> ramping(10)).hasMessageContaining("longer than no time");
    assertThatThrownBy(() -> ramping(10, ramp(0, 5))).hasMessageContaining("longer than no time");
    assertThatThrownBy(() -> ramp(1, -1)).hasMessageContaining("zero or more");
    assertThatThrownBy(() -> ramping(-1, ramp(1, 1))).hasMessageContaining("zero or more");
    assertThatThrownBy(() -> ramping(0, ramp(1, 0))).hasMessageContaining("from 1 to");
    assertThatThrownBy(() -> ramping(1, ramp(700_000, 1))).hasMessageContaining("7 days");
    assertThatThrownBy(() -> ramping(1e9, ramp(100, 1e9))).hasMessageContaining("from 1 to");
  }
}
