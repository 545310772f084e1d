package dev.headgate.source.file;

import dev.headgate.source.StoredObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/// A stored object as a channel, for reading the directory of an archive wherever it lies: its last
/// {@link #TAIL_BYTES} are read once, since they are looked through backwards; what stands before
/// is read forwards.
final class ObjectChannel implements SeekableByteChannel {
  private static final int TAIL_BYTES = 128 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private final StoredObject object;
  private final long tailStart;
  private byte @Nullable [] tail;
  private @Nullable InputStream stream;
  private long streamAt;
  private long position;
  private boolean open = true;

  ObjectChannel(StoredObject object) {
    this.object = object;
    this.tailStart = Math.max(0, object.size() - TAIL_BYTES);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (position >= object.size()) {
      return -1;
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    byte[] bytes = new byte[Math.min(into.remaining(), BUFFER_BYTES)];
    int count = position >= tailStart ? readTail(bytes) : readBefore(bytes);
    if (count > 0) {
      into.put(bytes, 0, count);
      position += count;
    }
    return count;
  }

  private int readTail(byte[] bytes) throws IOException {
    byte[] known = tail;
    if (known == null) {
      try (InputStream in = object.open(tailStart, object.size())) {
        known = in.readNBytes(TAIL_BYTES);
      }
      tail = known;
    }
    int from = (int) (position - tailStart);
    int count = Math.min(bytes.length, known.length - from);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(known, from, bytes, 0, count);
    return count;
  }

  private int readBefore(byte[] bytes) throws IOException {
    InputStream in = stream;
    if (in == null || position < streamAt || position - streamAt > BUFFER_BYTES) {
      closeStream();
      in = new BufferedInputStream(object.open(position, object.size()), BUFFER_BYTES);
      stream = in;
      streamAt = position;
    }
    in.skipNBytes(position - streamAt);
    int count = in.read(bytes, 0, (int) Math.min(bytes.length, tailStart - position));
    streamAt = position + Math.max(0, count);
    return count;
  }

  private void closeStream() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long place) {
    position = place;
    return this;
  }

  @Override
  public long size() {
    return object.size();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    closeStream();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
