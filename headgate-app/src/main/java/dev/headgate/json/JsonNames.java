package dev.headgate.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Names of members as strings. Events repeat the same few, so the last one met is kept for each of
/// some hash values; threads that meet here may overwrite each other's and lose nothing by it.
public final class JsonNames {
  /// Longest name read; longer is malformed.
  static final int MAX_BYTES = 1_000_000;

  private static final int LONGEST_KEPT = 64;
  private static final int SLOT_BITS = 11;
  private static final @Nullable Kept[] KEPT = new @Nullable Kept[1 << SLOT_BITS];

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Kept(byte[] utf8, String name) {}

  private JsonNames() {}

  /// The name in `buffer[from, to)`, which holds no escape.
  public static String of(byte[] buffer, int from, int to) {
    int length = to - from;
    if (length > LONGEST_KEPT) {
      return new String(buffer, from, length, StandardCharsets.UTF_8);
    }
    int slot = ByteSearch.hash(buffer, from, to) >>> (Integer.SIZE - SLOT_BITS);
    Kept kept = KEPT[slot];
    if (kept != null && Arrays.equals(kept.utf8, 0, kept.utf8.length, buffer, from, to)) {
      return kept.name;
    }
    String name = new String(buffer, from, length, StandardCharsets.UTF_8);
    KEPT[slot] = new Kept(Arrays.copyOfRange(buffer, from, to), name);
    return name;
  }
}
