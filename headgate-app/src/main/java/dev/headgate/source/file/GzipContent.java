package dev.headgate.source.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The content of a gzip file (RFC 1952) of any number of members. Zero bytes after the last member
/// are padding; anything else there is a fault. Differs from the JDK's stream in that: every byte
/// that could be unpacked is handed out before a fault, and nothing after a member is passed over.
///
/// ```
/// 1f 8b 08 flags mtime(4) xfl os [extra: length(2) bytes] [name 0] [comment 0] [crc16(2)]
/// deflated data
/// crc32(4) size(4)          little-endian, of the member's content
/// ```
final class GzipContent extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final byte[] input = new byte[BUFFER_BYTES];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int at;
  private int limit;
  private long packedBefore;
  private int members;
  private boolean inMember;
  private boolean ended;
  private @Nullable IOException fault;

  GzipContent(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (fault != null) {
        throw fault;
      }
      if (!inMember) {
        startMember();
        continue;
      }
      int count = inflate(buffer, from, length);
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] buffer, int from, int length) throws IOException {
    boolean more = !inflater.needsInput() || at < limit || fill();
    if (more && inflater.needsInput()) {
      inflater.setInput(input, at, limit - at);
    }
    // Without more of it the inflater may still hold what the buffer before had no room for.
    long before = inflater.getBytesWritten();
    try {
      inflater.inflate(buffer, from, length);
    } catch (DataFormatException e) {
      fault = new IOException("corrupt gzip data (" + e.getMessage() + ")" + place(), e);
    }
    int count = (int) (inflater.getBytesWritten() - before);
    at = limit - inflater.getRemaining();
    crc.update(buffer, from, count);
    if (!more && count == 0 && !inflater.finished()) {
      throw tooEarly();
    }
    if (fault == null && inflater.needsDictionary()) {
      fault = new IOException("gzip data that needs a dictionary" + place());
    }
    if (fault == null && inflater.finished()) {
      try {
        endMember();
      } catch (IOException e) {
        fault = e;
      }
    }
    return count;
  }

  private void startMember() throws IOException {
    int first = readByteOrEnd();
    if (members > 0 && first == 0) {
      first = skipPadding();
    }
    if (first < 0) {
      ended = true;
      return;
    }
    if (first != 0x1f || readByte() != 0x8b || readByte() != 8) {
      throw new IOException("bytes after the gzip data that are no gzip" + place());
    }
    int flags = readByte();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(readByte() | readByte() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    crc.reset();
    members++;
    inMember = true;
  }

  private void endMember() throws IOException {
    inMember = false;
    long checksum = readInt();
    long size = readInt();
    if (checksum != crc.getValue()) {
      throw new IOException("corrupt gzip data (checksum differs)" + place());
    }
    if (size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new IOException("corrupt gzip data (length differs)" + place());
    }
  }

  private int skipPadding() throws IOException {
    int b;
    do {
      b = readByteOrEnd();
    } while (b == 0);
    return b;
  }

  private long readInt() throws IOException {
    return readByte() | (long) readByte() << 8 | (long) readByte() << 16 | (long) readByte() << 24;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      readByte();
    }
  }

  private void skipText() throws IOException {
    while (readByte() != 0) {}
  }

  private int readByte() throws IOException {
    int b = readByteOrEnd();
    if (b < 0) {
      throw tooEarly();
    }
    return b;
  }

  private int readByteOrEnd() throws IOException {
    return at < limit || fill() ? input[at++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    packedBefore += limit;
    at = 0;
    limit = Math.max(0, in.read(input, 0, input.length));
    return limit > 0;
  }

  private EOFException tooEarly() {
    return new EOFException("the gzip data ends too early" + place());
  }

  private String place() {
    return ", at packed byte " + (packedBefore + at);
  }
}
