package dev.headgate.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The uuid of an event (also of a person): 128 bits, ordered as unsigned bytes, printed as RFC
/// 9562 prints them.
public record EventId(long high, long low) implements Comparable<EventId> {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /// The value of each ASCII character as a hexadecimal digit, or -1.
  private static final byte[] DIGITS = new byte[128];

  static {
    for (char c = 0; c < DIGITS.length; c++) {
      DIGITS[c] = (byte) Character.digit(c, 16);
    }
  }

  /// Reads the 36-character form, or 32 hexadecimal digits without hyphens, in either case; empty
  /// for anything else.
  public static Optional<EventId> parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return parse(bytes, 0, bytes.length);
  }

  /// As {@link #parse(String)}, the text being `bytes[from, to)`.
  public static Optional<EventId> parse(byte[] bytes, int from, int to) {
    int hyphen = to - from == 36 ? 1 : 0;
    if (hyphen == 0 && to - from != 32) {
      return Optional.empty();
    }
    if (hyphen == 1
        && (bytes[from + 8] != '-'
            || bytes[from + 13] != '-'
            || bytes[from + 18] != '-'
            || bytes[from + 23] != '-')) {
      return Optional.empty();
    }
    int second = from + 8 + hyphen;
    int third = second + 4 + hyphen;
    int fourth = third + 4 + hyphen;
    int fifth = fourth + 4 + hyphen;
    long a = hex(bytes, from, 8);
    long b = hex(bytes, second, 4);
    long c = hex(bytes, third, 4);
    long d = hex(bytes, fourth, 4);
    long e = hex(bytes, fifth, 12);
    return (a | b | c | d | e) < 0
        ? Optional.empty()
        : Optional.of(new EventId(a << 32 | b << 16 | c, d << 48 | e));
  }

  /// The number that so many hexadecimal digits make, at most 15; negative if one is none.
  private static long hex(byte[] bytes, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = number << 4 | (bytes[i] < 0 ? -1 : DIGITS[bytes[i]]);
    }
    return number;
  }

  @Override
  public int compareTo(EventId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  // Written out here, and in other records that tables are searched by: what the language gives a
  // record is put together at run time, and slow until the optimising compiler comes to it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventId that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /// The 36 ASCII bytes of the canonical form, lower case.
  public byte[] ascii() {
    byte[] out = new byte[36];
    int at = 0;
    for (int digit = 0; digit < 32; digit++) {
      if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
        out[at++] = '-';
      }
      long half = digit < 16 ? high : low;
      out[at++] = HEX[(int) (half >>> (60 - 4 * (digit & 15))) & 15];
    }
    return out;
  }

  @Override
  public String toString() {
    return new String(ascii(), StandardCharsets.ISO_8859_1);
  }
}
