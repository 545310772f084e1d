package dev.headgate.assess;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Which records an export has, in 64 KiB: its {@link #SIZE} smallest different record hashes. It
/// tells whether two exports share records (a bottom-k sketch; Cohen and Kaplan, "Summarizing data
/// using bottom-k sketches", PODC 2007).
///
/// A hash that is in both sketches is a record that is in both exports: what it reports is so. What
/// it can miss: two exports that share less than about one in 1,000 of the records they have
/// together, thus also a small export that lies wholly within one more than 1,000 times its size.
/// With one in 1,000 shared it misses 2 of 100 times; exports of at most {@link #SIZE} different
/// records each are compared completely.
///
/// ```
/// records.sketch   hash (16 bytes), ascending as unsigned, none twice
/// ```
public final class RecordSketch {
  public static final int SIZE = 4_096;

  private final List<Hash> hashes;

  private RecordSketch(List<Hash> hashes) {
    this.hashes = hashes;
  }

  private record Hash(long high, long low) implements Comparable<Hash> {
    @Override
    public int compareTo(Hash other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }

  /// Reads what {@link #write} wrote.
  public static RecordSketch read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    if (in.remaining() % RecordHash.BYTES != 0 || in.remaining() > SIZE * RecordHash.BYTES) {
      throw new IOException("not a sketch of records: " + file);
    }
    List<Hash> hashes = new ArrayList<>();
    while (in.hasRemaining()) {
      hashes.add(new Hash(in.getLong(), in.getLong()));
    }
    for (int i = 1; i < hashes.size(); i++) {
      if (hashes.get(i - 1).compareTo(hashes.get(i)) >= 0) {
        throw new IOException("not a sketch of records, its hashes do not ascend: " + file);
      }
    }
    return new RecordSketch(hashes);
  }

  public void write(Path file) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(hashes.size() * RecordHash.BYTES);
    for (Hash hash : hashes) {
      out.putLong(hash.high).putLong(hash.low);
    }
    Files.write(file, out.array());
  }

  /// Whether the two exports certainly share a record.
  public boolean overlaps(RecordSketch other) {
    return common(other, Integer.MAX_VALUE).shared > 0;
  }

  /// What share of the different records of both exports together is in both, 0 to 1: exact while
  /// they have at most {@link #SIZE} together, else an estimate with a standard error of at most
  /// 0.8 percentage points.
  public double overlap(RecordSketch other) {
    Common common = common(other, SIZE);
    return common.together == 0 ? 0 : (double) common.shared / common.together;
  }

  private record Common(int together, int shared) {}

  /// Merges the smallest hashes of both, up to `limit` different ones.
  private Common common(RecordSketch other, int limit) {
    int mine = 0;
    int theirs = 0;
    int together = 0;
    int shared = 0;
    while (together < limit && (mine < hashes.size() || theirs < other.hashes.size())) {
      int order =
          mine == hashes.size()
              ? 1
              : theirs == other.hashes.size()
                  ? -1
                  : hashes.get(mine).compareTo(other.hashes.get(theirs));
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
      shared += order == 0 ? 1 : 0;
      together++;
    }
    return new Common(together, shared);
  }

  /// Collects the hashes of an export, one record after another.
  static final class Builder {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final TreeSet<Hash> smallest = new TreeSet<>();
    private long highestHigh = -1;

    /// Takes `row[0, 16)`.
    void add(byte[] row) {
      long high = (long) LONGS.get(row, 0);
      if (Long.compareUnsigned(high, highestHigh) > 0) {
        return;
      }
      smallest.add(new Hash(high, (long) LONGS.get(row, 8)));
      if (smallest.size() > SIZE) {
        smallest.pollLast();
        highestHigh = smallest.last().high;
      }
    }

    RecordSketch build() {
      return new RecordSketch(List.copyOf(smallest));
    }
  }
}
