package dev.headgate.store.duckdb;

import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.store.EventSpool;
import dev.headgate.store.StoreFault;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;

/// Events in a file of {@link SpoolRows}. On the heap it takes a buffer of 1 MiB, or of the longest
/// row, and eight bytes an event.
final class SpoolFile implements EventSpool {
  private static final int BUFFER_BYTES = 1 << 20;

  /// What DuckDB sets aside for a row by default.
  private static final int USUAL_ROW_BYTES = 2 << 20;

  private static final int READ_BUFFER_BYTES = 4 << 20;

  private final Path path;
  private final FileChannel channel;
  private final SpoolRows rows = new SpoolRows(BUFFER_BYTES + (64 << 10));
  private long[] ends = new long[1024];
  private int size;
  private long written;
  private int longest;

  private SpoolFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Makes the file; there must be none.
  static SpoolFile create(Path path) throws IOException {
    return new SpoolFile(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  @Override
  public void add(CapturedEvent event) throws StoreFault {
    int from = rows.length();
    rows.add(event);
    longest = Math.max(longest, rows.length() - from);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = written + rows.length();
    if (rows.length() >= BUFFER_BYTES) {
      try {
        flush();
      } catch (IOException e) {
        throw DuckDbFaults.during("spooling a segment to " + path, e);
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void forEach(BitSet places, Consumer<CapturedEvent> each) throws StoreFault {
    try {
      flush();
      for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
        each.accept(SpoolRows.read(row(place)));
      }
    } catch (IOException e) {
      throw DuckDbFaults.during("reading what was spooled to " + path, e);
    }
  }

  private byte[] row(int place) throws IOException {
    long at = start(place);
    ByteBuffer row = ByteBuffer.allocate((int) (ends[place] - at));
    while (row.hasRemaining()) {
      if (channel.read(row, at + row.position()) < 0) {
        throw new EOFException("the file is shorter than it was");
      }
    }
    return row.array();
  }

  private long start(int place) {
    return place == 0 ? 0 : ends[place - 1];
  }

  private void flush() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(rows.buffer(), 0, rows.length());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    written += rows.length();
    rows.clear();
  }

  /// A file that holds the rows of these places and no others: this one, or a part of it beside it.
  private Path fileOf(BitSet places) throws IOException {
    flush();
    if (places.nextClearBit(0) >= size) {
      return path;
    }
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (FileChannel out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      int from = places.nextSetBit(0);
      while (from >= 0) {
        int to = places.nextClearBit(from);
        long at = start(from);
        while (at < ends[to - 1]) {
          at += channel.transferTo(at, ends[to - 1] - at, out);
        }
        from = places.nextSetBit(to);
      }
    }
    return part;
  }

  interface Insertion {
    /// Reads the rows.
    ///
    /// @param readCsv the table function that yields them
    void from(String readCsv) throws SQLException;
  }

  /// Lets the rows of these places be read as a table.
  void read(BitSet places, Insertion insertion) throws SQLException, IOException {
    Path file = fileOf(places);
    try {
      insertion.from(readCsv(file));
    } finally {
      if (!file.equals(path)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private String readCsv(Path file) {
    int row = Math.max(USUAL_ROW_BYTES, longest + 1);
    return "read_csv("
        + Sql.pathLiteral(file)
        + ", auto_detect = false, header = false, delim = '\u001F', quote = '\u0002'"
        + ", escape = '\u0002', new_line = '\\n', allow_quoted_nulls = false"
        + ", max_line_size = "
        + row
        + ", buffer_size = "
        + Math.max(READ_BUFFER_BYTES, 2L * row)
        + ", parallel = "
        + !rows.lineEndsInside()
        + ", columns = {project: 'INTEGER', uuid: 'UUID', event: 'VARCHAR',"
        + " distinct_id: 'VARCHAR', micros: 'BIGINT', properties: 'VARCHAR', import: 'INTEGER'})";
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // Nothing needs it any more; what is left over is deleted at the next start.
    }
  }
}
