package dev.headgate.event;

/// A multiset of uuids in 24 bytes: how many there are, and the sum modulo 2^128 of the MD5 hashes
/// of their 36-character forms ({@link UuidHash}). Two multisets with the same sum are the same for
/// all that chance can do; whoever wants to fool it can, so it proves transport, not honesty. Adds
/// up in any order.
///
/// @param high the upper 64 bits of the sum
/// @param low the lower 64 bits of the sum
public record UuidSum(long count, long high, long low) {
  public static final UuidSum ZERO = new UuidSum(0, 0, 0);

  public UuidSum plus(UuidSum other) {
    long lowSum = low + other.low;
    long carry = Long.compareUnsigned(lowSum, low) < 0 ? 1 : 0;
    return new UuidSum(count + other.count, high + other.high + carry, lowSum);
  }
}
