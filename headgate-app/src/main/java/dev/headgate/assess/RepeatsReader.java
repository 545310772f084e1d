package dev.headgate.assess;

import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.file.Path;

/// Tells of a record how many identical ones precede it in its file, from the list that the
/// assessment wrote of those that have any: `repeats.bin`, {@link PlacedNumbers} from 1 on. Not
/// thread-safe: one for each reader.
public final class RepeatsReader implements AutoCloseable {
  private final PlacedNumbers occurrences;

  public RepeatsReader(Path file) throws IOException {
    occurrences = new PlacedNumbers(file);
  }

  /// How many records of the same file with the same bytes stand before this one; 0 for a record
  /// that repeats none.
  public long occurrence(Position position) throws IOException {
    long[] listed = occurrences.at(position);
    return listed.length == 0 ? 0 : listed[0];
  }

  @Override
  public void close() throws IOException {
    occurrences.close();
  }
}
