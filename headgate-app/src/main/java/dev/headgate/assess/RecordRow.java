package dev.headgate.assess;

import dev.headgate.source.Position;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A row to be sorted: 128 bits that name a record (its hash, or a uuid), and where it stands. Rows
/// in order are groups of one name, each in the order of the export.
///
/// ```
/// name (16 bytes) | part (4) | offset (6) | line (6)          big-endian
/// ```
final class RecordRow {
  static final int BYTES = 32;

  private static final int NAME_BYTES = 16;
  private static final int PART_AT = 16;
  private static final int OFFSET_AT = 20;
  private static final int LINE_AT = 26;
  private static final long MAX_48_BITS = (1L << 48) - 1;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private RecordRow() {}

  static void putName(byte[] row, long high, long low) {
    LONGS.set(row, 0, high);
    LONGS.set(row, 8, low);
  }

  static void putPlace(byte[] row, Position position) {
    if (position.offset() > MAX_48_BITS || position.line() > MAX_48_BITS) {
      throw new IllegalArgumentException("a part holds at most 2^48 bytes: " + position);
    }
    INTS.set(row, PART_AT, position.part());
    put48(row, OFFSET_AT, position.offset());
    put48(row, LINE_AT, position.line());
  }

  /// The first 64 bits of the name.
  static long nameHigh(byte[] row) {
    return (long) LONGS.get(row, 0);
  }

  static boolean sameName(byte[] row, byte[] other) {
    return Arrays.equals(row, 0, NAME_BYTES, other, 0, NAME_BYTES);
  }

  static int part(byte[] row) {
    return (int) INTS.get(row, PART_AT);
  }

  static long offset(byte[] row) {
    return get48(row, OFFSET_AT);
  }

  static long line(byte[] row) {
    return get48(row, LINE_AT);
  }

  private static void put48(byte[] row, int at, long value) {
    row[at] = (byte) (value >>> 40);
    row[at + 1] = (byte) (value >>> 32);
    INTS.set(row, at + 2, (int) value);
  }

  private static long get48(byte[] row, int at) {
    return (row[at] & 0xffL) << 40
        | (row[at + 1] & 0xffL) << 32
        | ((int) INTS.get(row, at + 2) & 0xffff_ffffL);
  }
}
