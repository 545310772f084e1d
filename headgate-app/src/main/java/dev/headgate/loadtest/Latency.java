package dev.headgate.loadtest;

/// How long requests took, from when each was due, as of one moment.
public interface Latency {
  /// How many were measured.
  long count();

  /// In milliseconds; 0 where nothing was measured.
  ///
  /// @param percentile 0 is the shortest, 100 the longest
  double atPercentile(double percentile);

  double meanMillis();

  /// Takes latencies in.
  interface Recorder {
    void record(long nanos);

    /// All that were recorded so far; later ones change nothing in it.
    Latency snapshot();

    /// Makes one.
    @FunctionalInterface
    interface Maker {
      /// An empty one.
      ///
      /// @param digits that are kept of each value
      Recorder of(int digits);
    }
  }
}
