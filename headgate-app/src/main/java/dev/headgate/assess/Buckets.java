package dev.headgate.assess;

/// How numbers from 0 on are sorted into buckets to be counted: each of its own below `2^(bits+1)`,
/// then `2^bits` buckets for each doubling, so that a bucket is never wider than its numbers
/// divided by `2^bits` (the layout of HdrHistogram).
///
/// ```
/// bits = 2      0 1 2 3 4 5 6 7 | 8-9 10-11 12-13 14-15 | 16-19 20-23 24-27 28-31 | ...
/// ```
///
/// @param bits of a number that are kept
/// @param valueBits numbers are below `2^valueBits`; larger ones fall into the last bucket
record Buckets(int bits, int valueBits) {
  int count() {
    return ((valueBits - 1 - bits) << bits) + (2 << bits);
  }

  /// The bucket of a number, from 0.
  int of(long value) {
    long within = Math.clamp(value, 0, (1L << valueBits) - 1);
    int shift = Math.max(0, Long.SIZE - 1 - bits - Long.numberOfLeadingZeros(within));
    return (shift << bits) + (int) (within >>> shift);
  }

  /// The largest number of a bucket.
  long top(int bucket) {
    if (bucket < 2 << bits) {
      return bucket;
    }
    int shift = (bucket >>> bits) - 1;
    long leading = (bucket & ((1L << bits) - 1)) | (1L << bits);
    return ((leading + 1) << shift) - 1;
  }

  /// The spread of what was counted in `counts[from, from + count())`.
  ///
  /// @param largest the largest number counted
  Spread spread(long[] counts, int from, long largest) {
    long all = 0;
    for (int bucket = 0; bucket < count(); bucket++) {
      all += counts[from + bucket];
    }
    return new Spread(
        Math.min(largest, percentile(counts, from, all, 50)),
        Math.min(largest, percentile(counts, from, all, 90)),
        Math.min(largest, percentile(counts, from, all, 99)),
        largest);
  }

  private long percentile(long[] counts, int from, long all, int percent) {
    long needed = Math.ceilDiv(Math.multiplyExact(all, (long) percent), 100L);
    long seen = 0;
    for (int bucket = 0; bucket < count(); bucket++) {
      seen += counts[from + bucket];
      if (seen >= needed) {
        return all == 0 ? 0 : top(bucket);
      }
    }
    return 0;
  }
}
