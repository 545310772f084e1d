package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Random;

/// Any shuffle, any split, any repetition of a history gives the persons of the oracle.
public final class FoldAgainstOracle {
  private static final int SHOWN_IN_FULL = 100;

  private FoldAgainstOracle() {}

  static void compare(long firstSeed, int histories) {
    for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
      compareOne(seed);
    }
  }

  private static void compareOne(long seed) {
    Random random = new Random(seed);
    compare(seed, random, new Histories(random).next(""));
  }

  /// @param merges about so many
  static void compareLarge(long seed, int merges) {
    Random random = new Random(seed);
    compare(seed, random, new Histories(random).large(merges));
  }

  /// How many histories it took to tell that something is wrong with the fold; 0 if they did not.
  public static int historiesUntilDifference(long firstSeed, int most) {
    for (int tried = 1; tried <= most; tried++) {
      try {
        compareOne(firstSeed + tried - 1);
      } catch (AssertionError | RuntimeException difference) {
        return tried;
      }
    }
    return 0;
  }

  private static void compare(long seed, Random random, List<Happening> history) {
    int idLimit = random.nextInt(4) == 0 ? random.nextInt(1, 5) : Fold.DEFAULT_ID_LIMIT;
    SequentialOracle oracle = SequentialOracle.of(1, idLimit, history);
    List<EventFacts> events =
        history.stream().map(happening -> EventFacts.of(happening.event())).toList();
    ShuffledFold fold = ShuffledFold.of(events, random);
    String shown =
        history.size() <= SHOWN_IN_FULL ? history.toString() : history.size() + " events";
    assertThat(fold.persons(ProjectId.DEFAULT, idLimit))
        .as("persons, -Dseed=%d, at most %d ids, history %s", seed, idLimit, shown)
        .isEqualTo(oracle.persons());
    assertThat(fold.verdicts(idLimit))
        .as("merges, -Dseed=%d, at most %d ids, history %s", seed, idLimit, shown)
        .isEqualTo(oracle.verdicts());
  }
}
