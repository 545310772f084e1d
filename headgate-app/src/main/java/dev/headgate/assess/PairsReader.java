package dev.headgate.assess;

import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/// Tells of a record which of its identity pairs stand first in it, of the whole export, from the
/// list that the assessment wrote: `pairs.bin`, {@link PlacedNumbers} that are the pairs' indexes
/// within the record. Not thread-safe: one for each reader.
public final class PairsReader implements AutoCloseable {
  private static final long[] NONE = {};

  private final Optional<PlacedNumbers> firsts;

  /// @param file if it does not exist, no pair stands first anywhere: an export that was assessed
  ///   before there were pairs has none
  public PairsReader(Path file) throws IOException {
    firsts = Files.exists(file) ? Optional.of(new PlacedNumbers(file)) : Optional.empty();
  }

  /// Whether the pair of an index, from 0, stands first in this record.
  public IntPredicate firstsOf(Position position) throws IOException {
    long[] listed = firsts.isPresent() ? firsts.get().at(position) : NONE;
    return index -> LongStream.of(listed).anyMatch(first -> first == index);
  }

  @Override
  public void close() throws IOException {
    if (firsts.isPresent()) {
      firsts.get().close();
    }
  }
}
