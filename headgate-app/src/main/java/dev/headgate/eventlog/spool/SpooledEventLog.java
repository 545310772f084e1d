package dev.headgate.eventlog.spool;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.ForwardingEventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.eventlog.LogFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A log that takes live events also while the one behind it cannot: they are made durable in
/// files, and handed on in their order once it can. Only when the files are full is an event
/// refused.
///
/// ```
/// append --> the log            as long as it answers
///        \-> files --> the log  from its first fault, or its first silence, until they are empty
/// ```
///
/// While the files hold anything all live events go through them, so that those of one client keep
/// their order. An event may be handed on twice (a fault may come after the log has taken it, and a
/// log that was silent may have taken it after all; so may a crash): the stores keep one of a uuid.
/// Imports are not spooled: they hold an export, and send again.
public final class SpooledEventLog extends ForwardingEventLog {
  private static final int FILE_BYTES = 16 << 20;

  /// Frames are handed on together, up to about so many bytes: one by one they would come in faster
  /// than they go out, because each waits for the log's answer.
  private static final long DRAINED_AT_ONCE_BYTES = 1 << 20;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration AFTER_A_FAULT = Duration.ofMillis(500);

  private final Spool spool;
  private final InstantSource clock;
  private final Duration silence;
  private final Consumer<String> remarks;
  private final Thread drain;
  private final AtomicLong drained = new AtomicLong();

  // Of the thread that hands on.
  private String lastFault = "";

  // Guarded by this.
  private boolean spooling;
  private int writers;
  private boolean closed;

  private SpooledEventLog(
      EventLog log, Spool spool, InstantSource clock, Duration silence, Consumer<String> remarks) {
    super(log);
    this.spool = spool;
    this.clock = clock;
    this.silence = silence;
    this.remarks = remarks;
    this.spooling = !spool.isEmpty();
    this.drain = Thread.ofPlatform().name("log-spool").unstarted(this::drain);
  }

  /// Opens the files of a folder, with what they still hold, and begins to hand it on.
  ///
  /// @param log is not closed with this
  /// @param maxBytes most bytes in files
  /// @param silence how long the log may take for a request before it and all others go to the
  ///   files
  /// @param remarks hears when events go to files, and when they do no longer
  public static SpooledEventLog open(
      EventLog log,
      Path folder,
      long maxBytes,
      Duration silence,
      InstantSource clock,
      Consumer<String> remarks)
      throws LogFault {
    try {
      Spool spool = Spool.open(folder, maxBytes, (int) Math.min(FILE_BYTES, maxBytes / 4), remarks);
      SpooledEventLog spooled = new SpooledEventLog(log, spool, clock, silence, remarks);
      spooled.drain.start();
      return spooled;
    } catch (IOException e) {
      throw new LogFault("the spool in " + folder + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault {
    if (events.isEmpty()) {
      return;
    }
    if (lane != Lane.LIVE) {
      super.append(lane, token, events, patience);
      return;
    }
    if (!isSpooling()) {
      try {
        super.append(lane, token, events, silence);
        return;
      } catch (LogFault e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e; // writing to a file would close it, for all
        }
        checkLengths(events); // of one that is too long no other log has to be told
        remark("live events go to the spool: " + e.getMessage());
      }
    }
    spool(token, events);
  }

  private synchronized boolean isSpooling() {
    return spooling;
  }

  private synchronized void remark(String text) {
    if (!spooling) {
      remarks.accept(text);
    }
  }

  private void spool(ProjectToken token, List<CapturedEvent> events) throws LogFault {
    checkLengths(events);
    synchronized (this) {
      if (closed) {
        throw new LogFault("the spool is closed");
      }
      spooling = true;
      writers++;
    }
    try {
      if (!spool.add(new SpoolFrame(clock.millis(), token, events))) {
        throw new LogFault(
            "the log cannot be reached, and its spool is full: events are taken again when it can");
      }
    } catch (IOException e) {
      throw new LogFault("the spool cannot be written: " + e.getMessage(), e);
    } finally {
      synchronized (this) {
        writers--;
        notifyAll();
      }
    }
  }

  /// One that is too long would never be handed on, nor anything behind it.
  private void checkLengths(List<CapturedEvent> events) throws LogFault {
    for (CapturedEvent event : events) {
      int length = LogCodec.lengthAtMost(event.event());
      if (length > maxEventBytes()) {
        throw new LogFault("an event is longer than the log takes: " + length + " bytes");
      }
    }
  }

  private void drain() {
    try {
      while (awaitWork()) {
        try {
          List<SpoolFrame> oldest = spool.oldest(DRAINED_AT_ONCE_BYTES);
          if (oldest.isEmpty()) {
            endSpooling();
            continue;
          }
          List<CapturedEvent> events = new ArrayList<>();
          oldest.forEach(frame -> events.addAll(frame.events()));
          super.append(Lane.LIVE, oldest.getFirst().token(), events, LONGEST_PATIENCE);
          spool.remove();
          drained.addAndGet(events.size());
          lastFault = "";
        } catch (LogFault | IOException e) {
          tellOnce("spooled events cannot be handed on yet: " + e.getMessage());
          pause(AFTER_A_FAULT);
        } catch (RuntimeException e) {
          tellOnce("spooled events cannot be handed on, which is a mistake of this program: " + e);
          pause(AFTER_A_FAULT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellOnce(String fault) {
    if (!fault.equals(lastFault)) {
      lastFault = fault;
      remarks.accept(fault);
    }
  }

  /// Waits until something is spooled.
  private synchronized boolean awaitWork() throws InterruptedException {
    while (!closed && !spooling) {
      wait();
    }
    return !closed;
  }

  private synchronized void pause(Duration time) throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toMillis(); left > 0 && !closed; ) {
      wait(left);
      left = Duration.ofNanos(until - System.nanoTime()).toMillis();
    }
  }

  private void endSpooling() throws InterruptedException {
    synchronized (this) {
      if (writers == 0 && spool.isEmpty()) {
        spooling = false;
        remarks.accept("live events go to the log again");
        return;
      }
    }
    pause(BETWEEN_LOOKS);
  }

  /// Bytes that are waiting in files.
  public long spooledBytes() {
    return spool.isEmpty() ? 0 : spool.bytes();
  }

  /// How long about the oldest event has been waiting in files.
  public Duration spooledFor() {
    OptionalLong oldest = spool.oldestMillis();
    return oldest.isEmpty()
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, clock.millis() - oldest.getAsLong()));
  }

  /// Events handed on from files since this was opened.
  public long drained() {
    return drained.get();
  }

  /// Ends the handing on; what is still in files is there at the next start.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      drain.join();
      spool.close();
    } catch (IOException e) {
      remarks.accept("the spool's last file was not closed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
