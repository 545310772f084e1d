package dev.headgate.spill;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/// Sorts any number of rows of one width by their bytes, unsigned, in bounded memory: full buffers
/// are sorted and written as runs, then the runs are merged, {@link RunFiles#FAN_IN} at a time.
/// Equal rows are kept.
///
/// Memory: `memoryBytes` for the buffer and its index (8 bytes a row), half as much again in the
/// moment the buffer grows, and 64 KiB for each run being merged. Files live in the folder given
/// and are deleted by {@link #close}.
///
/// ```
/// row in the buffer    b0 b1 b2 b3 b4 | b5 b6 b7 b8 b9 | b10 ...
/// sorted as a long     the 5 bytes above the row's index (24 bits); rows that agree in them are
///                      sorted by the next 5, and so on: no row moves, nothing is boxed
/// ```
public final class ExternalSort implements AutoCloseable {
  private static final int INDEX_BITS = 24;
  private static final int MAX_ROWS_IN_MEMORY = 1 << INDEX_BITS;
  private static final int PREFIX_BYTES = 5;

  private final int rowBytes;
  private final int capacityRows;
  private final RunFiles runs;
  private byte[] buffer = new byte[0];
  private long[] keys = new long[0];
  private int rowsInBuffer;
  private long rows;

  /// @param name of the files within the folder
  /// @param rowBytes at least 8
  /// @param memoryBytes of the buffer and its index; room for one row is always made
  public ExternalSort(Path folder, String name, int rowBytes, int memoryBytes) {
    if (rowBytes < 8) {
      throw new IllegalArgumentException("rows have at least 8 bytes");
    }
    this.runs = new RunFiles(folder, name);
    this.rowBytes = rowBytes;
    this.capacityRows = Math.clamp(memoryBytes / (rowBytes + 8), 1, MAX_ROWS_IN_MEMORY);
  }

  /// Adds `row[0, rowBytes)`, copied.
  public void add(byte[] row) throws IOException {
    if (rowsInBuffer == capacityRows) {
      spill();
    }
    int at = rowsInBuffer * rowBytes;
    if (at + rowBytes > buffer.length) {
      int grown = Math.clamp(2L * rowsInBuffer, Math.min(1024, capacityRows), capacityRows);
      buffer = Arrays.copyOf(buffer, grown * rowBytes);
      keys = new long[grown];
    }
    System.arraycopy(row, 0, buffer, at, rowBytes);
    rowsInBuffer++;
    rows++;
  }

  /// Takes over all rows of the other one, which is empty after that. Its files stay where they are
  /// and are this one's to delete.
  public void absorb(ExternalSort other) throws IOException {
    if (other.rowBytes != rowBytes) {
      throw new IllegalArgumentException("rows of another width: " + other.rowBytes);
    }
    rows += other.rows - other.rowsInBuffer;
    runs.absorb(other.runs);
    byte[] row = new byte[rowBytes];
    for (int i = 0; i < other.rowsInBuffer; i++) {
      System.arraycopy(other.buffer, i * rowBytes, row, 0, rowBytes);
      add(row);
    }
    other.rows = 0;
    other.rowsInBuffer = 0;
  }

  /// How many rows were added.
  public long rows() {
    return rows;
  }

  /// All rows in order. Called once, after the last {@link #add}.
  public Sorted sorted() throws IOException {
    while (runs.tooMany()) {
      mergeOldest();
    }
    sortBuffer();
    return open(runs.all(), new InMemory());
  }

  @Override
  public void close() throws IOException {
    buffer = new byte[0];
    keys = new long[0];
    rowsInBuffer = 0;
    runs.close();
  }

  private void spill() throws IOException {
    sortBuffer();
    try (OutputStream out = runs.create()) {
      for (int i = 0; i < rowsInBuffer; i++) {
        out.write(buffer, rowIndex(keys[i]) * rowBytes, rowBytes);
      }
    }
    rowsInBuffer = 0;
  }

  private void mergeOldest() throws IOException {
    try (Sorted merged = open(runs.oldest());
        OutputStream out = runs.create()) {
      while (merged.next()) {
        out.write(merged.row());
      }
    }
    runs.deleteOldest();
  }

  private Sorted open(List<Path> files, Source... others) throws IOException {
    List<Source> sources = new ArrayList<>(List.of(others));
    try {
      for (Path file : files) {
        sources.add(new Run(file, rowBytes));
      }
      return new Sorted(sources, rowBytes);
    } catch (IOException e) {
      for (Source source : sources) {
        source.close();
      }
      throw e;
    }
  }

  private void sortBuffer() {
    for (int row = 0; row < rowsInBuffer; row++) {
      keys[row] = row;
    }
    sortBy(0, 0, rowsInBuffer);
  }

  /// Sorts `keys[from, to)`, whose rows agree in all bytes before `depth`.
  private void sortBy(int depth, int from, int to) {
    for (int i = from; i < to; i++) {
      int row = rowIndex(keys[i]);
      keys[i] = (prefix(row, depth) << INDEX_BITS | row) ^ Long.MIN_VALUE;
    }
    Arrays.sort(keys, from, to);
    if (depth + PREFIX_BYTES >= rowBytes) {
      return;
    }
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || keys[i] >>> INDEX_BITS != keys[start] >>> INDEX_BITS) {
        if (i - start > 1) {
          sortBy(depth + PREFIX_BYTES, start, i);
        }
        start = i;
      }
    }
  }

  private long prefix(int row, int depth) {
    long prefix = 0;
    for (int i = depth; i < depth + PREFIX_BYTES; i++) {
      prefix = prefix << 8 | (i < rowBytes ? buffer[row * rowBytes + i] & 0xff : 0);
    }
    return prefix;
  }

  private static int rowIndex(long key) {
    return (int) key & (MAX_ROWS_IN_MEMORY - 1);
  }

  /// Rows in order; the current one is `bytes()[at(), at() + rowBytes)`.
  private interface Source {
    /// Moves to the next row; false at the end.
    boolean advance() throws IOException;

    byte[] bytes();

    int at();

    void close() throws IOException;
  }

  private final class InMemory implements Source {
    private int next;

    @Override
    public boolean advance() {
      return next++ < rowsInBuffer;
    }

    @Override
    public byte[] bytes() {
      return buffer;
    }

    @Override
    public int at() {
      return rowIndex(keys[next - 1]) * rowBytes;
    }

    @Override
    public void close() {}
  }

  private static final class Run implements Source {
    private final Path file;
    private final int rowBytes;
    private final InputStream in;
    private final byte[] block;
    private int at;
    private int end;

    Run(Path file, int rowBytes) throws IOException {
      this.file = file;
      this.rowBytes = rowBytes;
      this.in = Files.newInputStream(file);
      this.block = new byte[Math.max(1, RunFiles.BUFFER_BYTES / rowBytes) * rowBytes];
    }

    @Override
    public boolean advance() throws IOException {
      at += rowBytes;
      if (at >= end) {
        at = 0;
        end = in.readNBytes(block, 0, block.length);
        if (end % rowBytes != 0) {
          throw new EOFException("a spill file was cut short while in use: " + file);
        }
      }
      return end > 0;
    }

    @Override
    public byte[] bytes() {
      return block;
    }

    @Override
    public int at() {
      return at;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// The rows in order, one at a time.
  public static final class Sorted implements AutoCloseable {
    private final PriorityQueue<Source> heads;
    private final List<Source> sources;
    private final int rowBytes;
    private byte[] row = new byte[0];

    private Sorted(List<Source> sources, int rowBytes) throws IOException {
      this.sources = sources;
      this.rowBytes = rowBytes;
      this.heads = new PriorityQueue<>(this::compare);
      for (Source source : sources) {
        if (source.advance()) {
          heads.add(source);
        }
      }
    }

    private int compare(Source a, Source b) {
      return Arrays.compareUnsigned(
          a.bytes(), a.at(), a.at() + rowBytes, b.bytes(), b.at(), b.at() + rowBytes);
    }

    /// Moves to the next row; false at the end.
    public boolean next() throws IOException {
      Source head = heads.poll();
      if (head == null) {
        return false;
      }
      row = Arrays.copyOfRange(head.bytes(), head.at(), head.at() + rowBytes);
      if (head.advance()) {
        heads.add(head);
      }
      return true;
    }

    /// The current row, an array of its own.
    public byte[] row() {
      return row;
    }

    @Override
    public void close() throws IOException {
      for (Source source : sources) {
        source.close();
      }
    }
  }
}
