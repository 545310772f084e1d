package dev.headgate.eventlog;

import java.util.HashMap;
import java.util.Map;

/// The most frequent keys of a stream, in bounded memory: the Space-Saving sketch (Metwally et al.,
/// ICDT 2005). Any key with more than `1 / capacity` of the stream is held, and a count is too high
/// by at most that share. Not thread-safe.
final class HeavyHitters<K> {
  private final int capacity;
  private final Map<K, Counter> counters = new HashMap<>();
  private long total;

  private static final class Counter {
    private long count;

    /// Of that, how many may have been other keys.
    private final long inherited;

    Counter(long inherited) {
      this.count = inherited;
      this.inherited = inherited;
    }
  }

  HeavyHitters(int capacity) {
    this.capacity = capacity;
  }

  void add(K key) {
    total++;
    Counter counter = counters.get(key);
    if (counter == null) {
      counter = new Counter(counters.size() < capacity ? 0 : dropLeast());
      counters.put(key, counter);
    }
    counter.count++;
  }

  private long dropLeast() {
    K least = null;
    long count = Long.MAX_VALUE;
    for (Map.Entry<K, Counter> each : counters.entrySet()) {
      if (each.getValue().count < count) {
        count = each.getValue().count;
        least = each.getKey();
      }
    }
    counters.remove(least);
    return count;
  }

  long total() {
    return total;
  }

  /// Every key held with the least it has come; never more than it truly has.
  Map<K, Long> atLeast() {
    Map<K, Long> counts = new HashMap<>();
    counters.forEach((key, counter) -> counts.put(key, counter.count - counter.inherited));
    return counts;
  }

  void clear() {
    counters.clear();
    total = 0;
  }
}
