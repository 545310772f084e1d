package dev.headgate.eventlog;

import dev.headgate.event.ProjectToken;
import java.time.Duration;
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
    /// It waits for another mood, or out of patience.
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

  private synchronized Mood mood(Duration patience) throws LogFault {
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (mood == Mood.SILENT) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new LogFault("out of patience");
        }
        wait(left);
      }
      return mood;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogFault("interrupted", e);
    }
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault {
    Mood now = mood(patience);
    if (now != Mood.FAILING) {
      super.append(lane, token, events, patience);
    }
    if (now != Mood.WELL) {
      throw new LogFault("out of order");
    }
  }
}
