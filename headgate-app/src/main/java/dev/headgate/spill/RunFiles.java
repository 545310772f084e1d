package dev.headgate.spill;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// The files that sorted runs are written to, the oldest first, until they are merged: {@link
/// #FAN_IN} at a time. Each that is open takes 64 KiB. {@link #close} deletes all.
final class RunFiles implements AutoCloseable {
  /// Most runs merged at once.
  static final int FAN_IN = 64;

  /// Of each run that is open.
  static final int BUFFER_BYTES = 64 << 10;

  private final Path folder;
  private final String name;
  private final ArrayDeque<Path> runs = new ArrayDeque<>();
  private int made;

  /// @param name of the files within the folder
  RunFiles(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /// How many were written so far.
  int made() {
    return made;
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /// Whether some have to be merged before all can be read at once.
  boolean tooMany() {
    return runs.size() > FAN_IN;
  }

  List<Path> all() {
    return List.copyOf(runs);
  }

  /// Those to merge next: they stay until {@link #deleteOldest}.
  List<Path> oldest() {
    return runs.stream().limit(FAN_IN).toList();
  }

  void deleteOldest() throws IOException {
    for (int i = 0; i < FAN_IN; i++) {
      Files.delete(runs.remove());
    }
  }

  /// Takes over all that the other one has. They stay where they are.
  void absorb(RunFiles other) {
    runs.addAll(other.runs);
    other.runs.clear();
  }

  /// Makes another run.
  DataOutputStream create() throws IOException {
    Path run = folder.resolve(name + "-" + made++ + ".run");
    runs.add(run);
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), BUFFER_BYTES));
  }

  static DataInputStream read(Path run) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(run), BUFFER_BYTES));
  }

  /// Whether a run has another entry.
  static boolean hasNext(DataInputStream run) throws IOException {
    run.mark(1);
    if (run.read() < 0) {
      return false;
    }
    run.reset();
    return true;
  }

  @Override
  public void close() throws IOException {
    while (!runs.isEmpty()) {
      Files.deleteIfExists(runs.remove());
    }
  }
}
