package dev.headgate.assess;

import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.file.Path;

/// Finds the events that carry a uuid an earlier event of the export carries too.
final class OwnUuids implements AutoCloseable {
  private final ExternalSort rows;

  OwnUuids(Path folder, int memoryBytes) {
    rows = new ExternalSort(folder, "uuids", RecordRow.BYTES, memoryBytes);
  }

  /// Adds an event, copied from a {@link RecordRow} whose name is the event's own uuid.
  void add(byte[] row) throws IOException {
    rows.add(row);
  }

  /// Called once, after the last {@link #add}.
  Examples findDuplicates() throws IOException {
    Examples duplicates = new Examples();
    byte[] previous = new byte[0];
    try (ExternalSort.Sorted sorted = rows.sorted()) {
      while (sorted.next()) {
        byte[] row = sorted.row();
        if (previous.length > 0 && RecordRow.sameName(previous, row)) {
          duplicates.add(RecordRow.part(row), RecordRow.line(row));
        }
        previous = row;
      }
    }
    return duplicates;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
