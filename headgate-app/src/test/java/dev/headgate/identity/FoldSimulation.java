package dev.headgate.identity;

import org.junit.jupiter.api.Test;

/// Run with `-Dseed=N` to replay a failure first.
class FoldSimulation {
  private static final int HISTORIES = 200_000;

  @Test
  void anyOrderOfVeryManyHistoriesGivesThePersonsOfTheOracle() {
    long seed = Long.getLong("seed", 1_000_000L);
    System.out.println("seeds " + seed + " to " + (seed + HISTORIES - 1));
    FoldAgainstOracle.compare(seed, HISTORIES);
  }
}
