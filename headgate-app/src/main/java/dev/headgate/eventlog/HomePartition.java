package dev.headgate.eventlog;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectToken;

/// The partition of an id that uses one, computed without a log: what producers of Kafka take by
/// default for a key (murmur2, Austin Appleby; `org.apache.kafka.common.utils.Utils`).
public final class HomePartition {
  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  private HomePartition() {}

  /// From 0.
  public static int of(ProjectToken token, DistinctId id, int partitions) {
    return (murmur2(LogCodec.key(token, id)) & 0x7fffffff) % partitions;
  }

  static int murmur2(byte[] key) {
    int hash = SEED ^ key.length;
    int whole = key.length / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      int k = at(key, i) | at(key, i + 1) << 8 | at(key, i + 2) << 16 | at(key, i + 3) << 24;
      k *= M;
      k ^= k >>> R;
      k *= M;
      hash = (hash * M) ^ k;
    }
    if (whole < key.length) {
      for (int i = key.length - 1; i >= whole; i--) {
        hash ^= at(key, i) << (8 * (i - whole));
      }
      hash *= M;
    }
    hash ^= hash >>> 13;
    hash *= M;
    return hash ^ (hash >>> 15);
  }

  private static int at(byte[] key, int i) {
    return key[i] & 0xff;
  }
}
