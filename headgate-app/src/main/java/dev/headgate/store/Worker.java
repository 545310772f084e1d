package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/// Carries the log into the stores, one segment after another, until it is closed. One thread reads
/// and prepares a segment while another stores the one before:
///
/// ```
/// worker   read 2, prepare 2 | read 3, prepare 3    | read 4 ..
/// storing  store 1           | store 2              | store 3
/// ```
///
/// A fault does not end it: it says so ({@link #trouble}), waits, and begins again at the stores'
/// offsets.
public final class Worker implements AutoCloseable {

  /// How a segment is cut: at this many events or bytes of properties, or when its first event has
  /// waited this long.
  public record Cut(int events, long bytes, Duration age) {
    public static final Cut DEFAULT = new Cut(40_000, 48L << 20, Duration.ofMillis(400));
  }

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
  private static final int SEGMENTS_BETWEEN_DELETIONS = 10;

  private final EventLog log;
  private final EventStore events;
  private final SegmentWriter writer;
  private final Cut cut;
  private final InstantSource clock;
  private final BiConsumer<EventId, String> setAside;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Map<Partition, Long> committed = Map.of();
  private volatile Optional<String> trouble = Optional.empty();
  private final AtomicLong stored = new AtomicLong();

  /// @param setAside told of each event that the store's engine could not take, and why
  public Worker(
      EventLog log,
      EventStore events,
      SegmentWriter writer,
      Cut cut,
      InstantSource clock,
      BiConsumer<EventId, String> setAside) {
    this.log = log;
    this.events = events;
    this.writer = writer;
    this.cut = cut;
    this.clock = clock;
    this.setAside = setAside;
    this.thread = Thread.ofPlatform().name("headgate-worker").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// The next offset to read of every partition, as the event store has it.
  public Map<Partition, Long> committed() {
    return committed;
  }

  /// What keeps it from storing, if something does.
  public Optional<String> trouble() {
    return trouble;
  }

  /// Events read from the log and accounted for since the start.
  public long stored() {
    return stored.get();
  }

  private void run() {
    while (!closed) {
      try {
        carry();
      } catch (StoreFault | LogFault e) {
        trouble = Optional.of(String.valueOf(e.getMessage()));
        pause(AFTER_FAULT);
      } catch (RuntimeException | Error bug) {
        trouble = Optional.of("the worker ended by a bug, restart the pipeline: " + bug);
        throw bug;
      }
    }
  }

  private void carry() throws StoreFault, LogFault {
    Map<Partition, Long> offsets = events.offsets();
    committed = Map.copyOf(offsets);
    try (LogReader reader = log.reader(offsets);
        Storing storing = new Storing(offsets)) {
      trouble = Optional.empty();
      int segments = 0;
      while (!closed) {
        List<LoggedEvent> stretch = nextStretch(reader, storing);
        if (stretch.isEmpty()) {
          storing.checkDone();
          continue;
        }
        storing.next(stretch);
        reader.mirror(committed);
        if (++segments % SEGMENTS_BETWEEN_DELETIONS == 0) {
          log.deleteBefore(committed);
        }
      }
    }
  }

  /// Stores one segment at a time beside the thread that hands them over.
  private final class Storing implements AutoCloseable {
    private final ExecutorService executor =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("headgate-storing").factory());
    private final Map<Partition, Long> offsets;
    private Optional<SegmentWriter.Prepared> before = Optional.empty();
    private Future<Map<EventId, String>> last = CompletableFuture.completedFuture(Map.of());

    Storing(Map<Partition, Long> offsets) {
      this.offsets = new HashMap<>(offsets);
    }

    boolean idle() {
      return last.isDone();
    }

    /// Prepares a stretch, waits for the segment before it, and has this one stored.
    void next(List<LoggedEvent> stretch) throws StoreFault {
      SegmentWriter.Prepared prepared = writer.prepare(stretch, before);
      if (!awaitLast().isEmpty()) {
        // Something of the segment before was set aside: it does not count as stored after all.
        prepared = writer.prepare(stretch, Optional.empty());
      }
      SegmentWriter.Prepared ready = prepared;
      before = Optional.of(ready);
      last = executor.submit(() -> store(ready, stretch.size()));
    }

    private Map<EventId, String> store(SegmentWriter.Prepared prepared, int read)
        throws StoreFault {
      Map<EventId, String> refused = writer.store(prepared);
      refused.forEach(setAside);
      offsets.putAll(prepared.segment().offsets());
      committed = Map.copyOf(offsets);
      stored.addAndGet(read);
      return refused;
    }

    /// Says so if the segment handed over last could not be stored, as soon as that is known.
    void checkDone() throws StoreFault {
      if (idle()) {
        var _ = awaitLast();
        before = Optional.empty();
      }
    }

    private Map<EventId, String> awaitLast() throws StoreFault {
      try {
        return last.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case StoreFault fault -> throw fault;
          case RuntimeException bug -> throw bug;
          case Error bug -> throw bug;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("nobody interrupts the worker", e);
      }
    }

    /// Waits for what is being stored.
    @Override
    public void close() {
      executor.close();
    }
  }

  /// Reads until a segment is full, or until its first event has waited long enough and nothing is
  /// being stored.
  private List<LoggedEvent> nextStretch(LogReader reader, Storing storing) throws LogFault {
    List<LoggedEvent> stretch = new ArrayList<>(reader.poll(POLL));
    Instant first = clock.instant();
    long bytes = bytesOf(stretch);
    while (!stretch.isEmpty()
        && !closed
        && stretch.size() < cut.events()
        && bytes < cut.bytes()
        && (first.plus(cut.age()).isAfter(clock.instant()) || !storing.idle())) {
      List<LoggedEvent> more = reader.poll(POLL);
      bytes += bytesOf(more);
      stretch.addAll(more);
    }
    return closed ? List.of() : stretch;
  }

  private static long bytesOf(List<LoggedEvent> stretch) {
    long bytes = 0;
    for (LoggedEvent logged : stretch) {
      bytes += logged.captured().event().properties().length();
    }
    return bytes;
  }

  private void pause(Duration duration) {
    lock.lock();
    try {
      long nanos = duration.toNanos();
      while (!closed && nanos > 0) {
        nanos = closing.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Ends after the segment at hand, and waits for that.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(60))) {
        throw new IllegalStateException("the worker did not end within 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
