package dev.headgate.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds bytes among many, eight at a time.
///
/// A word XORed with the wanted byte eight times has a zero byte where that byte stands; `(x -
/// 0x01..) & ~x & 0x80..` marks zero bytes, and its lowest mark is always right (Hacker's Delight,
/// section 6-1). With 0x20 instead of 0x01 it marks bytes below 0x20.
public final class ByteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private ByteSearch() {}

  /// The index of the first `wanted` in `buffer[from, to)`, or -1.
  public static int indexOf(byte wanted, byte[] buffer, int from, int to) {
    long pattern = (wanted & 0xffL) * LOW_BITS;
    int i = from;
    // Far from the byte, one decision for 32.
    for (; i + 32 <= to; i += 32) {
      long a = zeros((long) LONGS.get(buffer, i) ^ pattern);
      long b = zeros((long) LONGS.get(buffer, i + 8) ^ pattern);
      long c = zeros((long) LONGS.get(buffer, i + 16) ^ pattern);
      long d = zeros((long) LONGS.get(buffer, i + 24) ^ pattern);
      if ((a | b | c | d) != 0) {
        break;
      }
    }
    for (; i + 8 <= to; i += 8) {
      long zero = zeros((long) LONGS.get(buffer, i) ^ pattern);
      if (zero != 0) {
        return i + (Long.numberOfTrailingZeros(zero) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (buffer[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// A mark in each zero byte, and perhaps in some above the lowest of them.
  private static long zeros(long x) {
    return (x - LOW_BITS) & ~x & HIGH_BITS;
  }

  /// The index of the first byte in `buffer[from, to)` that a JSON string does not hold as it is, a
  /// quote, a backslash or a control character; or `to`.
  public static int endOfPlainText(byte[] buffer, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long word = (long) LONGS.get(buffer, i);
      long quote = word ^ '"' * LOW_BITS;
      long backslash = word ^ '\\' * LOW_BITS;
      long stops =
          (((quote - LOW_BITS) & ~quote)
                  | ((backslash - LOW_BITS) & ~backslash)
                  | ((word - ' ' * LOW_BITS) & ~word))
              & HIGH_BITS;
      if (stops != 0) {
        return i + (Long.numberOfTrailingZeros(stops) >>> 3);
      }
    }
    while (i < to && buffer[i] != '"' && buffer[i] != '\\' && (buffer[i] & 0xff) >= ' ') {
      i++;
    }
    return i;
  }

  /// Whether a byte of `buffer[from, to)` is below 0x20.
  public static boolean holdsControl(byte[] buffer, int from, int to) {
    int i = from;
    for (; i + 32 <= to; i += 32) {
      long a = controls((long) LONGS.get(buffer, i));
      long b = controls((long) LONGS.get(buffer, i + 8));
      long c = controls((long) LONGS.get(buffer, i + 16));
      long d = controls((long) LONGS.get(buffer, i + 24));
      if (((a | b | c | d) & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; i + 8 <= to; i += 8) {
      if ((controls((long) LONGS.get(buffer, i)) & HIGH_BITS) != 0) {
        return true;
      }
    }
    while (i < to && (buffer[i] & 0xff) >= ' ') {
      i++;
    }
    return i < to;
  }

  /// A mark, among other bits, in a byte below 0x20 if there is one.
  private static long controls(long word) {
    return (word - ' ' * LOW_BITS) & ~word;
  }

  /// A hash of `buffer[from, to)` whose upper bits are well mixed; of more than 16 bytes it looks
  /// only at the first and the last eight.
  public static int hash(byte[] buffer, int from, int to) {
    int length = to - from;
    long hash = length;
    if (length >= 8) {
      hash ^= (long) LONGS.get(buffer, from);
      hash = hash * MIX + (long) LONGS.get(buffer, to - 8);
    } else {
      for (int i = from; i < to; i++) {
        hash = hash << 8 ^ (buffer[i] & 0xff);
      }
    }
    hash = (hash ^ hash >>> 32) * MIX;
    return (int) (hash >>> 32);
  }
}
