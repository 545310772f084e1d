package dev.headgate.spill;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Keeps a row of numbers under each text key, exactly and for any number of keys, in bounded
/// memory: a table in memory; when it is full it is written as a run in the order of its keys, and
/// in the end the runs are merged, {@link RunFiles#FAN_IN} at a time. The first numbers of two rows
/// of one key combine by their maximum, the others by their sum, so parts may be counted apart.
///
/// Memory: `memoryBytes` for the table, and for each that was taken over as much as it had; then 64
/// KiB for each run being merged. Keys are short: whoever adds them has cut them. Files live in the
/// folder given and are deleted by {@link #close}.
///
/// ```
/// a run's entry   chars of the key (4 bytes) | key, 2 bytes a char | n (4) | n times: index (4), number (8)
/// ```
public final class ExternalSums implements AutoCloseable {
  private static final int KEY_AND_ENTRY_BYTES = 256;

  private final int width;
  private final int maxima;
  private final int capacity;
  private final RunFiles runs;
  private final List<Map<String, long[]>> absorbed = new ArrayList<>();
  private Map<String, long[]> table = new HashMap<>();

  /// @param name of the files within the folder
  /// @param width numbers of a row
  /// @param maxima how many of them, from the first, combine by their maximum; they are not
  ///   negative
  /// @param memoryBytes of the table; room for one row is always made
  public ExternalSums(Path folder, String name, int width, int maxima, int memoryBytes) {
    this.runs = new RunFiles(folder, name);
    this.width = width;
    this.maxima = maxima;
    this.capacity = Math.max(1, memoryBytes / (width * Long.BYTES + KEY_AND_ENTRY_BYTES));
  }

  /// The key's row, for the caller to change until the next call of anything here: what was put
  /// down elsewhere before is combined with it in the end.
  public long[] of(String key) throws IOException {
    long[] row = table.get(key);
    if (row != null) {
      return row;
    }
    if (table.size() >= capacity) {
      spill();
    }
    long[] fresh = new long[width];
    table.put(key, fresh);
    return fresh;
  }

  /// Takes over all that the other one has, its memory included; that one is empty after that. Its
  /// files stay where they are and are this one's to delete.
  public void absorb(ExternalSums other) {
    runs.absorb(other.runs);
    absorbed.addAll(other.absorbed);
    other.absorbed.clear();
    absorbed.add(other.table);
    other.table = new HashMap<>();
  }

  private void combine(long[] into, long[] row) {
    for (int i = 0; i < width; i++) {
      into[i] = i < maxima ? Math.max(into[i], row[i]) : into[i] + row[i];
    }
  }

  /// How many runs were written so far: 0 while everything fits in memory.
  int runsWritten() {
    return runs.made();
  }

  /// Each key once with its row, in the order of the keys' chars. Called once, after the last
  /// {@link #of}.
  public Summed summed() throws IOException {
    while (runs.tooMany()) {
      mergeOldest();
    }
    List<Source> sources = new ArrayList<>();
    sources.add(new InMemory(table));
    absorbed.forEach(each -> sources.add(new InMemory(each)));
    return open(runs.all(), sources);
  }

  @Override
  public void close() throws IOException {
    table.clear();
    absorbed.clear();
    runs.close();
  }

  private void spill() throws IOException {
    try (DataOutputStream out = runs.create()) {
      InMemory entries = new InMemory(table);
      while (entries.advance()) {
        write(out, entries.key(), entries.row());
      }
    }
    table.clear();
  }

  private void mergeOldest() throws IOException {
    try (Summed merged = open(runs.oldest(), new ArrayList<>());
        DataOutputStream out = runs.create()) {
      while (merged.next()) {
        write(out, merged.key(), merged.row());
      }
    }
    runs.deleteOldest();
  }

  private static void write(DataOutputStream out, String key, long[] row) throws IOException {
    out.writeInt(key.length());
    out.writeChars(key);
    out.writeInt((int) Arrays.stream(row).filter(number -> number != 0).count());
    for (int i = 0; i < row.length; i++) {
      if (row[i] != 0) {
        out.writeInt(i);
        out.writeLong(row[i]);
      }
    }
  }

  private Summed open(Iterable<Path> files, List<Source> sources) throws IOException {
    try {
      for (Path file : files) {
        sources.add(new Run(file, width));
      }
      return new Summed(sources);
    } catch (IOException e) {
      for (Source source : sources) {
        source.close();
      }
      throw e;
    }
  }

  /// Entries by key; each key at most once.
  private interface Source {
    /// Moves to the next entry; false at the end.
    boolean advance() throws IOException;

    String key();

    long[] row();

    void close() throws IOException;
  }

  private static final class InMemory implements Source {
    private final List<Map.Entry<String, long[]>> entries;
    private int next;

    InMemory(Map<String, long[]> table) {
      entries = new ArrayList<>(table.entrySet());
      entries.sort(Map.Entry.comparingByKey());
    }

    @Override
    public boolean advance() {
      return next++ < entries.size();
    }

    @Override
    public String key() {
      return entries.get(next - 1).getKey();
    }

    @Override
    public long[] row() {
      return entries.get(next - 1).getValue();
    }

    @Override
    public void close() {}
  }

  private static final class Run implements Source {
    private final int width;
    private final DataInputStream in;
    private String key = "";
    private long[] row = new long[0];

    Run(Path file, int width) throws IOException {
      this.width = width;
      in = RunFiles.read(file);
    }

    @Override
    public boolean advance() throws IOException {
      if (!RunFiles.hasNext(in)) {
        return false;
      }
      char[] chars = new char[in.readInt()];
      for (int i = 0; i < chars.length; i++) {
        chars[i] = in.readChar();
      }
      key = new String(chars);
      row = new long[width];
      for (int left = in.readInt(); left > 0; left--) {
        row[in.readInt()] = in.readLong();
      }
      return true;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public long[] row() {
      return row;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// Each key once, with its row.
  public final class Summed implements AutoCloseable {
    private final PriorityQueue<Source> heads =
        new PriorityQueue<>(Comparator.comparing(Source::key));
    private final List<Source> sources;
    private String key = "";
    private long[] row = new long[0];

    private Summed(List<Source> sources) throws IOException {
      this.sources = sources;
      for (Source source : sources) {
        if (source.advance()) {
          heads.add(source);
        }
      }
    }

    /// Moves to the next key; false at the end.
    public boolean next() throws IOException {
      Source head = heads.peek();
      if (head == null) {
        return false;
      }
      key = head.key();
      row = new long[width];
      while (head != null && head.key().equals(key)) {
        heads.remove();
        combine(row, head.row());
        if (head.advance()) {
          heads.add(head);
        }
        head = heads.peek();
      }
      return true;
    }

    public String key() {
      return key;
    }

    /// The current key's numbers, an array of its own.
    public long[] row() {
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
