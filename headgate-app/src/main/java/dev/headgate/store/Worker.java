package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.Partition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/// Carries the log into the stores, one segment after another, until it is closed. One thread reads
/// and prepares a segment while the facts of the one before go to the person store, and the events
/// of the one before that to the event store:
///
/// ```
/// worker  read 3 | read 4 | read 5 ..
/// facts   of 2   | of 3   | of 4
/// events  of 1   | of 2   | of 3
/// ```
///
/// So the person store may be ahead of the event store by two segments; facts that come again
/// change nothing. When the log has nothing more to read for the moment, persons are computed anew
/// where facts were stored, step by step: whoever asks for one finds little left to do.
///
/// A fault does not end it: it says so ({@link #trouble}), waits, and begins again at the stores'
/// offsets.
public final class Worker implements AutoCloseable {

  /// How a segment is cut: before the record of the log that would bring it over this many events
  /// or bytes of properties, or when its first event has waited long enough. Large segments cost
  /// less an event, and nobody waits for history: so as long as there is more of it to read and
  /// nothing live among it, more is awaited.
  ///
  /// Beside live traffic segments are smaller, so that an import does not hold it up ({@link
  /// SegmentSize}).
  ///
  /// A full segment is a little less than two row groups of the event store, never more: a few rows
  /// beyond would make it write those groups again.
  ///
  /// @param events at most; only a record that has more by itself is a segment of its own
  /// @param bytes of properties at most, likewise
  /// @param age how long events wait for more of them
  /// @param historicalAge how long at most, where no live ones are among them and the log has more
  public record Cut(int events, long bytes, Duration age, Duration historicalAge) {
    public static final Cut DEFAULT =
        new Cut(120_000, 192L << 20, Duration.ofMillis(400), Duration.ofSeconds(3));
  }

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
  private static final int SEGMENTS_BETWEEN_DELETIONS = 10;
  private static final int MOST_UNDER_WAY = 2;

  private final EventLog log;
  private final EventStore events;
  private final SegmentWriter writer;
  private final Cut cut;
  private final InstantSource clock;
  private final BiConsumer<EventId, String> setAside;
  private final SegmentSize size = new SegmentSize();
  private final Loop loop;
  private volatile Map<Partition, Long> committed = Map.of();
  private volatile Optional<String> trouble = Optional.empty();
  private final Map<Lane, LongAdder> stored = new EnumMap<>(Lane.class);

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
    for (Lane lane : Lane.values()) {
      stored.put(lane, new LongAdder());
    }
    this.loop = new Loop("headgate-worker", this::run);
  }

  public void start() {
    loop.start();
  }

  /// The next offset to read of every partition, as the event store has it.
  public Map<Partition, Long> committed() {
    return committed;
  }

  /// What keeps it from storing, if something does.
  public Optional<String> trouble() {
    return trouble;
  }

  /// Events read from a lane of the log and accounted for since the start.
  public long stored(Lane lane) {
    return counter(lane).sum();
  }

  private LongAdder counter(Lane lane) {
    LongAdder counter = stored.get(lane);
    if (counter == null) {
      throw new IllegalStateException("nothing counts " + lane);
    }
    return counter;
  }

  private void run() {
    while (!loop.closed()) {
      try {
        carry();
      } catch (StoreFault | LogFault e) {
        trouble = Optional.of(String.valueOf(e.getMessage()));
        loop.pause(AFTER_FAULT);
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
      Unread unread = new Unread();
      int segments = 0;
      while (!loop.closed() && !storing.setAsideSome()) {
        storing.check();
        SegmentWriter.Draft draft = nextDraft(reader, unread, storing);
        if (draft.read() == 0) {
          draft.close();
          continue;
        }
        storing.next(draft);
        reader.mirror(committed);
        if (++segments % SEGMENTS_BETWEEN_DELETIONS == 0) {
          log.deleteBefore(committed);
        }
      }
    }
  }

  /// Stores segments beside the thread that hands them over: the facts of one while the events of
  /// the one before are stored.
  private final class Storing implements AutoCloseable {
    private final ExecutorService factsExecutor = executor("headgate-facts");
    private final ExecutorService eventsExecutor = executor("headgate-events");
    private final Map<Partition, Long> offsets;
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private volatile boolean setAsideSome;
    private volatile boolean failed;
    private Future<Boolean> folding = CompletableFuture.completedFuture(true);
    private boolean factsSince;

    /// A segment that was handed over.
    private record UnderWay(SegmentWriter.Prepared prepared, Future<?> facts, Future<?> events) {}

    Storing(Map<Partition, Long> offsets) {
      this.offsets = new HashMap<>(offsets);
    }

    private static ExecutorService executor(String name) {
      return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).factory());
    }

    /// Whether an event was set aside: then it does not count as stored after all, and whoever
    /// relied on that begins again at the stores' offsets.
    boolean setAsideSome() {
      return setAsideSome;
    }

    /// Whether another segment would be taken in hand at once.
    boolean ready() {
      boolean room = underWay.size() < MOST_UNDER_WAY || underWay.getFirst().events.isDone();
      return room && (underWay.isEmpty() || underWay.getLast().facts.isDone());
    }

    List<SegmentWriter.Prepared> before() {
      return underWay.stream().map(UnderWay::prepared).toList();
    }

    /// Finishes a draft, waits until there is room for it, and has it stored.
    void next(SegmentWriter.Draft draft) throws StoreFault {
      boolean handedOver = false;
      try {
        SegmentWriter.Prepared prepared = draft.finish();
        while (underWay.size() >= MOST_UNDER_WAY) {
          await(underWay.getFirst().events);
          underWay.removeFirst();
        }
        Future<Duration> facts = factsExecutor.submit(() -> storeFacts(prepared));
        Future<?> stored = eventsExecutor.submit(() -> storeEvents(draft, prepared, facts));
        handedOver = true;
        factsSince = true;
        underWay.add(new UnderWay(prepared, facts, stored));
      } finally {
        if (!handedOver) {
          draft.close();
        }
      }
    }

    /// Answers how long it took.
    private Duration storeFacts(SegmentWriter.Prepared prepared) throws StoreFault {
      Instant from = clock.instant();
      if (!failed && !setAsideSome) {
        writer.storeFacts(prepared);
      }
      return Duration.between(from, clock.instant());
    }

    /// Stores nothing once a segment before was not stored as it is, for offsets leave no gap.
    private Void storeEvents(
        SegmentWriter.Draft draft, SegmentWriter.Prepared prepared, Future<Duration> facts)
        throws StoreFault {
      try (draft) {
        await(facts);
        if (failed || setAsideSome) {
          return null;
        }
        Instant from = clock.instant();
        Map<EventId, String> refused = writer.storeEvents(prepared);
        size.stored(draft.read(), facts.resultNow(), Duration.between(from, clock.instant()));
        refused.forEach(setAside);
        offsets.putAll(prepared.segment().offsets());
        committed = Map.copyOf(offsets);
        for (Lane lane : Lane.values()) {
          counter(lane).add(draft.read(lane));
        }
        setAsideSome |= !refused.isEmpty();
        return null;
      } catch (StoreFault | RuntimeException | Error e) {
        failed = true;
        throw e;
      }
    }

    /// Computes some persons anew, unless facts wait to be stored.
    void foldSome() throws StoreFault {
      boolean idle = underWay.isEmpty() || underWay.getLast().facts.isDone();
      if (idle && folding.isDone()) {
        await(folding);
        if (folding.resultNow() || factsSince) {
          factsSince = false;
          folding = factsExecutor.submit(writer::foldSome);
        }
      }
    }

    /// Forgets what is stored; says so if a segment could not be, as soon as that is known.
    void check() throws StoreFault {
      while (!underWay.isEmpty() && underWay.getFirst().events.isDone()) {
        await(underWay.removeFirst().events);
      }
    }

    private static void await(Future<?> stage) throws StoreFault {
      try {
        var _ = stage.get();
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
      factsExecutor.close();
      eventsExecutor.close();
    }
  }

  /// Reads until a segment is full, or until its first event has waited long enough and the stores
  /// are ready for it.
  ///
  /// @param unread begun with, and what does not fit is left there for the next segment
  private SegmentWriter.Draft nextDraft(LogReader reader, Unread unread, Storing storing)
      throws LogFault, StoreFault {
    SegmentWriter.Draft draft = writer.draft(storing.before());
    boolean complete = false;
    try {
      boolean more = !unread.isEmpty() || poll(reader, unread, storing);
      fill(draft, unread);
      Instant first = clock.instant();
      while (draft.read() > 0
          && !loop.closed()
          && !full(draft, unread)
          && (first.plus(age(draft, more)).isAfter(clock.instant()) || !storing.ready())) {
        more = poll(reader, unread, storing);
        fill(draft, unread);
      }
      complete = true;
      return draft;
    } finally {
      if (!complete) {
        draft.close();
      }
    }
  }

  private void fill(SegmentWriter.Draft draft, Unread unread) throws StoreFault {
    draft.add(unread.take(most() - draft.read(), cut.bytes() - draft.bytes(), draft.read() == 0));
    if (draft.read(Lane.LIVE) > 0) {
      size.liveSeen(clock.instant());
    }
  }

  private int most() {
    return size.most(cut.events(), clock.instant());
  }

  private boolean full(SegmentWriter.Draft draft, Unread unread) {
    return !unread.isEmpty() || draft.read() >= most() || draft.bytes() >= cut.bytes();
  }

  /// How long a draft is kept open.
  ///
  /// @param more whether the log had more to read when it was asked last
  private Duration age(SegmentWriter.Draft draft, boolean more) {
    return draft.read(Lane.LIVE) > 0 || !more ? cut.age() : cut.historicalAge();
  }

  /// Reads on; answers whether there was more.
  private static boolean poll(LogReader reader, Unread unread, Storing storing)
      throws LogFault, StoreFault {
    unread.add(reader.poll(POLL));
    if (unread.isEmpty()) {
      storing.foldSome();
    }
    return !unread.isEmpty();
  }

  /// Ends after the segment at hand, and waits for that.
  @Override
  public void close() {
    loop.close();
  }
}
