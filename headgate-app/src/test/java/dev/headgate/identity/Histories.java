package dev.headgate.identity;

import dev.headgate.event.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes small, nasty histories: few ids that merge in chains and cycles, many equal times, merges
/// that must be refused, ids met only personless, ids no merge may use.
public final class Histories {
  private static final String ILLEGAL = "null";

  private final RandomGenerator random;

  public Histories(RandomGenerator random) {
    this.random = random;
  }

  /// A history in no order, every uuid once.
  ///
  /// @param prefix of every id that is not illegal
  public List<Happening> next(String prefix) {
    int ids = random.nextInt(2, 9);
    int times = random.nextInt(1, 40);
    double merges = random.nextDouble();
    double personless = random.nextInt(4) == 0 ? random.nextDouble() : 0.1;
    double dangerous = random.nextInt(3) == 0 ? 0.3 : 0.02;
    int count = random.nextInt(1, 30);
    List<Happening> history = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      MergeKind kind = random.nextDouble() < merges ? kind(dangerous) : null;
      history.add(
          new Happening(
              new EventId(random.nextLong(), random.nextLong()),
              1_000_000L * random.nextInt(times),
              id(prefix, ids),
              random.nextDouble() < personless,
              kind,
              kind == null ? "" : id(prefix, ids),
              values(),
              values(),
              keys()));
    }
    return history;
  }

  private MergeKind kind(double dangerous) {
    if (random.nextDouble() < dangerous) {
      return MergeKind.MERGE_DANGEROUSLY;
    }
    return random.nextBoolean() ? MergeKind.IDENTIFY : MergeKind.CREATE_ALIAS;
  }

  private String id(String prefix, int ids) {
    return random.nextInt(25) == 0 ? ILLEGAL : prefix + (char) ('a' + random.nextInt(ids));
  }

  private Map<String, Integer> values() {
    Map<String, Integer> values = new HashMap<>();
    while (random.nextInt(3) == 0) {
      values.put(key(), random.nextInt(1000));
    }
    return values;
  }

  private Set<String> keys() {
    Set<String> keys = new HashSet<>();
    while (random.nextInt(8) == 0) {
      keys.add(key());
    }
    return keys;
  }

  private String key() {
    return String.valueOf((char) ('x' + random.nextInt(3)));
  }
}
