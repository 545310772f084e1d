package dev.headgate.event;

import java.util.Optional;

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
    boolean hyphens = text.length() == 36;
    if (!hyphens && text.length() != 32) {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (hyphens && (i == 8 || i == 13 || i == 18 || i == 23)) {
        if (c != '-') {
          return Optional.empty();
        }
        continue;
      }
      int digit = c < DIGITS.length ? DIGITS[c] : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      if (digits < 16) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
      digits++;
    }
    return Optional.of(new EventId(high, low));
  }

  @Override
  public int compareTo(EventId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
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
    return new String(ascii(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
