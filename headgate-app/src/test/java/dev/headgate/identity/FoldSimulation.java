package dev.headgate.identity;

import org.junit.jupiter.api.Test;

/// Run with `-Dseed=N` to replay a failure first, with `-Dlarge=N` for more large histories.
class FoldSimulation {
  private static final int HISTORIES = 200_000;
  private static final int MERGES_OF_A_LARGE_ONE = 100_000;

  private final long seed = Long.getLong("seed", 1_000_000L);

  @Test
  void anyOrderOfVeryManyHistoriesGivesThePersonsOfTheOracle() {
    System.out.println("seeds " + seed + " to " + (seed + HISTORIES - 1));
    FoldAgainstOracle.compare(seed, HISTORIES);
  }

  @Test
  void anyOrderOfLargeHistoriesGivesThePersonsOfTheOracle() {
    int histories = Integer.getInteger("large", 5);
    System.out.println("large: seeds " + seed + " to " + (seed + histories - 1));
    for (int i = 0; i < histories; i++) {
      FoldAgainstOracle.compareLarge(seed + i, MERGES_OF_A_LARGE_ONE);
    }
  }
}
