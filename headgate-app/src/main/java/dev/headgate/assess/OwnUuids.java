package dev.headgate.assess;

import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.file.Path;

/// Finds the events that carry a uuid an earlier event of the export carries too.
final class OwnUuids implements AutoCloseable {
  private final ExternalSort rows;
  private long duplicated;
  private long mostOfOne;

  OwnUuids(Path folder, int memoryBytes) {
    rows = new ExternalSort(folder, "uuids", RecordRow.BYTES, memoryBytes);
  }

  /// Adds an event, copied from a {@link RecordRow} whose name is the event's own uuid.
  void add(byte[] row) throws IOException {
    rows.add(row);
  }

  void absorb(OwnUuids other) throws IOException {
    rows.absorb(other.rows);
  }

  /// Called once, after the last {@link #add}.
  Examples findDuplicates() throws IOException {
    Examples duplicates = new Examples();
    byte[] previous = new byte[0];
    long ofOne = 0;
    try (ExternalSort.Sorted sorted = rows.sorted()) {
      while (sorted.next()) {
        byte[] row = sorted.row();
        if (previous.length > 0 && RecordRow.sameName(previous, row)) {
          duplicates.add(RecordRow.part(row), RecordRow.line(row));
          ofOne++;
          duplicated += ofOne == 2 ? 1 : 0;
        } else {
          ofOne = 1;
        }
        mostOfOne = Math.max(mostOfOne, ofOne);
        previous = row;
      }
    }
    return duplicates;
  }

  /// Uuids that several events carry: known once duplicates were found.
  long duplicated() {
    return duplicated;
  }

  /// Events that carry the uuid that most carry: known once duplicates were found.
  long mostOfOne() {
    return mostOfOne;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
