package dev.headgate.assess;

import dev.headgate.source.Position;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Tells of a record how many identical ones precede it in its file, from the list that the
/// assessment wrote of those that have any. Made for reading along: positions that ascend cost next
/// to nothing, one that goes back (another part, a resumed import) costs a binary search. Holds one
/// block of the file and no other state. Not thread-safe: one for each reader.
///
/// ```
/// repeats.bin   part (4 bytes) | offset (8) | occurrence (8), big-endian, by part, then offset;
///               occurrence counts from 0, and only those from 1 on are listed
/// ```
public final class RepeatsReader implements AutoCloseable {
  static final int ENTRY_BYTES = 20;

  private static final int BLOCK_ENTRIES = 3_200;

  private final Path file;
  private final FileChannel channel;
  private final long entries;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_ENTRIES * ENTRY_BYTES);
  private long next;
  private int askedPart = -1;
  private long askedOffset;

  public RepeatsReader(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.entries = channel.size() / ENTRY_BYTES;
    if (channel.size() % ENTRY_BYTES != 0) {
      channel.close();
      throw new IOException("not a list of repeats, or cut short: " + file);
    }
    block.limit(0);
  }

  static byte[] entry(int part, long offset, long occurrence) {
    return ByteBuffer.allocate(ENTRY_BYTES)
        .putInt(part)
        .putLong(offset)
        .putLong(occurrence)
        .array();
  }

  /// How many records of the same file with the same bytes stand before this one; 0 for a record
  /// that repeats none.
  public long occurrence(Position position) throws IOException {
    int part = position.part();
    long offset = position.offset();
    boolean back = part < askedPart || (part == askedPart && offset < askedOffset);
    if (back || askedPart < 0 || part > askedPart) {
      seek(firstNotBefore(part, offset));
    }
    askedPart = part;
    askedOffset = offset;
    while (next < entries) {
      if (!block.hasRemaining()) {
        fill();
      }
      int at = block.position();
      int order = compare(block.getInt(at), block.getLong(at + 4), part, offset);
      if (order >= 0) {
        return order == 0 ? block.getLong(at + 12) : 0;
      }
      block.position(at + ENTRY_BYTES);
      next++;
    }
    return 0;
  }

  private long firstNotBefore(int part, long offset) throws IOException {
    ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);
    long low = 0;
    long high = entries;
    while (low < high) {
      long middle = (low + high) >>> 1;
      readFully(entry.clear(), middle);
      if (compare(entry.getInt(0), entry.getLong(4), part, offset) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int compare(int part, long offset, int otherPart, long otherOffset) {
    int byPart = Integer.compare(part, otherPart);
    return byPart != 0 ? byPart : Long.compare(offset, otherOffset);
  }

  private void seek(long entry) {
    next = entry;
    block.limit(0);
  }

  private void fill() throws IOException {
    block.clear();
    block.limit((int) Math.min(BLOCK_ENTRIES, entries - next) * ENTRY_BYTES);
    readFully(block, next);
    block.flip();
  }

  private void readFully(ByteBuffer target, long entry) throws IOException {
    long at = entry * ENTRY_BYTES;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read < 0) {
        throw new EOFException("cut short while in use: " + file);
      }
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
