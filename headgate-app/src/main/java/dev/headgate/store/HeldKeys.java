package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import java.util.Arrays;

/// Which import holds each event of a segment. Some hundred thousand keys live as long as three
/// segments are under way, so they stand in arrays of numbers and not in objects, which the
/// collector would have to follow and to move.
///
/// Keys have places in the order they were added in; `table` finds the place of a key, by open
/// addressing, and is at most half full. Beside a place stand those bits of the key's hash that do
/// not tell its slot: so a key that is not here is mostly known without reading another one. One
/// thread at a time.
final class HeldKeys {
  /// No import holds the key; {@link dev.headgate.eventlog.CapturedEvent#LIVE} is one.
  static final int NOBODY = -1;

  private static final int EMPTY = 0;
  private static final int FIRST_CAPACITY = 1 << 10;

  private int[] projects = new int[FIRST_CAPACITY];
  private long[] highs = new long[FIRST_CAPACITY];
  private long[] lows = new long[FIRST_CAPACITY];
  private int[] holders = new int[FIRST_CAPACITY];

  /// Places, from 1, in the bits that tell a slot; in those above, the hash of the key.
  private int[] table = new int[2 * FIRST_CAPACITY];

  private int size;

  /// How many keys were added.
  int size() {
    return size;
  }

  /// The key at a place, also one that was released.
  SegmentWriter.Key key(int place) {
    return new SegmentWriter.Key(
        new ProjectId(projects[place]), new EventId(highs[place], lows[place]));
  }

  /// Who holds the key, or {@link #NOBODY}.
  int holder(SegmentWriter.Key key) {
    int found = table[slot(key)];
    return found == EMPTY ? NOBODY : holders[place(found)];
  }

  /// Adds a key that was not added before.
  void add(SegmentWriter.Key key, int importNumber) {
    if (size == projects.length) {
      grow();
    }
    projects[size] = key.project().number();
    highs[size] = key.uuid().high();
    lows[size] = key.uuid().low();
    holders[size] = importNumber;
    enter(size++);
  }

  /// Takes a key from who holds it; it keeps its place.
  ///
  /// @return who held it, or {@link #NOBODY}
  int release(SegmentWriter.Key key) {
    int found = table[slot(key)];
    if (found == EMPTY) {
      return NOBODY;
    }
    int holder = holders[place(found)];
    holders[place(found)] = NOBODY;
    return holder;
  }

  /// Where the key stands in the table, or the empty slot where it belongs.
  private int slot(SegmentWriter.Key key) {
    return slot(key.project().number(), key.uuid().high(), key.uuid().low());
  }

  private int slot(int project, long high, long low) {
    int mask = table.length - 1;
    int hash = hash(project, high, low);
    int slot = hash & mask;
    while (table[slot] != EMPTY) {
      if (((table[slot] ^ hash) & ~mask) == 0) {
        int place = place(table[slot]);
        if (lows[place] == low && highs[place] == high && projects[place] == project) {
          return slot;
        }
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int place(int found) {
    return (found & (table.length - 1)) - 1;
  }

  /// Puts a place into the table, whose key is not there yet.
  private void enter(int place) {
    int project = projects[place];
    int hash = hash(project, highs[place], lows[place]);
    int slot = slot(project, highs[place], lows[place]);
    table[slot] = (hash & -table.length) | (place + 1);
  }

  private static int hash(int project, long high, long low) {
    long mixed = (high * 0x9E37_79B9_7F4A_7C15L + low + project) * 0xD6E8_FEB8_6659_FD93L;
    return (int) (mixed >>> 32);
  }

  private void grow() {
    projects = Arrays.copyOf(projects, 2 * size);
    highs = Arrays.copyOf(highs, 2 * size);
    lows = Arrays.copyOf(lows, 2 * size);
    holders = Arrays.copyOf(holders, 2 * size);
    table = new int[2 * table.length];
    for (int place = 0; place < size; place++) {
      enter(place);
    }
  }
}
