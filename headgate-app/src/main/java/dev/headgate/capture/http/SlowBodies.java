package dev.headgate.capture.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the reading of bodies whose clients have stopped sending: the server reads without a limit
/// of time. One thread looks at all of them; who reads pays with a note of the time.
final class SlowBodies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlowBodies.class);

  private final Duration silence;
  private final AtomicBoolean started = new AtomicBoolean();
  private final Set<Reading> readings = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("slow-bodies").daemon().factory());

  /// Watches once it is asked to.
  ///
  /// @param silence longest wait for a client's next byte
  SlowBodies(Duration silence) {
    this.silence = silence;
  }

  /// Once, however many sockets of a server start.
  void start() {
    if (started.getAndSet(true)) {
      return;
    }
    long often = Math.max(1, silence.toMillis() / 8);
    var _ = watch.scheduleWithFixedDelay(this::look, often, often, TimeUnit.MILLISECONDS);
  }

  private void look() {
    long latest = System.nanoTime() - silence.toNanos();
    for (Reading reading : readings) {
      if (reading.lastProgress - latest < 0) {
        try {
          reading.expire();
        } catch (RuntimeException e) {
          LOG.debug("a client that stopped sending could not be told so", e);
        }
      }
    }
  }

  /// Watches what the calling thread reads from here on.
  Reading watch(InputStream wire) {
    Reading reading = new Reading(wire, Thread.currentThread());
    readings.add(reading);
    return reading;
  }

  private enum State {
    READING,
    FINISHED,
    EXPIRED
  }

  /// A body that is being read, by one thread.
  final class Reading extends FilterInputStream {
    private final Thread reader;
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private volatile long lastProgress = System.nanoTime();
    private volatile Runnable answer = () -> {};

    private Reading(InputStream wire, Thread reader) {
      super(wire);
      this.reader = reader;
    }

    /// What is done when the client has stopped, by the watching thread, before the reading ends.
    void onSilence(Runnable what) {
      answer = what;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (RuntimeException e) {
        throw unreadable(e);
      } finally {
        lastProgress = System.nanoTime();
      }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        return super.read(into, from, length);
      } catch (RuntimeException e) {
        throw unreadable(e);
      } finally {
        lastProgress = System.nanoTime();
      }
    }

    /// The server's reader has exceptions of many kinds for a body that ends early or is no HTTP.
    private static IOException unreadable(RuntimeException e) {
      return new IOException("the body cannot be read to its end", e);
    }

    private void expire() {
      if (state.compareAndSet(State.READING, State.EXPIRED)) {
        readings.remove(this);
        try {
          answer.run();
        } finally {
          reader.interrupt();
        }
      }
    }

    /// Nothing more is read for now.
    ///
    /// @return false if the client has been answered that it is too slow
    boolean finish() {
      readings.remove(this);
      return state.compareAndSet(State.READING, State.FINISHED) || state.get() == State.FINISHED;
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    try {
      watch.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
