package dev.headgate.assess;

/// How a number is spread over what has it: half of them have at most `p50`, nine tenths at most
/// `p90`, all at most `largest`. All zero where nothing was counted. `largest` is exact, the others
/// as exact as the {@link Buckets} they were counted in, and never too small.
public record Spread(long p50, long p90, long p99, long largest) {
  public static final Spread NONE = new Spread(0, 0, 0, 0);
}
