package dev.headgate.identity;

import org.junit.jupiter.api.Test;

class FoldTest {
  @Test
  void anyOrderOfAnyHistoryGivesThePersonsOfTheOracle() {
    FoldAgainstOracle.compare(1, 4_000);
  }
}
