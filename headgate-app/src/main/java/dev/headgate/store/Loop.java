package dev.headgate.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A named thread that goes on until it is closed, and can wait in between without keeping whoever
/// closes it waiting.
public final class Loop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread;
  private volatile boolean closed;

  /// @param work what the thread runs, once: it returns soon after {@link #closed} says so
  public Loop(String name, Runnable work) {
    this.thread = Thread.ofPlatform().name(name).unstarted(work);
  }

  public void start() {
    thread.start();
  }

  public boolean closed() {
    return closed;
  }

  /// Waits so long, or until it is closed.
  public void pause(Duration duration) {
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

  /// Ends after the work at hand, and waits for that.
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
      if (thread.isAlive() && !thread.join(PATIENCE)) {
        throw new IllegalStateException(
            thread.getName() + " did not end within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
