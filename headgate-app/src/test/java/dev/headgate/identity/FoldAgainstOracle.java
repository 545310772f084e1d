package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Random;

/// Any shuffle, any split, any repetition of a history gives the persons of the oracle.
final class FoldAgainstOracle {
  private FoldAgainstOracle() {}

  static void compare(long firstSeed, int histories) {
    for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
      compareOne(seed);
    }
  }

  private static void compareOne(long seed) {
    Random random = new Random(seed);
    List<Happening> history = new Histories(random).next("");
    int idLimit = random.nextInt(4) == 0 ? random.nextInt(1, 5) : Fold.DEFAULT_ID_LIMIT;
    SequentialOracle oracle = SequentialOracle.of(1, idLimit, history);
    List<EventFacts> events =
        history.stream().map(happening -> EventFacts.of(happening.event())).toList();
    ShuffledFold fold = ShuffledFold.of(events, random);
    assertThat(fold.persons(ProjectId.DEFAULT, idLimit))
        .as("persons, -Dseed=%d, at most %d ids, history %s", seed, idLimit, history)
        .isEqualTo(oracle.persons());
    assertThat(fold.verdicts(idLimit))
        .as("merges, -Dseed=%d, at most %d ids, history %s", seed, idLimit, history)
        .isEqualTo(oracle.verdicts());
  }
}
