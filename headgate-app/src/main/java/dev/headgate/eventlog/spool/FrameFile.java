package dev.headgate.eventlog.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of frames as it is read, one frame in memory at a time.
final class FrameFile implements AutoCloseable {
  private final FileChannel channel;
  private long position;

  private FrameFile(FileChannel channel) {
    this.channel = channel;
  }

  /// What stands at the position.
  sealed interface Found {
    /// A frame, which ends at this byte.
    record Frame(SpoolFrame frame, long end) implements Found {}

    /// The end of the file.
    record End() implements Found {}

    /// A frame that goes on behind the end of the file: it was not written to its end, and nobody
    /// was told that it was.
    record Torn() implements Found {}

    /// No frame, though there are bytes enough for one.
    record Damaged() implements Found {}
  }

  static FrameFile open(Path file) throws IOException {
    return new FrameFile(FileChannel.open(file, StandardOpenOption.READ));
  }

  long position() {
    return position;
  }

  /// Looks at what comes next, without moving on.
  ///
  /// @param end where the file is taken to end
  Found next(long end) throws IOException {
    return at(position, end);
  }

  /// Looks at what stands at a place, without moving there.
  ///
  /// @param from where a frame ends, or the beginning
  /// @param end where the file is taken to end
  Found at(long from, long end) throws IOException {
    if (from >= end) {
      return new Found.End();
    }
    ByteBuffer head = ByteBuffer.allocate(SpoolFrame.HEAD_BYTES);
    if (end - from < head.capacity() || !read(head, from)) {
      return new Found.Torn();
    }
    int length = SpoolFrame.bodyLength(head);
    if (length < 0) {
      return new Found.Damaged();
    }
    long bodyAt = from + SpoolFrame.HEAD_BYTES;
    if (length > end - bodyAt) {
      return new Found.Torn();
    }
    byte[] body = new byte[length];
    if (!read(ByteBuffer.wrap(body), bodyAt)) {
      return new Found.Torn();
    }
    return SpoolFrame.decode(head, body)
        .<Found>map(frame -> new Found.Frame(frame, bodyAt + length))
        .orElseGet(Found.Damaged::new);
  }

  private boolean read(ByteBuffer into, long from) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into, from + into.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  void moveTo(long next) {
    position = next;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
