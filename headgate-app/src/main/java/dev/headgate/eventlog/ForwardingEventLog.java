package dev.headgate.eventlog;

import dev.headgate.event.ProjectToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A log in front of another, which does what it does not do otherwise. The other one is closed by
/// who opened it.
public abstract class ForwardingEventLog implements EventLog {
  private final EventLog log;

  protected ForwardingEventLog(EventLog log) {
    this.log = log;
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault {
    log.append(lane, token, events, patience);
  }

  @Override
  public int maxEventBytes() {
    return log.maxEventBytes();
  }

  @Override
  public LogReader reader(Map<Partition, Long> from) throws LogFault {
    return log.reader(from);
  }

  @Override
  public Map<Partition, Long> endOffsets() throws LogFault {
    return log.endOffsets();
  }

  @Override
  public long eventsIn(Lane lane, long records) {
    return log.eventsIn(lane, records);
  }

  @Override
  public Map<Partition, Long> handed() {
    return log.handed();
  }

  @Override
  public void deleteBefore(Map<Partition, Long> committed) throws LogFault {
    log.deleteBefore(committed);
  }

  @Override
  public void close() {}
}
