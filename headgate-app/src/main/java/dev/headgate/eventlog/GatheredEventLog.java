package dev.headgate.eventlog;

import dev.headgate.event.ProjectToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A log that appends together what small requests bring at the same time: an append costs the log
/// far more than an event of it does, and most of what live clients send is one event.
///
/// ```
/// request 1   append |------------|
/// request 2              waits.... append |------------|
/// request 3                  waits with 2 |------------|
/// request 4                                      waits.. append |------------|
/// ```
///
/// Of each lane and project one append is under way at a time. Who comes meanwhile waits for its
/// end; the first of those then appends for all of them. So a request that comes alone goes at
/// once, and the more come, the more go together, without a time for which anybody is held up. Long
/// requests, and those of imports, go as they are, beside the others.
///
/// Only what was taken for a flood is held up for a moment, so that it costs live traffic less: it
/// needs fewer appends, and a sender that waits for answers sends no faster than they come.
///
/// An append that fails fails for all who are in it, and for all who wait behind it: they would
/// find the same log. So nobody waits much longer than one append may take. Thread-safe.
public final class GatheredEventLog extends ForwardingEventLog {
  /// A request of more is not gathered, and none joins a group of more.
  private static final int SMALL_BYTES = 64 << 10;

  private static final Duration LINGER_OF_FLOODS = Duration.ofMillis(20);

  private final Duration lingerOfFloods;
  private final Map<Whose, Queue> queues = new ConcurrentHashMap<>();

  private record Whose(Lane lane, ProjectToken token) {}

  /// @param log is not closed with this
  public GatheredEventLog(EventLog log) {
    this(log, LINGER_OF_FLOODS);
  }

  /// @param lingerOfFloods how long what was taken for a flood waits for more of it
  GatheredEventLog(EventLog log, Duration lingerOfFloods) {
    super(log);
    this.lingerOfFloods = lingerOfFloods;
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault {
    long bytes = bytes(events);
    if (lane == Lane.HISTORICAL || bytes > SMALL_BYTES) {
      super.append(lane, token, events, patience);
      return;
    }
    Queue queue = queues.computeIfAbsent(new Whose(lane, token), _ -> new Queue());
    Place place = queue.join(events, bytes);
    if (!place.first) {
      place.group.awaitEnd();
      return;
    }
    // Others rely on this thread, so it goes on even if it is interrupted, and is told afterwards.
    boolean interrupted = place.group.awaitTurn();
    try {
      place.group.throwIfFailed();
      if (lane == Lane.DIVERTED) {
        interrupted |= place.group.linger(lingerOfFloods);
      }
      queue.close(place.group);
      appendFor(place.group, queue, lane, token, patience);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void appendFor(Group group, Queue queue, Lane lane, ProjectToken token, Duration patience)
      throws LogFault {
    Optional<LogFault> fault = Optional.of(new LogFault("events were not appended"));
    try {
      super.append(lane, token, group.events, patience);
      fault = Optional.empty();
    } catch (LogFault e) {
      fault = Optional.of(e);
      throw e;
    } finally {
      group.end(fault);
      queue.next(fault);
    }
  }

  private static long bytes(List<CapturedEvent> events) {
    long bytes = 0;
    for (CapturedEvent event : events) {
      bytes += LogCodec.lengthAtMost(event.event());
    }
    return bytes;
  }

  /// Where a request has its place.
  ///
  /// @param first whether it is the one that appends for its group
  private record Place(Group group, boolean first) {}

  /// Those of one lane and project.
  private static final class Queue {
    // Guarded by this.
    private boolean busy;
    private final Deque<Group> waiting = new ArrayDeque<>();

    synchronized Place join(List<CapturedEvent> events, long bytes) {
      Group last = waiting.peekLast();
      boolean first = last == null || last.isFull();
      Group group = last == null || first ? new Group() : last;
      group.add(events, bytes);
      if (first) {
        waiting.add(group);
      }
      if (!busy) {
        busy = true;
        group.begin();
      }
      return new Place(group, first);
    }

    /// From now on nobody joins this group, whose turn it is.
    synchronized void close(Group group) {
      waiting.remove(group);
    }

    /// One has ended; the next begins, or fails as it did.
    synchronized void next(Optional<LogFault> fault) {
      if (fault.isPresent()) {
        waiting.forEach(group -> group.end(fault));
        waiting.clear();
      }
      Group next = waiting.peek();
      if (next == null) {
        busy = false;
      } else {
        next.begin();
      }
    }
  }

  /// Requests that are appended together.
  private static final class Group {
    // Guarded by the queue until it is closed, then of the first one's thread.
    private final List<CapturedEvent> events = new ArrayList<>();
    private long bytes;

    private final CountDownLatch full = new CountDownLatch(1);
    private final CountDownLatch turn = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Optional<LogFault> fault = Optional.empty();

    void add(List<CapturedEvent> more, long length) {
      events.addAll(more);
      bytes += length;
      if (isFull()) {
        full.countDown();
      }
    }

    boolean isFull() {
      return bytes > SMALL_BYTES;
    }

    void begin() {
      turn.countDown();
    }

    void end(Optional<LogFault> why) {
      fault = why;
      turn.countDown();
      end.countDown();
    }

    /// Whether the calling thread was interrupted meanwhile.
    boolean awaitTurn() {
      boolean interrupted = false;
      while (true) {
        try {
          turn.await();
          return interrupted;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }

    /// Waits for more, until it is full. Whether the calling thread was interrupted meanwhile: then
    /// it waits no longer.
    boolean linger(Duration time) {
      try {
        var _ = full.await(time.toNanos(), TimeUnit.NANOSECONDS);
        return false;
      } catch (InterruptedException e) {
        return true;
      }
    }

    void awaitEnd() throws LogFault {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LogFault("interrupted while others append", e);
      }
      throwIfFailed();
    }

    void throwIfFailed() throws LogFault {
      Optional<LogFault> why = fault;
      if (why.isPresent()) {
        throw new LogFault("appended with others: " + why.get().getMessage(), why.get());
      }
    }
  }
}
