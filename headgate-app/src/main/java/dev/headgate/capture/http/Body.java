package dev.headgate.capture.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Bytes read from a client within bounds.
///
/// @param bytes valid up to `length`
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Body(byte[] bytes, int length) {
  private static final int FIRST_READ = 16 << 10;

  /// Room made at once for a body whose length is announced; what is longer grows as it comes.
  private static final int BELIEVED_BYTES = 2 << 20;

  private static final int GZIP_OUT = 64 << 10;

  /// Beyond this ratio the length that gzip's trailer names is not believed before it is seen.
  private static final int BELIEVED_RATIO = 32;

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

  /// Inflates a gzip body, which shows by its first bytes whatever its headers say.
  ///
  /// @param contentEncoding the header, if any
  Body inflated(Optional<String> contentEncoding, int atMost, BodyBudget.Claim claim)
      throws BodyRefused {
    boolean gzip = length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b && bytes[2] == 8;
    if (!gzip) {
      String named = contentEncoding.orElse("identity").strip();
      if (!named.equalsIgnoreCase("identity") && length > 0) {
        throw BodyRefused.unreadable(
            named.equalsIgnoreCase("gzip") || named.equalsIgnoreCase("x-gzip")
                ? "the body is no gzip, as its Content-Encoding says"
                : "unsupported Content-Encoding: use gzip, or none");
      }
      return this;
    }
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length), GZIP_OUT)) {
      return read(in, "inflated body", likelyLength(), atMost, claim);
    } catch (IOException e) {
      throw BodyRefused.unreadable("invalid gzip data: " + e.getMessage());
    }
  }

  /// One more than the length that the last four bytes name (modulo 2^32), so that the end is seen
  /// without growing.
  private int likelyLength() {
    long named =
        (bytes[length - 4] & 0xffL)
            | (bytes[length - 3] & 0xffL) << 8
            | (bytes[length - 2] & 0xffL) << 16
            | (bytes[length - 1] & 0xffL) << 24;
    return (int) Math.min(named + 1, (long) length * BELIEVED_RATIO);
  }
}
