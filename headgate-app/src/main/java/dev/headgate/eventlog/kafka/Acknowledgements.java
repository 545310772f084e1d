package dev.headgate.eventlog.kafka;

import dev.headgate.eventlog.LogFault;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Waits until Kafka has acknowledged every record of a request, or one has failed.
final class Acknowledgements implements Callback {
  private final CountDownLatch open;
  private final int records;
  private volatile @Nullable Exception failure;

  Acknowledgements(int records) {
    this.records = records;
    this.open = new CountDownLatch(records);
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
    if (exception == null) {
      open.countDown();
      return;
    }
    failure = exception;
    // One failure is enough to know the answer: nobody waits for the rest.
    for (long left = open.getCount(); left > 0; left--) {
      open.countDown();
    }
  }

  boolean failed() {
    return failure != null;
  }

  void await(Duration patience) throws LogFault {
    try {
      if (!open.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LogFault(
            "the log failed: %d of %d records were not acknowledged within %s; send them again"
                .formatted(open.getCount(), records, patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KafkaEventLog.fault("interrupted while waiting for acknowledgements", e);
    }
    Exception failed = failure;
    if (failed != null) {
      throw KafkaEventLog.fault("a record was not acknowledged; send all again", failed);
    }
  }
}
