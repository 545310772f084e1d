package dev.headgate.assess;

import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Hands records to an {@link Assessor} on a thread of its own, so that reading and decoding has a
/// core and counting another. They arrive in the order they were added.
///
/// ```
/// reader    decode 3 | decode 4 | decode 5
/// assessor  add 2    | add 3    | add 4
/// ```
///
/// Memory is bounded by {@link #MOST_WAITING} and two more batches, each of 1 MiB and one record. A
/// fault of the assessor is thrown by a later {@link #add} or by {@link #drain}. For one thread.
public final class AssessorFeed implements AutoCloseable {
  private static final int BATCH_RECORDS = 512;
  private static final int BATCH_BYTES = 1 << 20;
  private static final int MOST_WAITING = 3;

  private final Assessor assessor;
  private final ExecutorService counting =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("headgate-assessor").daemon().factory());
  private final Deque<Future<?>> waiting = new ArrayDeque<>();
  private List<Item> batch = new ArrayList<>(BATCH_RECORDS);
  private int batchBytes;

  private record Item(RawRecord record, Decoded decoded) {}

  public AssessorFeed(Assessor assessor) {
    this.assessor = assessor;
  }

  public void add(RawRecord record, Decoded decoded) throws IOException {
    batch.add(new Item(record, decoded));
    batchBytes += record.bytes().length;
    if (batch.size() == BATCH_RECORDS || batchBytes >= BATCH_BYTES) {
      hand();
    }
  }

  /// Waits until the assessor has all that was added: before its part ends.
  public void drain() throws IOException {
    hand();
    while (!waiting.isEmpty()) {
      await(waiting.remove());
    }
  }

  private void hand() throws IOException {
    while (waiting.size() >= MOST_WAITING) {
      await(waiting.remove());
    }
    List<Item> handed = batch;
    waiting.add(
        counting.submit(() -> {
          for (Item item : handed) {
            assessor.add(item.record, item.decoded);
          }
          return null;
        }));
    batch = new ArrayList<>(BATCH_RECORDS);
    batchBytes = 0;
  }

  private static void await(Future<?> done) throws IOException {
    try {
      done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException fault -> throw fault;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while assessing", e);
    }
  }

  /// Ends the thread; what it has not counted by then is given up. Close it before the assessor.
  @Override
  public void close() {
    counting.shutdownNow();
    counting.close();
  }
}
