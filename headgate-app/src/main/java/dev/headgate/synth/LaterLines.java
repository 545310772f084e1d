package dev.headgate.synth;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Copies of lines that wait to be written a little later. Holds at most {@link #CAPACITY}; one
/// more pushes out the one that is due next.
final class LaterLines {
  static final int CAPACITY = 1_024;

  /// A copy and what it counts as.
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Copy(byte[] line, boolean duplicate, EventCounts.Kind kind) {}

  /// Writes a copy.
  interface Out {
    void copy(Copy copy) throws IOException;
  }

  private final @Nullable Copy[] places = new @Nullable Copy[CAPACITY];
  private int now;
  private int waiting;

  /// @param distance after how many lines, from 1
  void add(Copy copy, int distance, Out out) throws IOException {
    if (waiting == CAPACITY) {
      step(out);
    }
    int place = (now + distance) % CAPACITY;
    while (places[place] != null) {
      place = (place + 1) % CAPACITY;
    }
    places[place] = copy;
    waiting++;
  }

  /// Lets one line pass, and writes the copy whose turn it is.
  void step(Out out) throws IOException {
    now = (now + 1) % CAPACITY;
    Copy due = places[now];
    if (due != null) {
      places[now] = null;
      waiting--;
      out.copy(due);
    }
  }

  void flush(Out out) throws IOException {
    for (int i = 0; i < CAPACITY; i++) {
      step(out);
    }
    Arrays.fill(places, null);
  }
}
