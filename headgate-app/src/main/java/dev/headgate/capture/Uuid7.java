package dev.headgate.capture;

import dev.headgate.event.EventId;
import java.util.random.RandomGenerator;

/// Makes version 7 uuids (RFC 9562, section 5.7): 48 bits of milliseconds, the rest random.
final class Uuid7 {
  private static final long MILLIS_MASK = 0xffff_ffff_ffffL;

  private Uuid7() {}

  /// The id of an event of this time; times before 1970 count as 1970.
  static EventId at(long micros, RandomGenerator random) {
    long millis = Math.max(0, micros / 1000) & MILLIS_MASK;
    long high = (millis << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new EventId(high, low);
  }
}
