package dev.headgate.identity;

import org.jspecify.annotations.Nullable;

/// Hashing of property keys into arrays whose length is a power of two and which are never full.
final class KeyTable {
  private KeyTable() {}

  /// Where the key stands, or the empty slot where it belongs.
  static int slot(@Nullable String[] table, String key) {
    int mask = table.length - 1;
    int hash = key.hashCode();
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (true) {
      String there = table[slot];
      if (there == null || there.equals(key)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }
}
