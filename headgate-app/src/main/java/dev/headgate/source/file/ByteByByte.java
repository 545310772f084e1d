package dev.headgate.source.file;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads another stream byte by byte, so that what was unpacked before a fault is handed out and
/// the fault comes after it. For unpackers that forget, when they fail, how much they had put into
/// the caller's buffer.
final class ByteByByte extends InputStream {
  private final InputStream in;
  private @Nullable IOException fault;

  ByteByByte(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (fault != null) {
      throw fault;
    }
    int count = 0;
    try {
      for (int b; count < length && (b = in.read()) >= 0; count++) {
        buffer[from + count] = (byte) b;
      }
    } catch (IOException e) {
      fault = e;
      if (count == 0) {
        throw e;
      }
    }
    return count > 0 || length == 0 ? count : -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
