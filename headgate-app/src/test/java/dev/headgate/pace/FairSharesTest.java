package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairSharesTest {
  @Test
  void byWeightWhereAllWantMore() {
    List<Demand> demands = List.of(new Demand(1, 9_000, 1), new Demand(2, 9_000, 3));
    assertThat(FairShares.of(4_000, demands)).isEqualTo(Map.of(1, 1_000.0, 2, 3_000.0));
  }

  @Test
  void whatOneCannotUseTheOthersGet() {
    List<Demand> demands =
        List.of(new Demand(1, 500, 3), new Demand(2, 9_000, 1), new Demand(3, 9_000, 1));
    assertThat(FairShares.of(4_500, demands)).isEqualTo(Map.of(1, 500.0, 2, 2_000.0, 3, 2_000.0));
  }

  @Test
  void nobodyGetsMoreThanItMay() {
    List<Demand> demands = List.of(new Demand(1, 500, 1), new Demand(2, 700, 1));
    assertThat(FairShares.of(Double.POSITIVE_INFINITY, demands))
        .isEqualTo(Map.of(1, 500.0, 2, 700.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whoGetsLessThanItMayHasAsMuchForItsWeightAsAnybody(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Demand> demands = new ArrayList<>();
    for (int number = 1; number <= 1 + random.nextInt(8); number++) {
      demands.add(new Demand(number, 1 + random.nextInt(10_000), 1 + random.nextInt(5)));
    }
    double all = demands.stream().mapToDouble(Demand::perSecond).sum();
    double rate = all * random.nextDouble() * 1.2;
    Map<Integer, Double> shares = FairShares.of(rate, demands);
    assertThat(shares.values().stream().mapToDouble(each -> each).sum())
        .as("seed %d", seed)
        .isCloseTo(Math.min(rate, all), within(1e-6));
    double most =
        demands.stream().mapToDouble(each -> share(shares, each) / each.weight()).max().orElse(0);
    for (Demand each : demands) {
      if (share(shares, each) < each.perSecond() - 1e-6) {
        assertThat(share(shares, each) / each.weight())
            .as("seed %d, %s", seed, each)
            .isCloseTo(most, within(1e-6));
      }
    }
  }

  private static double share(Map<Integer, Double> shares, Demand of) {
    return shares.getOrDefault(of.importNumber(), -1.0);
  }
}
