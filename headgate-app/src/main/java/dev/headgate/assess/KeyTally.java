package dev.headgate.assess;

import dev.headgate.spill.ExternalCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// How often each text was added: how many there are, and those that were added most.
final class KeyTally implements AutoCloseable {
  /// The keys with the highest counts, by count, then in code point order (which is that of their
  /// UTF-8 bytes).
  ///
  /// @param distinct how many different keys there are, listed or not
  /// @param spread of the counts over the keys, to a thousandth
  record Ranking(long distinct, List<Ranked> top, Spread spread) {}

  record Ranked(String key, long count) {}

  @SuppressWarnings("ArrayRecordComponent") // lives within one method, compared by a comparator
  private record Candidate(byte[] key, long count) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparing(Candidate::key, Arrays::compareUnsigned);
  }

  private static final Buckets COUNTS = new Buckets(10, 48);

  private final ExternalCount counts;

  KeyTally(Path folder, String name, int memoryBytes) {
    counts = new ExternalCount(folder, name, memoryBytes);
  }

  void add(String key) throws IOException {
    add(key, 1);
  }

  void add(String key, long count) throws IOException {
    counts.add(key.getBytes(StandardCharsets.UTF_8), count);
  }

  void absorb(KeyTally other) {
    counts.absorb(other.counts);
  }

  /// Called once, after the last {@link #add}.
  Ranking rank(int top) throws IOException {
    PriorityQueue<Candidate> worstFirst =
        new PriorityQueue<>(Collections.reverseOrder(Candidate.BEST_FIRST));
    long distinct = 0;
    long largest = 0;
    long[] buckets = new long[COUNTS.count()];
    try (ExternalCount.Counted counted = counts.counted()) {
      while (counted.next()) {
        distinct++;
        largest = Math.max(largest, counted.count());
        buckets[COUNTS.of(counted.count())]++;
        Candidate worst = worstFirst.size() < top ? null : worstFirst.element();
        if (worst == null || counted.count() >= worst.count) {
          worstFirst.add(new Candidate(counted.key(), counted.count()));
          if (worst != null) {
            worstFirst.remove();
          }
        }
      }
    }
    List<Candidate> best = new ArrayList<>(worstFirst);
    best.sort(Candidate.BEST_FIRST);
    return new Ranking(
        distinct,
        best.stream()
            .map(c -> new Ranked(new String(c.key, StandardCharsets.UTF_8), c.count))
            .toList(),
        COUNTS.spread(buckets, 0, largest));
  }

  @Override
  public void close() throws IOException {
    counts.close();
  }
}
