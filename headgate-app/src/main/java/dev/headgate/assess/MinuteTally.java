package dev.headgate.assess;

import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Events by minute, exactly for any span of time, in bounded memory: open addressing over
/// primitive arrays; when they are full they are written as rows to be sorted. Most events are of
/// the minute of the one before, which costs a comparison.
///
/// ```
/// a spilled row    minute since 1970, sign flipped (8) | events (8)       big-endian
/// ```
final class MinuteTally implements AutoCloseable {
  static final long MINUTE_MICROS = 60_000_000L;

  private static final int ROW_BYTES = 16;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int BYTES_PER_SLOT = 16;

  private final ExternalSort spilled;
  private final int mostSlots;
  private final ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);

  /// A slot is free while its count is 0.
  private long[] minutes = new long[FIRST_SLOTS];

  private long[] counts = new long[FIRST_SLOTS];
  private int used;
  private long lastMinute = Long.MIN_VALUE;
  private int lastSlot;

  /// Told of each minute that has events, in order.
  interface Sink {
    void minute(long minute, long events);
  }

  MinuteTally(Path folder, int memoryBytes) {
    spilled = new ExternalSort(folder, "minutes", ROW_BYTES, memoryBytes / 4);
    mostSlots = Math.max(FIRST_SLOTS, Integer.highestOneBit(memoryBytes / 4 * 3 / BYTES_PER_SLOT));
  }

  void add(long timestampMicros) throws IOException {
    long minute = Math.floorDiv(timestampMicros, MINUTE_MICROS);
    if (minute == lastMinute) {
      counts[lastSlot]++;
    } else {
      add(minute, 1);
    }
  }

  private void add(long minute, long events) throws IOException {
    int slot = slotOf(minute);
    if (counts[slot] == 0) {
      if (used == minutes.length / 2) {
        makeRoom();
        slot = slotOf(minute);
      }
      minutes[slot] = minute;
      used++;
    }
    counts[slot] += events;
    lastMinute = minute;
    lastSlot = slot;
  }

  private int slotOf(long minute) {
    int mask = minutes.length - 1;
    int slot = (int) ((minute * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
    while (counts[slot] != 0 && minutes[slot] != minute) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void makeRoom() throws IOException {
    if (minutes.length == mostSlots) {
      spill();
      return;
    }
    long[] oldMinutes = minutes;
    long[] oldCounts = counts;
    minutes = new long[2 * oldMinutes.length];
    counts = new long[2 * oldMinutes.length];
    for (int i = 0; i < oldMinutes.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slotOf(oldMinutes[i]);
        minutes[slot] = oldMinutes[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  private void spill() throws IOException {
    for (int i = 0; i < minutes.length; i++) {
      if (counts[i] > 0) {
        spilled.add(row.clear().putLong(minutes[i] ^ Long.MIN_VALUE).putLong(counts[i]).array());
      }
    }
    Arrays.fill(counts, 0);
    used = 0;
    lastMinute = Long.MIN_VALUE;
  }

  /// Takes over what the other one has, which is of no use after that.
  void absorb(MinuteTally other) throws IOException {
    spilled.absorb(other.spilled);
    for (int i = 0; i < other.minutes.length; i++) {
      if (other.counts[i] > 0) {
        add(other.minutes[i], other.counts[i]);
      }
    }
  }

  /// Called once, after the last {@link #add}.
  void inOrder(Sink sink) throws IOException {
    if (spilled.rows() == 0) {
      long[] order = new long[used];
      int next = 0;
      for (int i = 0; i < minutes.length; i++) {
        if (counts[i] > 0) {
          order[next++] = minutes[i];
        }
      }
      Arrays.sort(order);
      for (long minute : order) {
        sink.minute(minute, counts[slotOf(minute)]);
      }
      return;
    }
    spill();
    try (ExternalSort.Sorted sorted = spilled.sorted()) {
      long minute = 0;
      long events = 0;
      while (sorted.next()) {
        ByteBuffer next = ByteBuffer.wrap(sorted.row());
        long its = next.getLong() ^ Long.MIN_VALUE;
        if (its != minute && events > 0) {
          sink.minute(minute, events);
          events = 0;
        }
        minute = its;
        events += next.getLong();
      }
      sink.minute(minute, events);
    }
  }

  @Override
  public void close() throws IOException {
    spilled.close();
  }
}
