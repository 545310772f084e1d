package dev.headgate.eventlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Reads the log in order of each partition. One thread at a time.
public interface LogReader extends AutoCloseable {

  /// The events of the next records, at most some ten thousand, and never part of a record; empty
  /// if none came within `patience`.
  List<LoggedEvent> poll(Duration patience) throws LogFault;

  /// Shows what has been stored to the consumer group, so that its lag can be seen where everyone
  /// looks. Best effort: the truth is in the store.
  void mirror(Map<Partition, Long> committed);

  @Override
  void close();
}
