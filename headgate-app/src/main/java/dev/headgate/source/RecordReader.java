package dev.headgate.source;

import java.util.Optional;

/// Walks the records of one part, in order. Used by one thread; {@link #close()} waits until
/// nothing of it runs.
public interface RecordReader extends AutoCloseable {
  /// The record that names the fields, where {@link RecordBounds} promises one and the part has it.
  Optional<RawRecord> header();

  /// Moves to the next record; false at the end. The blocks that a record lies in were compared
  /// with the pin before, if there is one.
  boolean next() throws SourceFault;

  /// The record that {@link #next()} moved to.
  RawRecord record();

  /// Where to go on once {@link #record()} is done with: the start of the next record.
  Position resumeAt();

  /// What was read: known once {@link #next()} has answered false.
  ContentPin pin();

  @Override
  void close();
}
