package dev.headgate.source.file;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.SourceFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/// How much packed bytes may become: a few kilobytes that unpack to terabytes are made to do harm.
///
/// @param times how often its own size a packing may hold; real exports stay below 50
/// @param freeBytes what may be unpacked in any case
public record ExpansionLimit(long times, long freeBytes) {
  public static final long STANDARD_TIMES = 200;
  private static final long STANDARD_FREE_BYTES = 256L << 20;

  public static ExpansionLimit standard() {
    return ofTimes(STANDARD_TIMES);
  }

  public static ExpansionLimit ofTimes(long times) {
    return new ExpansionLimit(times, STANDARD_FREE_BYTES);
  }

  boolean allows(long packedBytes, long contentBytes) {
    return contentBytes <= freeBytes || contentBytes / times <= packedBytes;
  }

  /// Content that stops when it becomes too much.
  ///
  /// @param name of the part, for the fault
  /// @param packing such as `gzip`
  /// @param packedRead how many bytes were read of what lies there
  InputStream held(InputStream content, String name, String packing, LongSupplier packedRead) {
    return new Held(content, name, packing, packedRead);
  }

  SourceFault tooMuch(String name, String packing, long packedBytes, long contentBytes) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "it unpacks to more than %d times its size: %d bytes of %s hold %d and more"
            .formatted(times, packedBytes, packing, contentBytes),
        name,
        "if it is what it should be, allow more with --max-expansion " + 10 * times);
  }

  /// A stream that knows how many packed bytes were read for it.
  interface Packed {
    long packedRead();
  }

  /// Counts what is read.
  static final class Counted extends FilterInputStream implements Packed {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public long packedRead() {
      return count;
    }
  }

  private final class Held extends FilterInputStream implements Packed {
    private final String name;
    private final String packing;
    private final LongSupplier packedRead;
    private long count;

    Held(InputStream content, String name, String packing, LongSupplier packedRead) {
      super(content);
      this.name = name;
      this.packing = packing;
      this.packedRead = packedRead;
    }

    @Override
    public long packedRead() {
      return packedRead.getAsLong();
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      return counted(read, read);
    }

    private int counted(int answer, int bytes) throws MediumFault {
      if (answer >= 0) {
        count += bytes;
        if (count > freeBytes && !allows(packedRead(), count)) {
          throw new MediumFault(tooMuch(name, packing, packedRead(), count));
        }
      }
      return answer;
    }
  }
}
