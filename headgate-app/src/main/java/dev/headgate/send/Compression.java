package dev.headgate.send;

import dev.headgate.event.JsonBytes;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Gzip or not, by measurement: the first requests go both ways, then the way that took less time
/// for a byte is kept. Compressing pays over a network and costs on loopback.
public final class Compression {
  private static final int WARM_UP_REQUESTS = 16;
  private static final int MEASURED_REQUESTS_EACH = 8;

  /// One exchange.
  @FunctionalInterface
  interface Exchange {
    Answer post(boolean gzip) throws InterruptedException;
  }

  private final LongSupplier nanoTime;
  private int started;
  private long plainNanos;
  private long plainBytes;
  private long gzipNanos;
  private long gzipBytes;
  private Optional<Boolean> choice = Optional.empty();

  /// @param nanoTime a clock for durations, as `System.nanoTime`
  public Compression(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// What was chosen; empty while it is being measured.
  public synchronized Optional<Boolean> choice() {
    return choice;
  }

  /// Sends a body the way that is chosen or to be measured next.
  Answer timed(JsonBytes body, Exchange exchange) throws InterruptedException {
    boolean gzip = nextWay();
    long from = nanoTime.getAsLong();
    Answer answer = exchange.post(gzip);
    if (answer instanceof Answer.Accepted) {
      measured(gzip, body.length(), nanoTime.getAsLong() - from);
    }
    return answer;
  }

  private synchronized boolean nextWay() {
    return choice.orElse(started++ % 2 == 1);
  }

  private synchronized void measured(boolean gzip, int bytes, long nanos) {
    if (choice.isPresent() || started <= WARM_UP_REQUESTS) {
      return;
    }
    if (gzip) {
      gzipNanos += nanos;
      gzipBytes += bytes;
    } else {
      plainNanos += nanos;
      plainBytes += bytes;
    }
    if (started >= WARM_UP_REQUESTS + 2 * MEASURED_REQUESTS_EACH
        && gzipBytes > 0
        && plainBytes > 0) {
      choice = Optional.of((double) gzipNanos / gzipBytes < (double) plainNanos / plainBytes);
    }
  }
}
