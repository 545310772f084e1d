package dev.headgate.eventlog.memory;

import dev.headgate.event.DistinctId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// An event log that lives as long as its process. Events are kept encoded, as in the real log.
public final class MemoryEventLog implements EventLog {
  /// Most bytes of events held; more is refused as a full disk would be.
  public static final long CAPACITY_BYTES = 256L << 20;

  private static final int MAX_EVENT_BYTES = 8 << 20;
  private static final int POLL_EVENTS = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final Map<Partition, Records> partitions = new TreeMap<>();
  private final InstantSource clock = InstantSource.system();
  private final int partitionsPerLane;
  private long bytes;
  private boolean closed;

  /// An empty log.
  public MemoryEventLog(int partitionsPerLane) {
    this.partitionsPerLane = partitionsPerLane;
    for (Lane lane : Lane.values()) {
      for (int number = 0; number < partitionsPerLane; number++) {
        partitions.put(new Partition(lane, number), new Records());
      }
    }
  }

  /// What a partition holds: its records and the offset of the first.
  private static final class Records {
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private long start;

    /// An event, and when it came.
    private record Line(JsonBytes json, long millis) {}

    long end() {
      return start + lines.size();
    }
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault {
    List<byte[]> lines = new ArrayList<>(events.size());
    JsonOutput out = new JsonOutput(1024);
    long added = 0;
    for (CapturedEvent event : events) {
      out.clear();
      LogCodec.encode(event, out);
      if (out.length() > MAX_EVENT_BYTES) {
        throw new LogFault("an event is longer than the log takes: " + out.length() + " bytes");
      }
      lines.add(out.toByteArray());
      added += out.length();
    }
    lock.lock();
    try {
      failIfClosed();
      if (bytes + added > CAPACITY_BYTES) {
        throw new LogFault("the log in memory is full: nothing has been deleted from it");
      }
      bytes += added;
      for (int i = 0; i < lines.size(); i++) {
        DistinctId id = events.get(i).event().distinctId();
        int number = Math.floorMod(Arrays.hashCode(LogCodec.key(token, id)), partitionsPerLane);
        records(new Partition(lane, number))
            .lines
            .add(new Records.Line(JsonBytes.owning(lines.get(i)), clock.millis()));
      }
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int maxEventBytes() {
    return MAX_EVENT_BYTES;
  }

  @Override
  public LogReader reader(Map<Partition, Long> from) throws LogFault {
    lock.lock();
    try {
      failIfClosed();
      Map<Partition, Long> next = new HashMap<>();
      for (Map.Entry<Partition, Records> partition : partitions.entrySet()) {
        Records records = partition.getValue();
        long wanted = from.getOrDefault(partition.getKey(), records.start);
        if (wanted > records.end()) {
          throw new LogFault(
              "the log ends at %d in %s, before the stored offset %d: it has lost events"
                  .formatted(records.end(), partition.getKey(), wanted));
        }
        next.put(partition.getKey(), wanted);
      }
      return new Reader(next);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<Partition, Long> endOffsets() {
    lock.lock();
    try {
      Map<Partition, Long> ends = new TreeMap<>();
      partitions.forEach((partition, records) -> ends.put(partition, records.end()));
      return ends;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void deleteBefore(Map<Partition, Long> committed) {
    lock.lock();
    try {
      committed.forEach((partition, offset) -> {
        Records records = records(partition);
        while (records.start < offset && !records.lines.isEmpty()) {
          bytes -= records.lines.remove().json.length();
          records.start++;
        }
      });
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Records records(Partition partition) {
    Records records = partitions.get(partition);
    if (records == null) {
      throw new IllegalArgumentException("no such partition: " + partition);
    }
    return records;
  }

  private void failIfClosed() throws LogFault {
    if (closed) {
      throw new LogFault("the log is closed");
    }
  }

  /// Takes from the partitions in turn.
  private final class Reader implements LogReader {
    private final Map<Partition, Long> next;

    Reader(Map<Partition, Long> next) {
      this.next = next;
    }

    @Override
    public List<LoggedEvent> poll(Duration patience) throws LogFault {
      lock.lock();
      try {
        long left = patience.toNanos();
        List<LoggedEvent> events = take();
        while (events.isEmpty() && left > 0 && !closed) {
          left = appended.awaitNanos(left);
          events = take();
        }
        failIfClosed();
        return events;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LogFault("reading the log was interrupted", e);
      } finally {
        lock.unlock();
      }
    }

    private List<LoggedEvent> take() throws LogFault {
      List<LoggedEvent> events = new ArrayList<>();
      for (Map.Entry<Partition, Records> partition : partitions.entrySet()) {
        Records records = partition.getValue();
        long offset = Math.max(next.getOrDefault(partition.getKey(), 0L), records.start);
        for (Records.Line line : records.lines.stream().skip(offset - records.start).toList()) {
          if (events.size() == POLL_EVENTS) {
            break;
          }
          decode(partition.getKey(), offset++, line, events);
        }
        next.put(partition.getKey(), offset);
      }
      return events;
    }

    private static void decode(
        Partition partition, long offset, Records.Line record, List<LoggedEvent> into)
        throws LogFault {
      try {
        LogCodec.decode(
            record.json.utf8().clone(),
            0,
            record.json.length(),
            event -> into.add(new LoggedEvent(partition, offset, record.millis, event)));
      } catch (MalformedJson e) {
        throw new LogFault("the log holds what was never appended", e);
      }
    }

    /// Nobody looks at the lag of a log in memory.
    @Override
    public void mirror(Map<Partition, Long> committed) {}

    @Override
    public void close() {}
  }
}
