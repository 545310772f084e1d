package dev.headgate.console;

import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.Partition;
import dev.headgate.eventlog.SpreadIds;
import dev.headgate.store.EventStore;
import dev.headgate.store.PersonFollower;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import java.util.Map;
import java.util.Optional;

/// The pipeline's engines, as its face sees them. They may start when first asked for.
public interface Engines {
  EventStore events() throws StoreFault;

  PersonStore persons() throws StoreFault;

  /// What brings the persons of events up to date.
  PersonFollower follower() throws StoreFault;

  /// Starts the log and the worker where they do not run yet, and returns at once.
  void warm();

  /// Whether the log is there, so that imports can be taken; live events are taken before.
  boolean ready();

  /// Where a lane of the log ends now.
  Map<Partition, Long> end(Lane lane) throws LogFault;

  /// About how many events so many records of a lane hold; zero for none.
  long eventsIn(Lane lane, long records);

  /// What the worker has stored of the log.
  Map<Partition, Long> committed();

  /// The ids whose events use several partitions.
  SpreadIds spreadIds();

  /// Events handed to each partition of the log since the start.
  Map<Partition, Long> handed();

  /// What keeps the worker from storing, or the pipeline from taking, if something does.
  Optional<String> trouble();
}
