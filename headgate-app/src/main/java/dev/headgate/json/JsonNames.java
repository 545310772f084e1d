package dev.headgate.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Names of members, and of events, as strings. Events repeat the same few, so the last ones met
/// are kept, four for each of some hash values: were it one, two names that share a value would be
/// made anew each time. Threads that meet here may overwrite each other's and lose nothing by it.
public final class JsonNames {
  /// Longest name read; longer is malformed.
  static final int MAX_BYTES = 1_000_000;

  private static final int LONGEST_KEPT = 64;
  private static final int SET_BITS = 9;
  private static final int SET_SIZE = 4;
  private static final @Nullable Kept[] KEPT = new @Nullable Kept[SET_SIZE << SET_BITS];

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Kept(byte[] utf8, String name) {}

  private JsonNames() {}

  /// The name in `buffer[from, to)`, which holds no escape.
  public static String of(byte[] buffer, int from, int to) {
    int length = to - from;
    if (length > LONGEST_KEPT) {
      return new String(buffer, from, length, StandardCharsets.UTF_8);
    }
    int set = (ByteSearch.hash(buffer, from, to) >>> (Integer.SIZE - SET_BITS)) * SET_SIZE;
    for (int slot = set; slot < set + SET_SIZE; slot++) {
      Kept kept = KEPT[slot];
      if (kept != null && Arrays.equals(kept.utf8, 0, kept.utf8.length, buffer, from, to)) {
        return kept.name;
      }
    }
    String name = new String(buffer, from, length, StandardCharsets.UTF_8);
    // The one that was met first of the four makes room.
    System.arraycopy(KEPT, set, KEPT, set + 1, SET_SIZE - 1);
    KEPT[set] = new Kept(Arrays.copyOfRange(buffer, from, to), name);
    return name;
  }
}
