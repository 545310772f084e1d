package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.JsonBytes;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Compression compression = new Compression(nanos::get);

  private void exchange(long plainNanos, long gzipNanos) throws InterruptedException {
    compression.timed(
        JsonBytes.of("x".repeat(1000)),
        gzip -> {
          nanos.addAndGet(gzip ? gzipNanos : plainNanos);
          return new Answer.Accepted();
        });
  }

  @Test
  void takesGzipWhereItIsFaster() throws Exception {
    while (compression.choice().isEmpty()) {
      exchange(1000, 100);
    }
    assertThat(compression.choice()).contains(true);
  }

  @Test
  void sendsPlainWhereCompressingCostsMore() throws Exception {
    while (compression.choice().isEmpty()) {
      exchange(100, 1000);
    }
    assertThat(compression.choice()).contains(false);
  }

  @Test
  void sendsPlainWhereBothTakeMuchTheSame() throws Exception {
    while (compression.choice().isEmpty()) {
      exchange(1000, 800);
    }
    assertThat(compression.choice()).contains(false);
  }
}
