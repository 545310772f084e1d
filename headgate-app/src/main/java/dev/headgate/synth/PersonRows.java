package dev.headgate.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The state of every person that is, in rows of primitive arrays: registers, creation, first id.
///
/// A register holds a stamp: 0 for nothing, {@link #TOMBSTONE} for a key that was unset, else
/// `(event number + 1) << 2 | source`, from which the values are computed again. `source` is the
/// device, or the account, that the values are of.
final class PersonRows {
  static final int TOMBSTONE = -1;
  private static final int REGISTERS = Register.values().length;
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
  private static final int IDENTIFIED = 8;
  private static final IdSlot[] SLOTS = IdSlot.values();

  private final List<Chunk> chunks = new ArrayList<>();
  private int used;
  private int free = -1;

  private static final class Chunk {
    final int[] registers = new int[CHUNK_ROWS * REGISTERS];
    final long[] createdMicros = new long[CHUNK_ROWS];
    final byte[] firstSlot = new byte[CHUNK_ROWS];
  }

  static int stamp(long event, int source) {
    return (int) (event + 1) << 2 | source;
  }

  static long eventOf(int stamp) {
    return (stamp >>> 2) - 1L;
  }

  static int sourceOf(int stamp) {
    return stamp & 3;
  }

  int create(IdSlot first, long createdMicros) {
    int row = free;
    if (row >= 0) {
      free = chunk(row).registers[place(row, 0)];
      Arrays.fill(chunk(row).registers, place(row, 0), place(row, REGISTERS), 0);
    } else {
      row = used++;
      if (row >> CHUNK_BITS == chunks.size()) {
        chunks.add(new Chunk());
      }
    }
    chunk(row).createdMicros[inChunk(row)] = createdMicros;
    chunk(row).firstSlot[inChunk(row)] = (byte) first.index();
    return row;
  }

  /// Makes `other` part of `into`, which wins where both have a value, and frees its row.
  void join(int into, int other) {
    int[] mine = chunk(into).registers;
    int[] theirs = chunk(other).registers;
    for (int r = 0; r < REGISTERS; r++) {
      int own = mine[place(into, r)];
      int offered = theirs[place(other, r)];
      if (own == 0 || (own == TOMBSTONE && offered != 0)) {
        mine[place(into, r)] = offered;
      }
    }
    long[] created = chunk(into).createdMicros;
    created[inChunk(into)] = Math.min(created[inChunk(into)], createdMicros(other));
    theirs[place(other, 0)] = free;
    free = other;
  }

  int get(int row, Register register) {
    return chunk(row).registers[place(row, register.index())];
  }

  boolean hasValue(int row, Register register) {
    int stamp = get(row, register);
    return stamp != 0 && stamp != TOMBSTONE;
  }

  void set(int row, Register register, int stamp) {
    chunk(row).registers[place(row, register.index())] = stamp;
  }

  void setOnce(int row, Register register, int stamp) {
    if (get(row, register) == 0) {
      set(row, register, stamp);
    }
  }

  void unset(int row, Register register) {
    set(row, register, TOMBSTONE);
  }

  long createdMicros(int row) {
    return chunk(row).createdMicros[inChunk(row)];
  }

  IdSlot firstSlot(int row) {
    return SLOTS[chunk(row).firstSlot[inChunk(row)] & (IDENTIFIED - 1)];
  }

  void identify(int row) {
    chunk(row).firstSlot[inChunk(row)] |= IDENTIFIED;
  }

  boolean identified(int row) {
    return (chunk(row).firstSlot[inChunk(row)] & IDENTIFIED) != 0;
  }

  long estimatedBytes() {
    return (long) chunks.size() * CHUNK_ROWS * (REGISTERS * 4 + 8 + 1);
  }

  private Chunk chunk(int row) {
    return chunks.get(row >> CHUNK_BITS);
  }

  private static int inChunk(int row) {
    return row & (CHUNK_ROWS - 1);
  }

  private static int place(int row, int register) {
    return inChunk(row) * REGISTERS + register;
  }
}
