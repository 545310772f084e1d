package dev.headgate.spill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Counts by key in memory, within a budget of bytes: open addressing over keys that lie end to end
/// in one array.
///
/// ```
/// slots   entry + 1, or 0 where free; twice as many as entries, probed in order
/// entry   hash, count, and where its key ends in the arena
/// arena   key 0 | key 1 | key 2 | ...
/// ```
final class CountTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FIRST_ENTRIES = 64;
  private static final int FIRST_ARENA_BYTES = 1 << 10;
  private static final int INDEX_BITS = 24;
  private static final int MAX_ENTRIES = 1 << INDEX_BITS;

  /// Two slots, hash, count, end of the key, and 8 bytes for putting entries in order.
  private static final int BYTES_PER_ENTRY = 2 * 4 + 8 + 8 + 4 + 8;

  private final int budgetBytes;
  private int[] slots = new int[2 * FIRST_ENTRIES];
  private long[] hashes = new long[FIRST_ENTRIES];
  private long[] counts = new long[FIRST_ENTRIES];
  private int[] ends = new int[FIRST_ENTRIES];
  private byte[] arena = new byte[FIRST_ARENA_BYTES];
  private int size;

  CountTable(int budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /// Adds to the key's count; false, and nothing done, if it is new and there is no room. An empty
  /// table has room for any key.
  boolean add(byte[] key, long count) {
    long hash = hash(key);
    int slot = slotOf(key, hash);
    if (slots[slot] != 0) {
      counts[slots[slot] - 1] += count;
      return true;
    }
    if (!makeRoom(key.length)) {
      return false;
    }
    int entry = size++;
    int start = start(entry);
    System.arraycopy(key, 0, arena, start, key.length);
    ends[entry] = start + key.length;
    hashes[entry] = hash;
    counts[entry] = count;
    slots[slotOf(key, hash)] = entry + 1;
    return true;
  }

  int size() {
    return size;
  }

  long hashOf(int entry) {
    return hashes[entry];
  }

  long countOf(int entry) {
    return counts[entry];
  }

  byte[] keyOf(int entry) {
    return Arrays.copyOfRange(arena, start(entry), ends[entry]);
  }

  /// Bytes of all arrays, and of the order once it is asked for.
  long heldBytes() {
    return (long) hashes.length * BYTES_PER_ENTRY + arena.length;
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /// The entries' indexes by hash (unsigned), then by the key's bytes.
  int[] inOrder() {
    long[] order = new long[size];
    for (int entry = 0; entry < size; entry++) {
      order[entry] = ((hashes[entry] & -(1L << INDEX_BITS)) | entry) ^ Long.MIN_VALUE;
    }
    Arrays.sort(order);
    int[] entries = new int[size];
    int start = 0;
    for (int i = 0; i < size; i++) {
      entries[i] = (int) order[i] & (MAX_ENTRIES - 1);
      if (i + 1 == size || order[i + 1] >>> INDEX_BITS != order[i] >>> INDEX_BITS) {
        sortTies(entries, start, i + 1);
        start = i + 1;
      }
    }
    return entries;
  }

  /// Entries whose hashes agree in the upper 40 bits: by chance there is hardly ever a pair.
  private void sortTies(int[] entries, int from, int to) {
    if (to - from > 1) {
      Integer[] ties = new Integer[to - from];
      Arrays.setAll(ties, i -> entries[from + i]);
      Arrays.sort(ties, this::compare);
      for (int i = 0; i < ties.length; i++) {
        entries[from + i] = ties[i];
      }
    }
  }

  private int compare(int a, int b) {
    int byHash = Long.compareUnsigned(hashes[a], hashes[b]);
    return byHash != 0
        ? byHash
        : Arrays.compareUnsigned(arena, start(a), ends[a], arena, start(b), ends[b]);
  }

  private int start(int entry) {
    return entry == 0 ? 0 : ends[entry - 1];
  }

  /// The slot that holds the key, or the free one where it belongs.
  private int slotOf(byte[] key, long hash) {
    int mask = slots.length - 1;
    for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
      int entry = slots[slot] - 1;
      if (entry < 0
          || (hashes[entry] == hash
              && Arrays.equals(arena, start(entry), ends[entry], key, 0, key.length))) {
        return slot;
      }
    }
  }

  private boolean makeRoom(int keyBytes) {
    if (size == hashes.length) {
      if (size == MAX_ENTRIES || 2L * size * BYTES_PER_ENTRY + arena.length > budgetBytes) {
        return false;
      }
      growEntries();
    }
    int needed = (size == 0 ? 0 : ends[size - 1]) + keyBytes;
    if (needed > arena.length) {
      long most = size == 0 ? needed : budgetBytes - (long) hashes.length * BYTES_PER_ENTRY;
      if (needed > most) {
        return false;
      }
      arena = Arrays.copyOf(arena, (int) Math.min(most, Math.max(needed, 2L * arena.length)));
    }
    return true;
  }

  private void growEntries() {
    hashes = Arrays.copyOf(hashes, 2 * size);
    counts = Arrays.copyOf(counts, 2 * size);
    ends = Arrays.copyOf(ends, 2 * size);
    slots = new int[4 * size];
    int mask = slots.length - 1;
    for (int entry = 0; entry < size; entry++) {
      int slot = (int) hashes[entry] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = entry + 1;
    }
  }

  /// Eight bytes at a time, each folded in by a 128-bit product (the step of wyhash). Whoever wants
  /// to make keys with one hash can; that costs time, never a wrong count.
  static long hash(byte[] key) {
    int words = key.length & -8;
    long tail = 0;
    for (int i = words; i < key.length; i++) {
      tail = tail << 8 | (key[i] & 0xff);
    }
    return fold(fold(stateAfter(key, words) ^ tail) ^ 0xE703_7ED1_A0B4_28DBL);
  }

  /// The hash's state when `key[0, bytes)`, a multiple of eight, is folded in.
  static long stateAfter(byte[] key, int bytes) {
    long state = 0x9E37_79B9_7F4A_7C15L ^ key.length;
    for (int i = 0; i < bytes; i += 8) {
      state = fold(state ^ (long) LONGS.get(key, i));
    }
    return state;
  }

  private static long fold(long a) {
    long b = 0xA076_1D64_78BD_642FL;
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
