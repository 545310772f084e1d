package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a {@link Manifest} while an export is sent. The importer checkpoints {@link #length()}
/// after {@link #flush()} and {@link #sync()}, and opens at that length when it goes on. But for
/// the latter it belongs to one thread.
public final class ManifestWriter implements AutoCloseable {
  private static final int BUFFER_ROWS = 4_096;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_ROWS * Manifest.ROW_BYTES);
  private long flushed;

  private ManifestWriter(Path file, FileChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.flushed = length;
  }

  /// Opens the file, or makes it, and cuts it back to a checkpointed length.
  ///
  /// @throws IOException also if the file is shorter than that
  public static ManifestWriter open(Path file, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.size() < length) {
        throw new IOException(
            file
                + " has "
                + channel.size()
                + " bytes, the checkpoint says "
                + length
                + ": it was changed from outside; start this import's verification anew");
      }
      channel.truncate(length).position(length);
      return new ManifestWriter(file, channel, length);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Adds one event, by name and time as they are sent.
  public void append(
      EventId uuid, Position position, String event, long timestampMicros, boolean asksForMerge)
      throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    Manifest.put(
        buffer,
        uuid,
        position.part(),
        position.line(),
        position.offset(),
        Manifest.groupAt(timestampMicros, event),
        asksForMerge);
  }

  /// Bytes appended so far, on disk or not.
  public long length() {
    return flushed + buffer.position();
  }

  /// Makes everything durable that was flushed. Any thread may, while the file is open.
  public void sync() throws IOException {
    channel.force(false);
  }

  /// What was written so far.
  public Manifest manifest() throws IOException {
    flush();
    return new Manifest(file, flushed);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }

  /// Hands everything appended to the operating system.
  public void flush() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        flushed += channel.write(buffer);
      }
    } finally {
      buffer.compact();
    }
  }
}
