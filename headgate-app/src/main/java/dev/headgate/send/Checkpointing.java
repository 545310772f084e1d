package dev.headgate.send;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/// Keeps checkpoints beside the sending, from time to time and one after the other: making files
/// durable and telling the pipeline take as long as a disk wants, and what is due meanwhile is not
/// to wait for that. Belongs to one thread.
final class Checkpointing {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final ExecutorService threads;
  private final Keeping keeping;
  private final LongSupplier nanoTime;
  private Optional<Future<?>> last = Optional.empty();
  private long lastNanos;

  /// What keeps one.
  @FunctionalInterface
  interface Keeping {
    void keep() throws IOException;
  }

  /// @param threads run what keeps one; nobody else ends them before the sending has ended
  Checkpointing(ExecutorService threads, Keeping keeping, LongSupplier nanoTime) {
    this.threads = threads;
    this.keeping = keeping;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  /// Begins to keep one, if it is time and the one before is kept.
  ///
  /// @throws IOException if the one before could not be kept
  void keepIfDue() throws IOException {
    checkLast();
    long now = nanoTime.getAsLong();
    boolean busy = last.isPresent() && !last.get().isDone();
    if (!busy && now - lastNanos > BETWEEN.toNanos()) {
      lastNanos = now;
      last =
          Optional.of(
              threads.submit(() -> {
                keeping.keep();
                return true;
              }));
    }
  }

  /// Looks how the last one ended, if it has.
  ///
  /// @throws IOException if it could not be kept
  void checkLast() throws IOException {
    if (last.isEmpty() || last.get().state() != Future.State.FAILED) {
      return;
    }
    switch (last.get().exceptionNow()) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("nothing else is thrown there", e);
    }
  }
}
