package dev.headgate.send;

import dev.headgate.event.JsonBytes;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Gzip or not, by measurement: the first requests go both ways, then plain is kept unless gzip
/// took clearly less time for a byte. Over a network that is as thin as to need it, gzip wins by
/// far; on loopback both take much the same time, and compressing only costs.
public final class Compression {
  private static final int WARM_UP_REQUESTS = 16;
  private static final int MEASURED_REQUESTS_EACH = 8;

  /// The part of plain's time that gzip may take at most to be chosen.
  private static final double CLEARLY_LESS = 0.6;

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

  private synchronized void measured(boolean gzipped, int bytes, long nanos) {
    if (choice.isPresent() || started <= WARM_UP_REQUESTS) {
      return;
    }
    if (gzipped) {
      gzipNanos += nanos;
      gzipBytes += bytes;
    } else {
      plainNanos += nanos;
      plainBytes += bytes;
    }
    if (started >= WARM_UP_REQUESTS + 2 * MEASURED_REQUESTS_EACH
        && gzipBytes > 0
        && plainBytes > 0) {
      double gzip = (double) gzipNanos / gzipBytes;
      choice = Optional.of(gzip < CLEARLY_LESS * plainNanos / plainBytes);
    }
  }
}
