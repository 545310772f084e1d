package dev.headgate.assess;

import java.nio.ByteBuffer;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Which records an export has, in 8 KiB: the {@link #MAX_HASHES} smallest of their hashes (a
/// bottom-k sketch; Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007). Tells
/// an export that grew or was mended from one that is new.
///
/// A sketch that is not full has all hashes. Of two sketches, only hashes up to the smaller of
/// their greatest can be compared: above it, one of them would have forgotten the hash.
public final class RecordSketch {
  public static final int MAX_HASHES = 1_024;

  /// Ordered as unsigned numbers by their flipped sign.
  private final NavigableSet<Long> flipped;

  private RecordSketch(NavigableSet<Long> flipped) {
    this.flipped = flipped;
  }

  /// What {@link #toBytes} wrote.
  public static RecordSketch ofBytes(byte[] bytes) {
    Builder builder = new Builder();
    ByteBuffer hashes = ByteBuffer.wrap(bytes);
    while (hashes.hasRemaining()) {
      builder.offer(hashes.getLong());
    }
    return builder.build();
  }

  /// The hashes in ascending order, 8 bytes each.
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(flipped.size() * Long.BYTES);
    flipped.forEach(hash -> bytes.putLong(hash ^ Long.MIN_VALUE));
    return bytes.array();
  }

  /// The share of this export's distinct records that the other one has too, 0 to 1: an estimate
  /// from the comparable hashes, exact if neither sketch is full.
  public double shareIn(RecordSketch other) {
    NavigableSet<Long> comparable = flipped.headSet(Math.min(bound(), other.bound()), true);
    if (comparable.isEmpty()) {
      return 0;
    }
    long shared = comparable.stream().filter(other.flipped::contains).count();
    return (double) shared / comparable.size();
  }

  private long bound() {
    return flipped.size() < MAX_HASHES ? Long.MAX_VALUE : flipped.last();
  }

  /// Collects a sketch. Not thread-safe. A hash that is too large to matter costs one comparison.
  public static final class Builder {
    private final NavigableSet<Long> flipped = new TreeSet<>();
    private long greatest = Long.MAX_VALUE;

    /// Counts a record in; again, if it was there before, without effect.
    ///
    /// @param hash 64 good bits of a record's bytes
    public void offer(long hash) {
      long value = hash ^ Long.MIN_VALUE;
      if (value > greatest || !flipped.add(value)) {
        return;
      }
      if (flipped.size() > MAX_HASHES) {
        flipped.pollLast();
      }
      if (flipped.size() == MAX_HASHES) {
        greatest = flipped.last();
      }
    }

    void absorb(Builder other) {
      other.flipped.forEach(hash -> offer(hash ^ Long.MIN_VALUE));
    }

    public RecordSketch build() {
      return new RecordSketch(new TreeSet<>(flipped));
    }
  }
}
