package dev.headgate.loadtest.hdr;

import dev.headgate.loadtest.Latency;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Latencies in a histogram of fixed relative width, to the microsecond at best; it grows with the
/// largest value and not with how many there are. Not thread-safe.
public final class HdrLatencies implements Latency.Recorder {
  private static final double MICROS_PER_MILLI = 1_000;

  private final Histogram micros;

  /// @param digits that are kept of each value
  public HdrLatencies(int digits) {
    micros = new Histogram(digits);
    micros.setAutoResize(true);
  }

  @Override
  public void record(long nanos) {
    micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  @Override
  public Latency snapshot() {
    return new Recorded(micros.copy());
  }

  private record Recorded(Histogram micros) implements Latency {
    @Override
    public long count() {
      return micros.getTotalCount();
    }

    @Override
    public double atPercentile(double percentile) {
      if (count() == 0) {
        return 0;
      }
      long value = percentile <= 0 ? micros.getMinValue() : micros.getValueAtPercentile(percentile);
      return Math.min(value, micros.getMaxValue()) / MICROS_PER_MILLI;
    }

    @Override
    public double meanMillis() {
      return count() == 0 ? 0 : micros.getMean() / MICROS_PER_MILLI;
    }
  }
}
