package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What was read: one row for every event the export makes, in the order of its positions. The rows
/// are a pure function of the export, so resuming writes the same bytes. 45 bytes a row,
/// big-endian:
///
/// ```
///  0               16      20        28        36        44
///  | uuid          | part  | line    | offset  | group   | flags |
///  | 16            | 4     | 8       | 8       | 8       | 1     |
/// ```
///
/// `group` is a hash of event day and event name, so that no table of names has to be kept and cut
/// back beside it. Of `flags`, bit 0: the event asks for a merge. Rows sort as bytes: by uuid, then
/// by position.
///
/// @param file where it lies
/// @param length how much of it counts, in bytes; what follows was never checkpointed
public record Manifest(Path file, long length) {
  static final int ROW_BYTES = 45;
  private static final int PART = 16;
  private static final int LINE = 20;
  private static final int OFFSET = 28;
  private static final int GROUP = 36;
  private static final int FLAGS = 44;
  private static final int MERGE = 1;

  public Manifest {
    if (length < 0 || length % ROW_BYTES != 0) {
      throw new IllegalArgumentException("no whole number of rows: " + length + " bytes");
    }
  }

  /// All whole rows a file has now.
  public static Manifest of(Path file) throws IOException {
    long size = Files.size(file);
    return new Manifest(file, size - size % ROW_BYTES);
  }

  public long rows() {
    return length / ROW_BYTES;
  }

  /// A place in the export: the number of its part, the line from 1, and the byte where it begins.
  public record Place(int part, long line, long offset) {}

  /// Where these events stand in the export, each the first time. Reads all rows.
  public Map<EventId, Place> places(Set<EventId> uuids) throws IOException {
    Map<EventId, Place> places = new HashMap<>();
    forEachRow(row -> {
      EventId uuid = uuid(row);
      if (uuids.contains(uuid)) {
        places.putIfAbsent(uuid, new Place(part(row), line(row), offset(row)));
      }
    });
    return places;
  }

  interface RowConsumer {
    void accept(byte[] row) throws IOException;
  }

  /// Every row, in one array that is used again for the next.
  void forEachRow(RowConsumer each) throws IOException {
    byte[] row = new byte[ROW_BYTES];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (long i = 0; i < rows(); i++) {
        if (in.readNBytes(row, 0, ROW_BYTES) < ROW_BYTES) {
          throw new EOFException(file + " ends after " + i + " rows, there should be " + rows());
        }
        each.accept(row);
      }
    }
  }

  static void put(
      ByteBuffer row,
      EventId uuid,
      int part,
      long line,
      long offset,
      long group,
      boolean asksForMerge) {
    row.putLong(uuid.high())
        .putLong(uuid.low())
        .putInt(part)
        .putLong(line)
        .putLong(offset)
        .putLong(group)
        .put((byte) (asksForMerge ? MERGE : 0));
  }

  static EventId uuid(byte[] row) {
    ByteBuffer view = ByteBuffer.wrap(row);
    return new EventId(view.getLong(0), view.getLong(8));
  }

  static int part(byte[] row) {
    return ByteBuffer.wrap(row).getInt(PART);
  }

  static long line(byte[] row) {
    return ByteBuffer.wrap(row).getLong(LINE);
  }

  static long offset(byte[] row) {
    return ByteBuffer.wrap(row).getLong(OFFSET);
  }

  static long group(byte[] row) {
    return ByteBuffer.wrap(row).getLong(GROUP);
  }

  static boolean asksForMerge(byte[] row) {
    return (row[FLAGS] & MERGE) != 0;
  }

  /// The group of an event by its time.
  static long groupAt(long timestampMicros, String event) {
    return groupOf(EventTime.epochDay(timestampMicros), event);
  }

  /// FNV-1a over the day and the name's UTF-16, then MurmurHash3's finaliser, so that every bit
  /// counts.
  static long groupOf(int epochDay, String event) {
    long hash = (0xcbf2_9ce4_8422_2325L ^ epochDay) * 0x100_0000_01b3L;
    for (int i = 0; i < event.length(); i++) {
      hash = (hash ^ event.charAt(i)) * 0x100_0000_01b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51_afd7_ed55_8ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
    return hash ^ hash >>> 33;
  }
}
