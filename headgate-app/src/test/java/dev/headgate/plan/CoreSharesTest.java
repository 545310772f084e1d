package dev.headgate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoreSharesTest {
  @Test
  void whoWantsLittleGetsItAndTheRestIsShared() {
    assertThat(CoreShares.of(2, new double[] {0.5, 3, 3}, new double[] {1, 1, 1}))
        .containsExactly(0.5, 0.75, 0.75);
  }

  @Test
  void moreThreadsGetMore() {
    assertThat(CoreShares.of(2, new double[] {9, 9}, new double[] {3, 1}))
        .containsExactly(1.5, 0.5);
  }

  @Test
  void whereThereIsEnoughEachGetsWhatItWants() {
    assertThat(CoreShares.of(2, new double[] {0.5, 0, 1}, new double[] {1, 1, 1}))
        .containsExactly(0.5, 0, 1);
  }
}
