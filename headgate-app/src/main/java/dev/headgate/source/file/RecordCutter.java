package dev.headgate.source.file;

import dev.headgate.source.RawRecord;
import dev.headgate.source.SourceFault;
import org.jspecify.annotations.Nullable;

/// Cuts what a {@link ContentWindow} shows into records. Which records there are never depends on
/// where blocks begin.
interface RecordCutter {
  /// The next record, or null at the end.
  @Nullable RawRecord next() throws SourceFault;

  /// The line that the window's next byte stands on, from 1.
  long line();

  /// Goes on at a place that the window was moved to.
  void resumeAt(long line);

  /// Whether the content ends where, by what it says, more should come.
  boolean unclosed();
}
