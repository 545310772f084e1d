package dev.headgate.eventlog;

import dev.headgate.event.ProjectToken;
import java.util.List;

/// A log that does not always do what it should, for tests of those who write to one.
public final class MoodyLog extends ForwardingEventLog {
  private Mood mood = Mood.WELL;

  /// What becomes of an event that is appended.
  public enum Mood {
    /// It is appended.
    WELL,
    /// It is refused.
    FAILING,
    /// It is appended, and nobody hears so.
    TAKING_AND_FAILING,
    /// It waits for another mood.
    SILENT
  }

  /// A log that does well, for now.
  ///
  /// @param log is not closed with this
  public MoodyLog(EventLog log) {
    super(log);
  }

  public synchronized void be(Mood next) {
    mood = next;
    notifyAll();
  }

  private synchronized Mood mood() throws LogFault {
    try {
      while (mood == Mood.SILENT) {
        wait();
      }
      return mood;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogFault("interrupted", e);
    }
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events) throws LogFault {
    Mood now = mood();
    if (now != Mood.FAILING) {
      super.append(lane, token, events);
    }
    if (now != Mood.WELL) {
      throw new LogFault("out of order");
    }
  }
}
