package dev.headgate.identity;

import dev.headgate.event.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes nasty histories: few ids that merge in chains and cycles, many equal times, merges that
/// must be refused, ids met only personless, ids no merge may use.
public final class Histories {
  private static final String ILLEGAL = "null";

  private final RandomGenerator random;

  public Histories(RandomGenerator random) {
    this.random = random;
  }

  /// A small history in no order, every uuid once.
  ///
  /// @param prefix of every id that is not illegal
  public List<Happening> next(String prefix) {
    int ids = random.nextInt(2, 13);
    int count = random.nextInt(1, random.nextInt(3) == 0 ? 61 : 30);
    Supplier<String> id = () -> prefix + (char) ('a' + random.nextInt(ids));
    return of(count, random.nextDouble(), () -> id);
  }

  /// A large one: ids merge within blocks of up to some hundred.
  ///
  /// @param merges about so many events are merges
  public List<Happening> large(int merges) {
    int ids = random.nextInt(2, random.nextInt(2) == 0 ? 12 : 400);
    int blocks = Math.max(1, merges / random.nextInt(1, 4) / ids);
    return of(
        merges * 5 / 4,
        0.8,
        () -> {
          int block = random.nextInt(blocks);
          return () -> block + "-" + random.nextInt(ids);
        });
  }

  /// @param merges share of events that are merges
  /// @param ids answers, for each event, from where its ids are drawn
  private List<Happening> of(int count, double merges, Supplier<Supplier<String>> ids) {
    int times = random.nextInt(1, Math.max(40, count));
    double personless = random.nextInt(4) == 0 ? random.nextDouble() : 0.1;
    double dangerous = random.nextInt(3) == 0 ? 0.3 : 0.02;
    List<Happening> history = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      MergeKind kind = random.nextDouble() < merges ? kind(dangerous) : null;
      Supplier<String> id = ids.get();
      history.add(
          new Happening(
              new EventId(random.nextLong(), random.nextLong()),
              1_000_000L * random.nextInt(times),
              id(id),
              random.nextDouble() < personless,
              kind,
              kind == null ? "" : id(id),
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

  private String id(Supplier<String> legal) {
    return random.nextInt(25) == 0 ? ILLEGAL : legal.get();
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
