package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import dev.headgate.spill.ExternalSort;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What should be stored under an import's number: of each uuid that was read the first row, in
/// order of uuid, without those another holder had and those an app dropped; with the sums over
/// them. Where the export has further events of a uuid, of another day or name, their rows follow
/// the first. Its file is deleted by {@link #close}.
final class Expected implements AutoCloseable {
  static final int PREFIXES = 1 << 16;

  /// Groups are summed by this many bits of their hash: two that share them differ in what they are
  /// called, not in what is proved.
  private static final int GROUP_BITS = 18;

  private static final int UUID_BYTES = 16;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Sums prefixes = new Sums(PREFIXES);
  private final Sums groups = new Sums(1 << GROUP_BITS);

  /// The row with which each prefix starts, and the number of rows at the end.
  private final long[] starts = new long[PREFIXES + 1];

  private final Map<String, Long> droppedByApp = new TreeMap<>();
  private long events;
  private long deduplicated;
  private long merges;

  private Expected(Path file) {
    this.file = file;
  }

  /// Sorts the manifest and what the stores noted, and joins them.
  ///
  /// @param folder for files of the time being
  /// @param memoryBytes for sorting
  static Expected of(Path folder, int memoryBytes, Manifest manifest, Observed observed)
      throws IOException, VerifyFault {
    Expected expected = new Expected(folder.resolve("expected.bin"));
    List<String> apps = new ArrayList<>();
    try (ExternalSort read = new ExternalSort(folder, "read", Manifest.ROW_BYTES, memoryBytes / 2);
        ExternalSort held = new ExternalSort(folder, "deduplicated", UUID_BYTES, memoryBytes / 4);
        ExternalSort dropped =
            new ExternalSort(folder, "dropped", UUID_BYTES + Integer.BYTES, memoryBytes / 4)) {
      manifest.forEachRow(read::add);
      observed.deduplicated(uuid -> add(held, uuid, 0));
      observed.dropped(drop -> {
        int app = apps.indexOf(drop.app());
        if (app < 0) {
          app = apps.size();
          apps.add(drop.app());
        }
        add(dropped, drop.uuid(), app);
      });
      try (ExternalSort.Sorted rows = read.sorted();
          Notes heldNotes = new Notes(held.sorted());
          Notes droppedNotes = new Notes(dropped.sorted());
          OutputStream out =
              new BufferedOutputStream(Files.newOutputStream(expected.file), BUFFER_BYTES)) {
        expected.join(rows, heldNotes, droppedNotes, apps, out);
      }
      return expected;
    } catch (IOException | VerifyFault | RuntimeException e) {
      expected.close();
      throw e;
    }
  }

  private void join(
      ExternalSort.Sorted read, Notes held, Notes dropped, List<String> apps, OutputStream out)
      throws IOException {
    UuidHash hash = new UuidHash();
    byte[] first = new byte[0];
    boolean kept = false;
    int startsKnown = 0;
    long written = 0;
    while (read.next()) {
      byte[] row = read.row();
      if (first.length > 0 && sameUuid(row, first)) {
        deduplicated++;
        if (kept && Manifest.group(row) != Manifest.group(first)) {
          out.write(row);
          written++;
        }
        continue;
      }
      first = row;
      kept = false;
      if (held.has(row)) {
        deduplicated++;
      } else if (dropped.has(row)) {
        droppedByApp.merge(apps.get(dropped.value()), 1L, Long::sum);
      } else {
        kept = true;
        EventId uuid = Manifest.uuid(row);
        while (startsKnown <= prefix(uuid)) {
          starts[startsKnown++] = written;
        }
        out.write(row);
        written++;
        UuidSum sum = hash.of(uuid);
        prefixes.add(prefix(uuid), sum);
        groups.add(bucket(Manifest.group(row)), sum);
        events++;
        merges += Manifest.asksForMerge(row) ? 1 : 0;
      }
    }
    Arrays.fill(starts, startsKnown, starts.length, written);
  }

  private static void add(ExternalSort sort, EventId uuid, int value) {
    try {
      // As wide as the widest: a narrower sort takes the beginning.
      sort.add(
          ByteBuffer.allocate(UUID_BYTES + Integer.BYTES)
              .putLong(uuid.high())
              .putLong(uuid.low())
              .putInt(value)
              .array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int prefix(EventId uuid) {
    return (int) (uuid.high() >>> 48);
  }

  static int bucket(long group) {
    return (int) (group >>> (Long.SIZE - GROUP_BITS));
  }

  static Sums noGroups() {
    return new Sums(1 << GROUP_BITS);
  }

  Sums prefixes() {
    return prefixes;
  }

  Sums groups() {
    return groups;
  }

  /// How many uuids should be stored.
  long events() {
    return events;
  }

  /// How many events read were there before: earlier in the export, or with another holder.
  long deduplicated() {
    return deduplicated;
  }

  Map<String, Long> droppedByApp() {
    return droppedByApp;
  }

  /// How many of {@link #events} ask for a merge.
  long merges() {
    return merges;
  }

  /// The rows of the prefixes `[first, last]`.
  Rows rows(int first, int last) throws IOException {
    return new Rows(file, starts[first], starts[last + 1]);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  private static boolean sameUuid(byte[] a, byte[] b) {
    return Arrays.equals(a, 0, UUID_BYTES, b, 0, UUID_BYTES);
  }

  /// Uuids in order, asked for in order.
  private static final class Notes implements AutoCloseable {
    private final ExternalSort.Sorted sorted;
    private boolean more;

    Notes(ExternalSort.Sorted sorted) throws IOException {
      this.sorted = sorted;
      more = sorted.next();
    }

    /// Whether the uuid of this row is noted.
    boolean has(byte[] row) throws IOException {
      while (more) {
        int order = Arrays.compareUnsigned(sorted.row(), 0, UUID_BYTES, row, 0, UUID_BYTES);
        if (order >= 0) {
          return order == 0;
        }
        more = sorted.next();
      }
      return false;
    }

    /// The number noted with the uuid just found.
    int value() {
      return ByteBuffer.wrap(sorted.row()).getInt(UUID_BYTES);
    }

    @Override
    public void close() throws IOException {
      sorted.close();
    }
  }

  /// Some of the rows, one uuid after another.
  static final class Rows implements AutoCloseable {
    private final InputStream in;
    private long left;
    private byte[] row = new byte[0];
    private boolean present;

    private Rows(Path file, long from, long to) throws IOException {
      in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
      in.skipNBytes(from * Manifest.ROW_BYTES);
      left = to - from;
      advance();
    }

    /// Whether there is a row; without one, the rest must not be asked.
    boolean present() {
      return present;
    }

    byte[] row() {
      return row;
    }

    EventId uuid() {
      return Manifest.uuid(row);
    }

    void advance() throws IOException {
      present = left > 0;
      if (present) {
        left--;
        row = in.readNBytes(Manifest.ROW_BYTES);
        if (row.length < Manifest.ROW_BYTES) {
          throw new EOFException("the file of expected rows ends too early");
        }
      }
    }

    void skipUuid() throws IOException {
      byte[] current = row;
      do {
        advance();
      } while (present && sameUuid(row, current));
    }

    /// Whether the next row is another event of this row's uuid; moves to it if so.
    boolean nextOfSameUuid() throws IOException {
      byte[] current = row;
      advance();
      return present && sameUuid(row, current);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
