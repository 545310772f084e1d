package dev.headgate.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.source.Part;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A part that is long without taking room: a beginning, one byte many times, an end.
record RepeatedPart(String start, char repeated, long times, String end) implements Part {

  @Override
  public int index() {
    return 0;
  }

  @Override
  public String name() {
    return "repeated";
  }

  @Override
  public long packedBytes() {
    return start.length() + times + end.length();
  }

  @Override
  public String packing() {
    return "plain";
  }

  @Override
  public InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(start.getBytes(UTF_8)),
                new Repeated(),
                new ByteArrayInputStream(end.getBytes(UTF_8)))));
  }

  @Override
  public boolean seekable() {
    return false;
  }

  @Override
  public InputStream openAt(long offset) {
    throw new UnsupportedOperationException("not seekable");
  }

  private final class Repeated extends InputStream {
    private long left = times;

    @Override
    public int read() {
      return left-- > 0 ? repeated : -1;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(buffer, from, from + count, (byte) repeated);
      left -= count;
      return count;
    }
  }
}
