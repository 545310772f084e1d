package dev.headgate.spill;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/// Counts how often each key was added, exactly and for any number of keys, in bounded memory: a
/// table in memory; when it is full it is written as a run in the order of its keys' hashes, and in
/// the end the runs are merged, {@link RunFiles#FAN_IN} at a time, and what they say of a key is
/// added up. As a run is sorted, neither many equal keys nor keys whose hashes agree need more than
/// that.
///
/// Memory: `memoryBytes` for the table, and for each that was taken over as much as it had; all are
/// let go before runs are merged, then 64 KiB for each run being merged. Files live in the folder
/// given and are deleted by {@link #close}.
///
/// ```
/// a run's entry   hash (8 bytes) | count (8) | bytes of the key (4) | key
/// ```
public final class ExternalCount implements AutoCloseable {

  private final RunFiles runs;
  private final List<CountTable> absorbed = new ArrayList<>();
  private CountTable table;
  private long mostHeldBytes;

  /// @param name of the files within the folder
  /// @param memoryBytes of the table; room for one key is always made
  public ExternalCount(Path folder, String name, int memoryBytes) {
    this.runs = new RunFiles(folder, name);
    this.table = new CountTable(memoryBytes);
  }

  /// Counts the key once more. It is copied.
  public void add(byte[] key) throws IOException {
    add(key, 1);
  }

  /// Counts the key this many times more. It is copied.
  public void add(byte[] key, long count) throws IOException {
    if (!table.add(key, count)) {
      spill(table);
      table.add(key, count);
    }
  }

  /// Takes over all that the other one has, its memory included; that one is empty and of no use
  /// after that. Its files stay where they are and are this one's to delete.
  public void absorb(ExternalCount other) {
    runs.absorb(other.runs);
    absorbed.addAll(other.tables());
    other.absorbed.clear();
    other.table = new CountTable(0);
  }

  private List<CountTable> tables() {
    List<CountTable> tables = new ArrayList<>(absorbed);
    tables.add(table);
    return tables;
  }

  /// Most bytes the tables have held at any time, by their own account.
  long mostHeldBytes() {
    return Math.max(mostHeldBytes, tables().stream().mapToLong(CountTable::heldBytes).sum());
  }

  /// How many runs were written so far: 0 while everything fits in memory.
  int runsWritten() {
    return runs.made();
  }

  /// Each key once with its count, in no order that means anything. Called once, after the last
  /// {@link #add}.
  public Counted counted() throws IOException {
    if (runs.isEmpty()) {
      return new Counted(tables().stream().<Source>map(InMemory::new).toList());
    }
    for (CountTable each : tables()) {
      spill(each);
    }
    letGo();
    while (runs.tooMany()) {
      mergeOldest();
    }
    return open(runs.all());
  }

  @Override
  public void close() throws IOException {
    letGo();
    runs.close();
  }

  private void letGo() {
    mostHeldBytes = mostHeldBytes();
    table = new CountTable(0);
    absorbed.clear();
  }

  private void spill(CountTable full) throws IOException {
    try (DataOutputStream out = runs.create()) {
      InMemory entries = new InMemory(full);
      while (entries.advance()) {
        write(out, entries.hash(), entries.count(), entries.key());
      }
    }
    full.clear();
  }

  private void mergeOldest() throws IOException {
    try (Counted merged = open(runs.oldest());
        DataOutputStream out = runs.create()) {
      while (merged.next()) {
        write(out, merged.hash, merged.count(), merged.key());
      }
    }
    runs.deleteOldest();
  }

  private static void write(DataOutputStream out, long hash, long count, byte[] key)
      throws IOException {
    out.writeLong(hash);
    out.writeLong(count);
    out.writeInt(key.length);
    out.write(key);
  }

  private static Counted open(Iterable<Path> files) throws IOException {
    List<Source> sources = new ArrayList<>();
    try {
      for (Path file : files) {
        sources.add(new Run(file));
      }
      return new Counted(sources);
    } catch (IOException e) {
      for (Source source : sources) {
        source.close();
      }
      throw e;
    }
  }

  /// Entries by hash, then key; each key at most once.
  private interface Source {
    static int compare(Source a, Source b) {
      int byHash = Long.compareUnsigned(a.hash(), b.hash());
      return byHash != 0 ? byHash : Arrays.compareUnsigned(a.key(), b.key());
    }

    /// Moves to the next entry; false at the end.
    boolean advance() throws IOException;

    long hash();

    long count();

    byte[] key();

    void close() throws IOException;
  }

  private static final class InMemory implements Source {
    private final CountTable table;
    private final int[] order;
    private int next;

    InMemory(CountTable table) {
      this.table = table;
      this.order = table.inOrder();
    }

    @Override
    public boolean advance() {
      return next++ < order.length;
    }

    @Override
    public long hash() {
      return table.hashOf(order[next - 1]);
    }

    @Override
    public long count() {
      return table.countOf(order[next - 1]);
    }

    @Override
    public byte[] key() {
      return table.keyOf(order[next - 1]);
    }

    @Override
    public void close() {}
  }

  private static final class Run implements Source {
    private final DataInputStream in;
    private long hash;
    private long count;
    private byte[] key = new byte[0];

    Run(Path file) throws IOException {
      in = RunFiles.read(file);
    }

    @Override
    public boolean advance() throws IOException {
      if (!RunFiles.hasNext(in)) {
        return false;
      }
      hash = in.readLong();
      count = in.readLong();
      key = new byte[in.readInt()];
      in.readFully(key);
      return true;
    }

    @Override
    public long hash() {
      return hash;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// Each key once, with its count.
  public static final class Counted implements AutoCloseable {
    private final PriorityQueue<Source> heads = new PriorityQueue<>(Source::compare);
    private final List<Source> sources;
    private byte[] key = new byte[0];
    private long hash;
    private long count;

    private Counted(List<Source> sources) throws IOException {
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
      hash = head.hash();
      key = head.key();
      count = 0;
      while (head != null && head.hash() == hash && Arrays.equals(head.key(), key)) {
        heads.remove();
        count += head.count();
        if (head.advance()) {
          heads.add(head);
        }
        head = heads.peek();
      }
      return true;
    }

    /// The current key, an array of its own.
    public byte[] key() {
      return key;
    }

    /// How often the current key was added.
    public long count() {
      return count;
    }

    @Override
    public void close() throws IOException {
      for (Source source : sources) {
        source.close();
      }
    }
  }
}
