package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Bytes read from a client within bounds.
///
/// @param bytes valid up to `length`
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Body(byte[] bytes, int length) {
  private static final int FIRST_READ = 16 << 10;

  /// Room made at once for a body whose length is announced; what is longer grows as it comes. What
  /// is announced and never sent takes from others what all bodies may take.
  private static final int BELIEVED_BYTES = 256 << 10;

  /// Reads all of a stream.
  ///
  /// @param what how the message calls it
  /// @throws BodyRefused if it is longer than `atMost`, or there is no room; the rest is unread
  static Body read(InputStream in, String what, int firstSize, int atMost, BodyBudget.Claim claim)
      throws IOException, BodyRefused {
    int size = Math.clamp(firstSize, 1, atMost);
    claim.add(size);
    byte[] bytes = new byte[size];
    int length = 0;
    while (true) {
      int more = in.readNBytes(bytes, length, bytes.length - length);
      length += more;
      if (length < bytes.length) {
        return new Body(bytes, length);
      }
      int next = in.read();
      if (next < 0) {
        return new Body(bytes, length);
      }
      if (length == atMost) {
        throw BodyRefused.tooLong(what, atMost);
      }
      int larger = (int) Math.min(atMost, 2L * bytes.length);
      claim.add(larger - bytes.length);
      bytes = Arrays.copyOf(bytes, larger);
      bytes[length++] = (byte) next;
    }
  }

  /// Reads a body as it comes.
  ///
  /// @param announced its length by the client's word; 0 for not known
  static Body readWire(InputStream in, long announced, int atMost, BodyBudget.Claim claim)
      throws IOException, BodyRefused {
    // One more, so that the end is seen without growing.
    int first = announced > 0 ? (int) Math.min(announced + 1, BELIEVED_BYTES) : FIRST_READ;
    return read(in, "body", Math.min(first, atMost), atMost, claim);
  }

  /// Whether its first byte that is no white space begins an object or an array.
  boolean looksLikeJson() {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0 || bytes[i] > ' ') {
        return bytes[i] == '{' || bytes[i] == '[';
      }
    }
    return false;
  }

  boolean isGzip() {
    return length >= 4 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b && bytes[2] == 8;
  }

  /// Whether it is written in the letters of base64 alone, those of file names among them; a space
  /// is a plus that a form took away.
  boolean isBase64() {
    int padding = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == '=') {
        padding++;
      } else if (padding > 0 || standard(b) == 0) {
        return false;
      }
    }
    return length > 0 && padding <= 3;
  }

  /// What is base64 by {@link #isBase64}, in the letters that every decoder knows and without
  /// padding. LZ-String leaves a last letter alone, whose bits count: it gets another one of zeros.
  byte[] standardBase64() {
    int letters = length;
    while (letters > 0 && bytes[letters - 1] == '=') {
      letters--;
    }
    byte[] out = new byte[letters % 4 == 1 ? letters + 1 : letters];
    Arrays.fill(out, (byte) 'A');
    for (int i = 0; i < letters; i++) {
      out[i] = standard(bytes[i]);
    }
    return out;
  }

  private static byte standard(byte b) {
    if ((b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9')) {
      return b;
    }
    return switch (b) {
      case '+', '-', ' ' -> '+';
      case '/', '_' -> '/';
      default -> 0;
    };
  }

  String ascii() {
    return new String(bytes, 0, length, US_ASCII);
  }
}
