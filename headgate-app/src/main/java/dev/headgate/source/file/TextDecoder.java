package dev.headgate.source.file;

import dev.headgate.source.TextEncoding;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// Makes UTF-8 of text in another encoding, piece by piece. What is no text in that encoding is
/// never replaced by something else: it comes out as bytes that are no UTF-8, so that the record it
/// stands in is refused.
///
/// | in | out | bytes read |
/// |---|---|---|
/// | a character | its UTF-8 | 1 (single byte), 2 or 4 (UTF-16) |
/// | half of a UTF-16 pair | the three bytes that UTF-8 would have for it | 2 |
/// | a last byte without its other half | `ff` | 1 |
/// | a byte that Windows-1252 does not define | the byte | 1 |
final class TextDecoder {
  /// Bytes written for one read, at most.
  static final int MOST_GROWTH = 3;

  /// Bytes written for what was left over from the piece before, at most.
  static final int MOST_LEFT = 4;

  private static final int NONE = -1;

  private final boolean wide;
  private final boolean littleEndian;

  /// By byte: its character, or -1.
  private final int @Nullable [] characters;

  private int halfUnit = NONE;
  private int highSurrogate = NONE;
  private byte[] out = new byte[0];
  private int at;

  /// @param encoding neither `UTF_8` nor `UTF_16`, which has a byte order by then
  TextDecoder(TextEncoding encoding) {
    wide = encoding == TextEncoding.UTF_16LE || encoding == TextEncoding.UTF_16BE;
    littleEndian = encoding == TextEncoding.UTF_16LE;
    characters =
        switch (encoding) {
          case UTF_16LE, UTF_16BE -> null;
          case LATIN_1 -> table("ISO-8859-1");
          case WINDOWS_1252 -> table("windows-1252");
          case UTF_8, UTF_16 -> throw new IllegalArgumentException(encoding.label());
        };
  }

  private static int[] table(String charset) {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    String text = new String(all, Charset.forName(charset));
    return text.chars().map(c -> c == 0xFFFD ? NONE : c).toArray();
  }

  /// Writes what `in[from, to)` is to `into` from `start` on, where there is room for {@link
  /// #MOST_GROWTH} bytes for each and {@link #MOST_LEFT} more; answers where it ends.
  int decode(byte[] in, int from, int to, byte[] into, int start) {
    out = into;
    at = start;
    if (characters != null) {
      for (int i = from; i < to; i++) {
        int c = characters[in[i] & 0xff];
        if (c == NONE) {
          out[at++] = in[i];
        } else {
          character(c);
        }
      }
      return at;
    }
    for (int i = from; i < to; i++) {
      if (halfUnit == NONE) {
        halfUnit = in[i] & 0xff;
      } else {
        int other = in[i] & 0xff;
        unit(littleEndian ? (other << 8) | halfUnit : (halfUnit << 8) | other);
        halfUnit = NONE;
      }
    }
    return at;
  }

  /// Writes what waits for a rest that does not come.
  int end(byte[] into, int start) {
    out = into;
    at = start;
    endPair();
    if (halfUnit != NONE) {
      out[at++] = (byte) 0xff;
      halfUnit = NONE;
    }
    return at;
  }

  private void unit(int unit) {
    if (highSurrogate != NONE && Character.isLowSurrogate((char) unit)) {
      int c = Character.toCodePoint((char) highSurrogate, (char) unit);
      highSurrogate = NONE;
      out[at++] = (byte) (0xf0 | (c >> 18));
      out[at++] = (byte) (0x80 | ((c >> 12) & 0x3f));
      out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      out[at++] = (byte) (0x80 | (c & 0x3f));
      return;
    }
    endPair();
    if (Character.isHighSurrogate((char) unit)) {
      highSurrogate = unit;
    } else {
      character(unit);
    }
  }

  private void endPair() {
    if (highSurrogate != NONE) {
      character(highSurrogate);
      highSurrogate = NONE;
    }
  }

  private void character(int c) {
    if (c < 0x80) {
      out[at++] = (byte) c;
    } else if (c < 0x800) {
      out[at++] = (byte) (0xc0 | (c >> 6));
      out[at++] = (byte) (0x80 | (c & 0x3f));
    } else {
      out[at++] = (byte) (0xe0 | (c >> 12));
      out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      out[at++] = (byte) (0x80 | (c & 0x3f));
    }
  }

  /// How many bytes were read for `text[from, to)`, which this decoder wrote.
  long bytesRead(byte[] text, int from, int to) {
    long read = 0;
    for (int i = from; i < to; i += length(text[i])) {
      read += readFor(text[i]);
    }
    return read;
  }

  /// The end of what was written for the next `bytes` bytes read, from `text[from]` on.
  int after(byte[] text, int from, int to, long bytes) {
    int i = from;
    for (long read = 0; read < bytes && i < to; i += length(text[i])) {
      read += readFor(text[i]);
    }
    return i;
  }

  private static int length(byte first) {
    int b = first & 0xff;
    return b < 0xc2 || b > 0xf4 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
  }

  private int readFor(byte first) {
    int b = first & 0xff;
    if (!wide || b == 0xff) {
      return 1;
    }
    return b >= 0xf0 ? 4 : 2;
  }
}
