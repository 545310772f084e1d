package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.console.Reports.RateAt;
import dev.headgate.pace.Demand;
import dev.headgate.pace.Governor;
import dev.headgate.pace.Moment;
import dev.headgate.pace.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  /// Import 3 is slowed to a half, all imports may send 1,000 a second, and 400 come.
  private static Moment moment(int second, Integer... sending) {
    return new Moment(
        NOON.plusSeconds(second),
        new Signals(Duration.ZERO, Duration.ZERO, Duration.ZERO, 100, 400, 0, 400, Duration.ZERO),
        new Governor.Decision(500, Map.of(3, 0.5), 0.9, ""),
        Arrays.stream(sending).map(number -> new Demand(number, 1_000, 1)).toList());
  }

  @Test
  void whatComesIsAnImportsOwnWhileNoOtherSends() {
    List<Moment> trace =
        List.of(moment(0), moment(1, 3), moment(2, 3, 4), moment(3, 4), moment(4, 3));
    assertThat(Progress.ratesOf(3, trace))
        .containsExactly(
            new RateAt(NOON.plusSeconds(1), 400, 500), new RateAt(NOON.plusSeconds(4), 400, 500));
    assertThat(Progress.ratesOf(4, trace))
        .containsExactly(new RateAt(NOON.plusSeconds(3), 400, 1_000));
    assertThat(Progress.ratesOf(5, trace)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 150, 151, 299, 300, 301, 2_000})
  void aLongTraceIsThinnedEvenlyAndEndsWithTheLastMoment(int moments) {
    List<Instant> at =
        Progress.ratesOf(3, IntStream.range(0, moments).mapToObj(i -> moment(i, 3)).toList())
            .stream()
            .map(RateAt::at)
            .toList();
    assertThat(at).hasSizeBetween(Math.min(moments, 75), Progress.MOST_RATES);
    assertThat(at.getLast()).isEqualTo(NOON.plusSeconds(moments - 1));
    assertThat(
            IntStream.range(1, at.size())
                .mapToObj(i -> Duration.between(at.get(i - 1), at.get(i)))
                .distinct())
        .hasSizeLessThanOrEqualTo(1);
  }
}
