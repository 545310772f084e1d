package dev.headgate.assess;

import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.file.Path;

/// Finds the records without a uuid of their own that are byte for byte the same: within a file
/// each stays an event (the k-th of its kind), across files equal ones of equal k are one event.
final class EqualRecords implements AutoCloseable {
  private final Path folder;
  private final ExternalSort rows;
  private final Examples repeated = new Examples();
  private final Examples acrossFiles = new Examples();

  EqualRecords(Path folder, int memoryBytes) {
    this.folder = folder;
    this.rows = new ExternalSort(folder, "records", RecordRow.BYTES, memoryBytes);
  }

  /// Adds a record, copied from a {@link RecordRow} whose name is the record's hash.
  void add(byte[] row) throws IOException {
    rows.add(row);
  }

  void absorb(EqualRecords other) throws IOException {
    rows.absorb(other.rows);
  }

  /// Counts, and writes the repeats in the order of the export. Called once, after the last {@link
  /// #add}.
  void find(Path repeatsFile, int memoryBytes) throws IOException {
    try (ExternalSort repeats =
        new ExternalSort(folder, "repeats", PlacedNumbers.ENTRY_BYTES, memoryBytes)) {
      try (ExternalSort.Sorted sorted = rows.sorted()) {
        walk(sorted, repeats);
      }
      PlacedNumbers.write(repeats, repeatsFile);
    }
  }

  private void walk(ExternalSort.Sorted sorted, ExternalSort repeats) throws IOException {
    byte[] previous = new byte[0];
    long occurrence = 0;
    long mostInEarlierPart = 0;
    while (sorted.next()) {
      byte[] row = sorted.row();
      if (previous.length == 0 || !RecordRow.sameName(previous, row)) {
        occurrence = 0;
        mostInEarlierPart = 0;
      } else if (RecordRow.part(previous) == RecordRow.part(row)) {
        occurrence++;
      } else {
        mostInEarlierPart = Math.max(mostInEarlierPart, occurrence + 1);
        occurrence = 0;
      }
      if (occurrence > 0) {
        repeated.add(RecordRow.part(row), RecordRow.line(row));
        repeats.add(PlacedNumbers.entry(RecordRow.part(row), RecordRow.offset(row), occurrence));
      }
      if (occurrence < mostInEarlierPart) {
        acrossFiles.add(RecordRow.part(row), RecordRow.line(row));
      }
      previous = row;
    }
  }

  /// Records that repeat an earlier one of their file.
  Examples repeated() {
    return repeated;
  }

  /// Records whose bytes, at the same count of occurrences, stand in an earlier file: one event
  /// with it.
  Examples acrossFiles() {
    return acrossFiles;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
