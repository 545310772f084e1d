package dev.headgate.assess;

import dev.headgate.source.Position;
import dev.headgate.spill.ExternalSort;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A file of numbers, each at the place of a record. Made for reading along: positions that ascend
/// cost next to nothing, one that goes back (another part, a resumed import) costs a binary search.
/// Holds one block of the file and no other state. Not thread-safe: one for each reader.
///
/// ```
/// part (4 bytes) | offset (8) | number (8)      big-endian, in this order; a record may have several
/// ```
final class PlacedNumbers implements AutoCloseable {
  static final int ENTRY_BYTES = 20;

  private static final long[] NONE = {};

  private static final int BLOCK_ENTRIES = 3_200;

  private final Path file;
  private final FileChannel channel;
  private final long entries;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_ENTRIES * ENTRY_BYTES);
  private long next;
  private int askedPart = -1;
  private long askedOffset;

  PlacedNumbers(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.entries = channel.size() / ENTRY_BYTES;
    if (channel.size() % ENTRY_BYTES != 0) {
      channel.close();
      throw new IOException("not a list of places, or cut short: " + file);
    }
    block.limit(0);
  }

  static byte[] entry(int part, long offset, long number) {
    return ByteBuffer.allocate(ENTRY_BYTES).putInt(part).putLong(offset).putLong(number).array();
  }

  /// Writes sorted entries to a file.
  static void write(ExternalSort entries, Path file) throws IOException {
    try (ExternalSort.Sorted sorted = entries.sorted();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      while (sorted.next()) {
        out.write(sorted.row());
      }
    }
  }

  /// The numbers of the record that starts there, ascending; mostly none.
  long[] at(Position position) throws IOException {
    int part = position.part();
    long offset = position.offset();
    boolean back = part < askedPart || (part == askedPart && offset <= askedOffset);
    if (back || askedPart < 0 || part > askedPart) {
      seek(firstNotBefore(part, offset));
    }
    askedPart = part;
    askedOffset = offset;
    long[] found = NONE;
    while (next < entries) {
      if (!block.hasRemaining()) {
        fill();
      }
      int at = block.position();
      int order = compare(block.getInt(at), block.getLong(at + 4), part, offset);
      if (order > 0) {
        break;
      }
      if (order == 0) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = block.getLong(at + 12);
      }
      block.position(at + ENTRY_BYTES);
      next++;
    }
    return found;
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
