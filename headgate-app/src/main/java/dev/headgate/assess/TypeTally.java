package dev.headgate.assess;

import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.spill.ExternalSums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// What is counted of each event type: how many events, their bytes, and how their sizes are
/// spread. Exact for any number of types, sizes to a sixteenth.
///
/// ```
/// a type's row    largest size | events | bytes | how many of each bucket of sizes ...
/// ```
///
/// The `$identify` that an identity pair implies stands in no record: it is an event without a
/// size.
final class TypeTally implements AutoCloseable {
  static final Buckets SIZES = new Buckets(4, 24);

  private static final int LARGEST = 0;
  private static final int EVENTS = 1;
  private static final int BYTES = 2;
  private static final int FIRST_BUCKET = 3;

  private final ExternalSums rows;
  private final long[] allSizes = new long[SIZES.count()];
  private long largestSize;

  TypeTally(Path folder, int memoryBytes) {
    rows = new ExternalSums(folder, "types", FIRST_BUCKET + SIZES.count(), 1, memoryBytes);
  }

  /// @param bytes the event's part of its record
  void add(String type, long bytes) throws IOException {
    long[] row = rows.of(type);
    int bucket = SIZES.of(bytes);
    row[LARGEST] = Math.max(row[LARGEST], bytes);
    row[EVENTS]++;
    row[BYTES] += bytes;
    row[FIRST_BUCKET + bucket]++;
    allSizes[bucket]++;
    largestSize = Math.max(largestSize, bytes);
  }

  void addWithoutSize(String type, long events) throws IOException {
    rows.of(type)[EVENTS] += events;
  }

  void absorb(TypeTally other) {
    rows.absorb(other.rows);
    Arrays.setAll(allSizes, i -> allSizes[i] + other.allSizes[i]);
    largestSize = Math.max(largestSize, other.largestSize);
  }

  /// Of all events that stand in a record.
  Spread sizes() {
    return SIZES.spread(allSizes, 0, largestSize);
  }

  /// The types with most events, by events, then in code point order.
  ///
  /// @param distinct how many different types there are, listed or not
  record Ranking(long distinct, List<TypeCount> top) {}

  @SuppressWarnings("ArrayRecordComponent") // lives within one method, compared by a comparator
  private record Candidate(String type, byte[] utf8, long[] row) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong((Candidate candidate) -> candidate.row[EVENTS])
            .reversed()
            .thenComparing(Candidate::utf8, Arrays::compareUnsigned);
  }

  /// Called once, after the last {@link #add}.
  Ranking rank(int most, CostWeights.Shares shares) throws IOException {
    PriorityQueue<Candidate> worstFirst =
        new PriorityQueue<>(Collections.reverseOrder(Candidate.BEST_FIRST));
    long distinct = 0;
    try (ExternalSums.Summed summed = rows.summed()) {
      while (summed.next()) {
        distinct++;
        byte[] utf8 = summed.key().getBytes(StandardCharsets.UTF_8);
        worstFirst.add(new Candidate(new String(utf8, StandardCharsets.UTF_8), utf8, summed.row()));
        if (worstFirst.size() > most) {
          worstFirst.remove();
        }
      }
    }
    return new Ranking(
        distinct,
        worstFirst.stream()
            .sorted(Candidate.BEST_FIRST)
            .map(candidate -> typeCount(candidate, shares))
            .toList());
  }

  private static TypeCount typeCount(Candidate type, CostWeights.Shares shares) {
    long[] row = type.row;
    return new TypeCount(
        type.type,
        row[EVENTS],
        row[BYTES],
        SIZES.spread(row, FIRST_BUCKET, row[LARGEST]),
        shares.of(type.type, row[EVENTS], row[BYTES]));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
