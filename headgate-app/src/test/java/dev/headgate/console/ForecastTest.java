package dev.headgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForecastTest {
  /// 100 a second at first, 1,000 after ten seconds.
  private static final Envelope RAMP =
      new Envelope(100, List.of(new Stage(Duration.ofSeconds(10), 1_000)));

  private static double seconds(Optional<Duration> left) {
    return left.orElseThrow().toMillis() / 1e3;
  }

  private static Forecast uncapped(double factor) {
    return new Forecast(RAMP, Double.POSITIVE_INFINITY, factor);
  }

  @Test
  void withoutCapAndFactorItIsTheEnvelopesOwnTime() {
    for (long events : new long[] {1, 500, 5_500, 20_000}) {
      double exact = RAMP.timeOf((double) events).toNanos() / 1e9;
      assertThat(seconds(uncapped(1).left(events, Duration.ZERO, 0)))
          .isCloseTo(exact, Offset.offset(0.02 + exact / 500));
    }
  }

  @Test
  void aFactorMakesTheRestLonger() {
    assertThat(seconds(uncapped(0.5).left(1_000, Duration.ofSeconds(10), 0)))
        .isCloseTo(2, Offset.offset(0.01));
  }

  @Test
  void aCapCutsTheEnvelope() {
    Forecast capped = new Forecast(RAMP, 50, 1);
    assertThat(capped.rateAt(Duration.ofSeconds(10))).isEqualTo(50);
    assertThat(seconds(capped.left(1_000, Duration.ZERO, 0))).isCloseTo(20, Offset.offset(0.1));
  }

  @Test
  void anImporterThatIsSlowerThanItMayBeIsTakenByItsOwnRate() {
    Duration atPeak = Duration.ofSeconds(10);
    assertThat(seconds(uncapped(1).left(1_000, atPeak, 100))).isEqualTo(10);
    assertThat(seconds(uncapped(1).left(1_000, atPeak, 900))).isCloseTo(1, Offset.offset(0.01));
  }

  @Test
  void nothingLeftTakesNoTimeAndTooMuchIsNotSaid() {
    assertThat(uncapped(1).left(0, Duration.ZERO, 0)).contains(Duration.ZERO);
    assertThat(uncapped(1).left(Long.MAX_VALUE, Duration.ZERO, 0)).isEmpty();
  }
}
