package dev.headgate.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Well-formed UTF-8, by Table 3-7 of the Unicode Standard: no overlong form, no surrogate, nothing
/// above U+10FFFF.
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /// The index of the first byte in `buffer[from, to)` that is not part of a well-formed sequence,
  /// or -1.
  public static int firstInvalid(byte[] buffer, int from, int to) {
    int i = from;
    while (i < to) {
      while (i + 32 <= to && (bits(buffer, i) & HIGH_BITS) == 0) {
        i += 32;
      }
      while (i + 8 <= to && ((long) LONGS.get(buffer, i) & HIGH_BITS) == 0) {
        i += 8;
      }
      if (i >= to) {
        break;
      }
      int lead = buffer[i] & 0xff;
      int length = lead < 0x80 ? 1 : sequenceLength(buffer, i, to, lead);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /// The bits that are set in any of four words.
  private static long bits(byte[] buffer, int at) {
    return (long) LONGS.get(buffer, at)
        | (long) LONGS.get(buffer, at + 8)
        | (long) LONGS.get(buffer, at + 16)
        | (long) LONGS.get(buffer, at + 24);
  }

  private static int sequenceLength(byte[] buffer, int i, int to, int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (i + length > to) {
      return 0;
    }
    int second = buffer[i + 1] & 0xff;
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((buffer[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
