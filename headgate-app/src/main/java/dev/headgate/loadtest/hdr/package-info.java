/// Latencies in HdrHistograms. Nanoseconds come in, percentiles go out. It never loses the largest
/// value, and never has more memory for more values. The next package is {@code loadtest}.
@NullMarked
package dev.headgate.loadtest.hdr;

import org.jspecify.annotations.NullMarked;
