package dev.headgate.spill;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Sorts any number of rows of one width by their bytes, unsigned, in bounded memory: full buffers
/// are sorted and written as runs, then the runs are merged. Equal rows are kept.
///
/// Memory: `memoryBytes` for the buffer and its index (8 bytes a row) while rows are added, then 64
/// KiB a run while they are read. Files live in the folder given and are deleted by {@link #close}.
public final class ExternalSort implements AutoCloseable {
  private static final int INDEX_BITS = 24;
  private static final int MAX_ROWS_IN_MEMORY = 1 << INDEX_BITS;
  private static final int RUN_BUFFER_BYTES = 64 << 10;

  private final Path folder;
  private final String name;
  private final int rowBytes;
  private final int capacityRows;
  private final List<Path> runs = new ArrayList<>();
  private byte[] buffer = new byte[0];
  private int rowsInBuffer;
  private long rows;

  /// @param name of the files within the folder
  /// @param rowBytes at least 8
  /// @param memoryBytes of the buffer
  public ExternalSort(Path folder, String name, int rowBytes, int memoryBytes) {
    if (rowBytes < 8) {
      throw new IllegalArgumentException("rows have at least 8 bytes");
    }
    this.folder = folder;
    this.name = name;
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
      long wanted = Math.max(64L << 10, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, (long) capacityRows * rowBytes));
    }
    System.arraycopy(row, 0, buffer, at, rowBytes);
    rowsInBuffer++;
    rows++;
  }

  /// How many rows were added.
  public long rows() {
    return rows;
  }

  /// All rows in order. Called once, after the last {@link #add}.
  public Sorted sorted() throws IOException {
    int[] order = sortBuffer();
    List<Source> sources = new ArrayList<>();
    sources.add(new InMemory(order));
    for (Path run : runs) {
      sources.add(new Run(run));
    }
    return new Sorted(sources);
  }

  @Override
  public void close() throws IOException {
    buffer = new byte[0];
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }

  private void spill() throws IOException {
    int[] order = sortBuffer();
    Path run = folder.resolve(name + "-" + runs.size() + ".run");
    runs.add(run);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(run), RUN_BUFFER_BYTES)) {
      for (int row : order) {
        out.write(buffer, row * rowBytes, rowBytes);
      }
    }
    rowsInBuffer = 0;
  }

  /// Sorts one long a row: the row's first 40 bits above its index. Rows that agree in those 40
  /// bits are then put in order by all their bytes.
  private int[] sortBuffer() {
    long[] keys = new long[rowsInBuffer];
    ByteBuffer view = ByteBuffer.wrap(buffer);
    for (int row = 0; row < rowsInBuffer; row++) {
      keys[row] = (view.getLong(row * rowBytes) & -(1L << INDEX_BITS)) | row;
      keys[row] ^= Long.MIN_VALUE;
    }
    Arrays.sort(keys);
    int[] order = new int[rowsInBuffer];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i] & (MAX_ROWS_IN_MEMORY - 1);
    }
    for (int from = 0; from < keys.length; ) {
      int to = from + 1;
      while (to < keys.length && keys[to] >>> INDEX_BITS == keys[from] >>> INDEX_BITS) {
        to++;
      }
      if (to - from > 1) {
        sortTies(order, from, to);
      }
      from = to;
    }
    return order;
  }

  private void sortTies(int[] order, int from, int to) {
    Integer[] ties = new Integer[to - from];
    Arrays.setAll(ties, i -> order[from + i]);
    Arrays.sort(ties, this::compareRows);
    for (int i = 0; i < ties.length; i++) {
      order[from + i] = ties[i];
    }
  }

  private int compareRows(int a, int b) {
    return Arrays.compareUnsigned(
        buffer, a * rowBytes, (a + 1) * rowBytes, buffer, b * rowBytes, (b + 1) * rowBytes);
  }

  private interface Source extends AutoCloseable {
    /// Reads the next row; false at the end.
    boolean advance() throws IOException;

    byte[] row();

    @Override
    void close() throws IOException;
  }

  private final class InMemory implements Source {
    private final int[] order;
    private final byte[] row = new byte[rowBytes];
    private int next;

    InMemory(int[] order) {
      this.order = order;
    }

    @Override
    public boolean advance() {
      if (next == order.length) {
        return false;
      }
      System.arraycopy(buffer, order[next++] * rowBytes, row, 0, rowBytes);
      return true;
    }

    @Override
    public byte[] row() {
      return row;
    }

    @Override
    public void close() {}
  }

  private final class Run implements Source {
    private final InputStream in;
    private final byte[] row = new byte[rowBytes];

    Run(Path file) throws IOException {
      in = new BufferedInputStream(Files.newInputStream(file), RUN_BUFFER_BYTES);
    }

    @Override
    public boolean advance() throws IOException {
      return in.readNBytes(row, 0, rowBytes) == rowBytes;
    }

    @Override
    public byte[] row() {
      return row;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// The rows in order, one at a time.
  public static final class Sorted implements AutoCloseable {
    private final PriorityQueue<Source> heads =
        new PriorityQueue<>(Comparator.comparing(Source::row, Arrays::compareUnsigned));
    private final List<Source> sources;
    private byte[] row = new byte[0];

    private Sorted(List<Source> sources) throws IOException {
      this.sources = sources;
      for (Source source : sources) {
        if (source.advance()) {
          heads.add(source);
        }
      }
    }

    /// Moves to the next row; false at the end.
    public boolean next() throws IOException {
      Source head = heads.poll();
      if (head == null) {
        return false;
      }
      row = head.row().clone();
      if (head.advance()) {
        heads.add(head);
      }
      return true;
    }

    /// The current row.
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
