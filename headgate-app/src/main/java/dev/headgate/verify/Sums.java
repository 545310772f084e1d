package dev.headgate.verify;

import dev.headgate.event.UuidSum;
import java.util.Arrays;

/// A table of {@link UuidSum}s of fixed size, 24 bytes each.
final class Sums {
  private final long[] counts;
  private final long[] highs;
  private final long[] lows;

  Sums(int size) {
    counts = new long[size];
    highs = new long[size];
    lows = new long[size];
  }

  Sums copy() {
    Sums copy = new Sums(counts.length);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    System.arraycopy(highs, 0, copy.highs, 0, highs.length);
    System.arraycopy(lows, 0, copy.lows, 0, lows.length);
    return copy;
  }

  void add(int index, UuidSum sum) {
    set(index, new UuidSum(counts[index], highs[index], lows[index]).plus(sum));
  }

  void subtract(int index, UuidSum sum) {
    // -x modulo 2^128: all bits flipped, plus one.
    UuidSum flipped = new UuidSum(-sum.count(), ~sum.high(), ~sum.low());
    add(index, flipped.plus(new UuidSum(0, 0, 1)));
  }

  boolean sameAt(int index, Sums other) {
    return counts[index] == other.counts[index]
        && highs[index] == other.highs[index]
        && lows[index] == other.lows[index];
  }

  boolean sameAs(Sums other) {
    return Arrays.equals(counts, other.counts)
        && Arrays.equals(highs, other.highs)
        && Arrays.equals(lows, other.lows);
  }

  private void set(int index, UuidSum sum) {
    counts[index] = sum.count();
    highs[index] = sum.high();
    lows[index] = sum.low();
  }
}
