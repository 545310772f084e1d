package dev.headgate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.loadtest.Threshold.Metric;
import dev.headgate.loadtest.hdr.HdrLatencies;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {
  private static Threshold threshold(Metric metric, String expression) {
    return new Threshold(metric, expression, false, Duration.ZERO);
  }

  /// Latencies of 1 to 100 ms, one of each; 96 answered, 4 failed, 7 dropped, in 10 s.
  private static Figures figures() {
    HdrLatencies latencies = new HdrLatencies(3);
    for (int millis = 1; millis <= 100; millis++) {
      latencies.record(TimeUnit.MILLISECONDS.toNanos(millis));
    }
    return new Figures(96, 4, 7, latencies.snapshot(), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_REQ_DURATION, p(99)<99.5, true",
    "HTTP_REQ_DURATION, p(99)<98.5, false",
    "HTTP_REQ_DURATION, p(99.9) <= 100.5, true",
    "HTTP_REQ_DURATION, ' med < 51', true",
    "HTTP_REQ_DURATION, med>=51, false",
    "HTTP_REQ_DURATION, avg>50, true",
    "HTTP_REQ_DURATION, max<100, false",
    "HTTP_REQ_DURATION, min==1, true",
    "HTTP_REQ_FAILED, rate<0.05, true",
    "HTTP_REQ_FAILED, rate<0.04, false",
    "HTTP_REQ_FAILED, rate===0.04, true",
    "HTTP_REQ_FAILED, rate!=0.04, false",
    "DROPPED_ITERATIONS, count<7, false",
    "DROPPED_ITERATIONS, count<=7, true",
    "DROPPED_ITERATIONS, rate<0.71, true",
    "HTTP_REQS, count>95, true",
    "HTTP_REQS, rate>9.6, false",
  })
  void aThresholdHoldsOrNot(Metric metric, String expression, boolean holds) {
    assertThat(threshold(metric, expression).judge(figures()).passed()).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_REQ_DURATION, p(99)",
    "HTTP_REQ_DURATION, p99<200",
    "HTTP_REQ_DURATION, p(101)<200",
    "HTTP_REQ_DURATION, rate<0.1",
    "HTTP_REQ_DURATION, p(99)<200 and avg<3",
    "HTTP_REQ_DURATION, p(99)<fast",
    "HTTP_REQ_FAILED, p(99)<1",
    "HTTP_REQ_FAILED, rate<<1",
    "DROPPED_ITERATIONS, ''",
  })
  void whatIsNoThresholdIsRefused(Metric metric, String expression) {
    assertThatThrownBy(() -> threshold(metric, expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*(no threshold|has no|above 100).*");
  }

  @Test
  void whereNothingWasMeasuredNothingHolds() {
    Figures nothing = new Figures(0, 0, 0, new HdrLatencies(3).snapshot(), Duration.ofSeconds(1));
    assertThat(threshold(Metric.HTTP_REQ_DURATION, "p(99)<200").judge(nothing).passed()).isFalse();
    assertThat(threshold(Metric.HTTP_REQ_FAILED, "rate<1").judge(nothing).passed()).isFalse();
    assertThat(threshold(Metric.DROPPED_ITERATIONS, "count<1").judge(nothing).passed()).isTrue();
  }

  @Test
  void aLatencyIsKeptToThreeDigitsAndTheLongestExactly() {
    HdrLatencies latencies = new HdrLatencies(3);
    latencies.record(TimeUnit.MICROSECONDS.toNanos(123_456));
    latencies.record(TimeUnit.MINUTES.toNanos(5));
    Latency snapshot = latencies.snapshot();
    latencies.record(1);
    assertThat(snapshot.count()).isEqualTo(2);
    assertThat(snapshot.atPercentile(0)).isBetween(123.3, 123.6);
    assertThat(snapshot.atPercentile(100)).isBetween(299_700.0, 300_300.0);
  }
}
