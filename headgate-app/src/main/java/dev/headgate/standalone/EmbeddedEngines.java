package dev.headgate.standalone;

import dev.headgate.apps.Chains;
import dev.headgate.console.Engines;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.Backlog;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LanePace;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.Partition;
import dev.headgate.eventlog.SpreadIds;
import dev.headgate.eventlog.kafka.KafkaEventLog;
import dev.headgate.plan.Capacity;
import dev.headgate.store.ChangeLag;
import dev.headgate.store.EventStore;
import dev.headgate.store.PersonFollower;
import dev.headgate.store.PersonStore;
import dev.headgate.store.SegmentWriter;
import dev.headgate.store.StoreFault;
import dev.headgate.store.Worker;
import dev.headgate.store.duckdb.DuckDbEventStore;
import dev.headgate.store.duckdb.DuckDbSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded engines: Kafka in this JVM, SQLite (or PostgreSQL, once persons were moved there),
/// DuckDB, and the worker between them. Stores open when they are first asked for; the log and the
/// worker start when they are warmed, in the background, because a broker takes seconds.
final class EmbeddedEngines implements Engines, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngines.class);
  private static final int PARTITIONS = Capacity.EMBEDDED.partitions();
  private static final Duration WAITING_IS_KNOWN_FOR = Duration.ofMillis(200);

  private final DataDirectory directory;
  private final InstantSource clock;
  private final HaltPoints haltPoints;
  private final SpreadIds spreadIds;
  private final Chains apps;
  private final SetAsideFiles setAside;
  private Optional<EventStore> events = Optional.empty();
  private Optional<PersonStore> persons = Optional.empty();
  private Optional<PersonFollower> follower = Optional.empty();
  private Optional<CompletableFuture<Running>> running = Optional.empty();

  private final LanePace pace;
  private final Map<Lane, Backlog> backlogs = new EnumMap<>(Lane.class);
  private volatile Waiting waiting = new Waiting(0, Map.of());

  private record Waiting(long atMillis, Map<Lane, Long> events) {
    long of(Lane lane) {
      return events.getOrDefault(lane, 0L);
    }
  }

  private record Running(StoppableBroker broker, EventLog log, Worker worker) {}

  /// @param spread whether hot ids may use several partitions
  /// @param pace how much the worker reads of each lane
  /// @param apps what events go through
  EmbeddedEngines(
      DataDirectory directory,
      InstantSource clock,
      HaltPoints haltPoints,
      boolean spread,
      LanePace pace,
      Chains apps)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.haltPoints = haltPoints;
    this.pace = pace;
    for (Lane lane : Lane.values()) {
      backlogs.put(lane, new Backlog());
    }
    this.apps = apps;
    this.setAside = new SetAsideFiles(directory.setAsideFolder());
    SpreadFile file = new SpreadFile(directory.spreadFile());
    this.spreadIds = new SpreadIds(PARTITIONS, spread, clock, this::drained, file::add);
    spreadIds.restore(file.open());
  }

  @Override
  public synchronized EventStore events() throws StoreFault {
    if (events.isEmpty()) {
      EventStore store = new DuckDbEventStore(directory.folder(), DuckDbSettings.DEFAULT);
      events = Optional.of(SlowStore.of(store, directory.folder()));
    }
    return events.get();
  }

  @Override
  public synchronized PersonStore persons() throws StoreFault {
    if (persons.isEmpty()) {
      persons = Optional.of(new PersonPlace(directory).open());
    }
    return persons.get();
  }

  @Override
  public synchronized PersonFollower follower() throws StoreFault {
    if (follower.isEmpty()) {
      follower =
          Optional.of(
              new PersonFollower(
                  persons(),
                  events(),
                  why -> LOG.warn("persons of events are not followed for now: {}", why)));
    }
    return follower.get();
  }

  /// How far `person_of` is behind, by project; nothing while the stores are not open.
  Map<ProjectId, ChangeLag> personLag() {
    Optional<PersonFollower> opened;
    synchronized (this) {
      opened = follower;
    }
    try {
      return opened.isPresent() ? opened.get().lag() : Map.of();
    } catch (StoreFault e) {
      LOG.warn("how far persons of events are behind cannot be asked: {}", e.getMessage());
      return Map.of();
    }
  }

  @Override
  public synchronized void warm() {
    boolean failed = running.map(CompletableFuture::isCompletedExceptionally).orElse(false);
    if (running.isEmpty() || failed) {
      CompletableFuture<Running> starting = new CompletableFuture<>();
      running = Optional.of(starting);
      Thread.ofPlatform()
          .name("headgate-start")
          .start(() -> {
            try {
              starting.complete(start());
            } catch (LogFault | StoreFault | RuntimeException | Error e) {
              LOG.error("the engines cannot start: {}", e.getMessage(), e);
              starting.completeExceptionally(e);
            }
          });
    }
  }

  private Running start() throws LogFault, StoreFault {
    StoppableBroker broker = StoppableBroker.start(directory, LOG::warn);
    boolean started = false;
    try {
      Running now = start(broker);
      started = true;
      return now;
    } finally {
      if (!started) {
        broker.close();
      }
    }
  }

  private Running start(StoppableBroker broker) throws LogFault, StoreFault {
    EventLog log = KafkaEventLog.open(broker.bootstrap(), PARTITIONS, clock, spreadIds, pace);
    SegmentWriter writer =
        new SegmentWriter(
            events(), persons(), apps, setAside, () -> haltPoints.reach(HaltPoints.BETWEEN_STORES));
    Worker worker =
        new Worker(
            log,
            events(),
            writer,
            Worker.Cut.DEFAULT,
            clock,
            (uuid, reason) -> LOG.warn("event {} is set aside: {}", uuid, reason));
    PersonFollower personFollower = follower();
    worker.start();
    personFollower.start();
    return new Running(broker, log, worker);
  }

  private Optional<Running> now() {
    Optional<CompletableFuture<Running>> started;
    synchronized (this) {
      started = running;
    }
    return started
        .filter(future -> future.isDone() && !future.isCompletedExceptionally())
        .map(CompletableFuture::join);
  }

  @Override
  public boolean ready() {
    return now().isPresent();
  }

  /// The log as capture sees it: not there until it has started.
  EventLog log() {
    return new EventLog() {
      @Override
      public void append(
          Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
          throws LogFault {
        EventLog log = started();
        if (lane != Lane.LOAD_TEST) {
          spreadIds.note(lane, events); // whose ids are made up
        }
        log.append(lane, token, events, patience);
      }

      @Override
      public int maxEventBytes() {
        return now().map(running -> running.log.maxEventBytes()).orElse(Integer.MAX_VALUE);
      }

      @Override
      public LogReader reader(Map<Partition, Long> from) throws LogFault {
        return started().reader(from);
      }

      @Override
      public Map<Partition, Long> endOffsets() throws LogFault {
        return started().endOffsets();
      }

      @Override
      public void deleteBefore(Map<Partition, Long> committed) throws LogFault {
        started().deleteBefore(committed);
      }

      @Override
      public void close() {}
    };
  }

  private EventLog started() throws LogFault {
    return now()
        .orElseThrow(() -> new LogFault("the log is starting: try again in a few seconds"))
        .log;
  }

  @Override
  public Map<Partition, Long> end(Lane lane) throws LogFault {
    Map<Partition, Long> end = new HashMap<>(started().endOffsets());
    end.keySet().removeIf(partition -> partition.lane() != lane);
    return end;
  }

  @Override
  public long eventsIn(Lane lane, long records) {
    return now().map(running -> running.log.eventsIn(lane, records)).orElse(records);
  }

  @Override
  public SpreadIds spreadIds() {
    return spreadIds;
  }

  @Override
  public Map<Partition, Long> handed() {
    return now().map(running -> running.log.handed()).orElse(Map.of());
  }

  /// Whether all that the log holds is stored.
  private boolean drained() {
    Optional<Running> engines = now();
    if (engines.isEmpty()) {
      return false;
    }
    try {
      Map<Partition, Long> committed = engines.get().worker.committed();
      return engines.get().log.endOffsets().entrySet().stream()
          .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    } catch (LogFault e) {
      LOG.warn("how far the log is cannot be asked: {}", e.getMessage());
      return false;
    }
  }

  /// About how many events of a lane in the log are not stored yet, as of some milliseconds ago.
  long waiting(Lane lane) {
    Waiting known = waiting;
    if (clock.millis() - known.atMillis < WAITING_IS_KNOWN_FOR.toMillis()) {
      return known.of(lane);
    }
    try {
      return waiting(lane, started().endOffsets(), committed());
    } catch (LogFault e) {
      LOG.warn("how far the log is cannot be asked: {}", e.getMessage());
      return known.of(lane);
    }
  }

  /// The same by what is known of the log.
  ///
  /// @param ends of all partitions
  synchronized long waiting(Lane lane, Map<Partition, Long> ends, Map<Partition, Long> committed) {
    Map<Lane, Long> events = new EnumMap<>(Lane.class);
    backlogs.forEach((each, backlog) ->
        events.put(
            each, backlog.events(behind(each, ends, committed), handed(each), carried(each))));
    waiting = new Waiting(clock.millis(), events);
    return waiting.of(lane);
  }

  /// Records of a lane that are not stored yet.
  private static long behind(Lane lane, Map<Partition, Long> ends, Map<Partition, Long> committed) {
    long records = 0;
    for (Map.Entry<Partition, Long> end : ends.entrySet()) {
      if (end.getKey().lane() == lane) {
        records += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
      }
    }
    return records;
  }

  /// Events of a lane that were handed to the log since the start and are not stored yet.
  long underWay(Lane lane) {
    return Math.max(0, handed(lane) - carried(lane));
  }

  private long handed(Lane lane) {
    return handed().entrySet().stream()
        .filter(each -> each.getKey().lane() == lane)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// About how many events of each lane in the log are not stored yet; nothing until it has
  /// started.
  Map<Lane, Long> logLag() {
    Optional<Running> engines = now();
    Map<Lane, Long> lag = new EnumMap<>(Lane.class);
    if (engines.isPresent()) {
      try {
        EventLog log = engines.get().log;
        Map<Partition, Long> ends = log.endOffsets();
        Map<Partition, Long> committed = committed();
        for (Lane lane : Lane.values()) {
          lag.put(lane, log.eventsIn(lane, behind(lane, ends, committed)));
        }
      } catch (LogFault e) {
        LOG.warn("how far the log is cannot be asked: {}", e.getMessage());
        lag.clear();
      }
    }
    return lag;
  }

  /// Events read from the log and accounted for since the start.
  long carried() {
    return Arrays.stream(Lane.values()).mapToLong(this::carried).sum();
  }

  /// Those of one lane.
  long carried(Lane lane) {
    return now().map(running -> running.worker.stored(lane)).orElse(0L);
  }

  @Override
  public Map<Partition, Long> committed() {
    return now().map(running -> running.worker.committed()).orElse(Map.of());
  }

  @Override
  public Optional<String> trouble() {
    Optional<CompletableFuture<Running>> started;
    synchronized (this) {
      started = running;
    }
    if (started.isPresent() && started.get().isCompletedExceptionally()) {
      try {
        started.get().join();
      } catch (CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return Optional.of("the engines cannot start: " + cause.getMessage());
      }
    }
    return now().flatMap(running -> running.worker.trouble());
  }

  @Override
  public void close() {
    Optional<CompletableFuture<Running>> started;
    synchronized (this) {
      started = running;
      running = Optional.empty();
    }
    started
        .filter(future -> !future.isCompletedExceptionally())
        .map(future -> future.exceptionally(_ -> null).join())
        .ifPresent(engines -> {
          engines.worker.close();
          engines.log.close();
          engines.broker.close();
        });
    synchronized (this) {
      follower.ifPresent(PersonFollower::close);
      follower = Optional.empty();
      events.ifPresent(EventStore::close);
      persons.ifPresent(PersonStore::close);
      setAside.close();
      events = Optional.empty();
      persons = Optional.empty();
    }
  }
}
