package dev.headgate.assess;

import dev.headgate.assess.Identities.MergeId;
import dev.headgate.source.RecordHash;
import dev.headgate.spill.ExternalCount;
import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Finds the ids that merges join with most others: one of a thousand others makes one person of
/// them all. Exact for any number of merges, by sorting each merge in both directions:
///
/// ```
/// an id, hash (16) | an id it is merged with, hash (16)
/// ```
///
/// so that the others of an id stand together, equal ones side by side.
final class MergeIds implements AutoCloseable {
  private static final int ROW_BYTES = 2 * RecordHash.BYTES;

  private final RecordHash hash;
  private final ExternalSort rows;

  /// How many merges name each id.
  private final ExternalCount names;

  private final byte[] there = new byte[ROW_BYTES];
  private final byte[] back = new byte[ROW_BYTES];

  MergeIds(Path folder, RecordHash hash, int memoryBytes) {
    this.hash = hash;
    this.rows = new ExternalSort(folder, "merges", ROW_BYTES, memoryBytes / 2);
    this.names = new ExternalCount(folder, "merge-ids", memoryBytes / 2);
  }

  /// Adds a legal merge of two different ids.
  void add(String into, String other) throws IOException {
    byte[] intoUtf8 = into.getBytes(StandardCharsets.UTF_8);
    byte[] otherUtf8 = other.getBytes(StandardCharsets.UTF_8);
    hash.hash(intoUtf8, 0, intoUtf8.length, there, 0);
    hash.hash(otherUtf8, 0, otherUtf8.length, there, RecordHash.BYTES);
    System.arraycopy(there, RecordHash.BYTES, back, 0, RecordHash.BYTES);
    System.arraycopy(there, 0, back, RecordHash.BYTES, RecordHash.BYTES);
    rows.add(there);
    rows.add(back);
    names.add(intoUtf8);
    names.add(otherUtf8);
  }

  /// Adds the merge of an identity pair, of whose device only the hash is known.
  void addPair(String user, byte[] deviceHash) throws IOException {
    byte[] utf8 = user.getBytes(StandardCharsets.UTF_8);
    hash.hash(utf8, 0, utf8.length, there, 0);
    System.arraycopy(deviceHash, 0, there, RecordHash.BYTES, RecordHash.BYTES);
    rows.add(there);
    names.add(utf8);
  }

  void absorb(MergeIds other) throws IOException {
    rows.absorb(other.rows);
    names.absorb(other.names);
  }

  /// @param named how many different ids the merges name
  /// @param top those with most others, by others, then by id
  record Ranking(long named, List<MergeId> top) {}

  private record Candidate(ByteBuffer hash, long others) {
    static final Comparator<Candidate> WORST_FIRST =
        Comparator.comparingLong(Candidate::others).thenComparing(Candidate::hash);
  }

  /// Called once, after the last {@link #add}.
  ///
  /// @param merges of the whole export, for shares
  Ranking rank(int most, long merges) throws IOException {
    Map<ByteBuffer, Long> others = new HashMap<>();
    mostOthers(most).forEach(found -> others.put(found.hash, found.others));
    long fewest = others.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    long named = 0;
    PriorityQueue<MergeId> top =
        new PriorityQueue<>(
            Comparator.comparingLong(MergeId::others)
                .reversed()
                .thenComparing(MergeId::distinctId));
    try (ExternalCount.Counted counted = names.counted()) {
      while (counted.next()) {
        named++;
        if (counted.count() < fewest) {
          continue; // a merge joins an id with at most one other
        }
        byte[] utf8 = counted.key();
        byte[] hashed = new byte[RecordHash.BYTES];
        hash.hash(utf8, 0, utf8.length, hashed, 0);
        Long its = others.get(ByteBuffer.wrap(hashed));
        if (its != null) {
          top.add(
              new MergeId(
                  new String(utf8, StandardCharsets.UTF_8),
                  its,
                  counted.count(),
                  (double) counted.count() / Math.max(1, merges)));
        }
      }
    }
    return new Ranking(named, top.stream().sorted(top.comparator()).toList());
  }

  private PriorityQueue<Candidate> mostOthers(int most) throws IOException {
    PriorityQueue<Candidate> worstFirst = new PriorityQueue<>(Candidate.WORST_FIRST);
    byte[] previous = new byte[0];
    long others = 0;
    try (ExternalSort.Sorted sorted = rows.sorted()) {
      while (sorted.next()) {
        byte[] row = sorted.row();
        if (!sameId(previous, row)) {
          offer(worstFirst, previous, others, most);
          others = 0;
        }
        others += others == 0 || !Arrays.equals(previous, row) ? 1 : 0;
        previous = row;
      }
    }
    offer(worstFirst, previous, others, most);
    return worstFirst;
  }

  private static boolean sameId(byte[] row, byte[] other) {
    int bytes = RecordHash.BYTES;
    return row.length > 0 && Arrays.equals(row, 0, bytes, other, 0, bytes);
  }

  private static void offer(
      PriorityQueue<Candidate> worstFirst, byte[] row, long others, int most) {
    Candidate worst = worstFirst.size() < most ? null : worstFirst.element();
    if (others > 0 && (worst == null || others >= worst.others)) {
      ByteBuffer id = ByteBuffer.wrap(Arrays.copyOf(row, RecordHash.BYTES));
      worstFirst.add(new Candidate(id, others));
      if (worstFirst.size() > most) {
        worstFirst.remove();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (rows;
        names) {
      Arrays.fill(there, (byte) 0);
    }
  }
}
