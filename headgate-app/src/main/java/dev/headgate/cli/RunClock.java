package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// When a run of an import came to which mark.
final class RunClock {

  /// On the way of a run, in this order.
  enum Mark {
    /// The pipeline is ready, and the first event is about to be sent.
    BEGUN,
    /// The last one is answered.
    SENT,
    /// The last one is stored.
    STORED,
    /// The import is proved.
    PROVED
  }

  /// Whoever measures a run.
  interface Listener {
    /// For a run that nobody measures.
    Listener NONE =
        new Listener() {
          @Override
          public void reached(Mark mark) {}

          @Override
          public void felt(Felt felt) {}
        };

    /// The run came to a mark, just now.
    void reached(Mark mark);

    /// What the pipeline felt of it, when it is over.
    void felt(Felt felt);
  }

  private final LongSupplier nanoTime;
  private final Listener listener;
  private final Map<Mark, Long> nanos = new EnumMap<>(Mark.class);

  /// @param listener told of each mark
  RunClock(LongSupplier nanoTime, Listener listener) {
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  void reach(Mark mark) {
    nanos.put(mark, nanoTime.getAsLong());
    listener.reached(mark);
  }

  /// From the first event to a mark; 0 where a run did not come by both.
  double seconds(Mark until) {
    long from = nanos.getOrDefault(Mark.BEGUN, 0L);
    return nanos.containsKey(Mark.BEGUN) ? (nanos.getOrDefault(until, from) - from) / 1e9 : 0;
  }

  /// `sending_seconds`, `stored_seconds` and `proved_seconds`, each from the first event.
  void write(ObjectNode into) {
    if (nanos.containsKey(Mark.BEGUN)) {
      into.put("sending_seconds", milliseconds(Mark.SENT));
      into.put("stored_seconds", milliseconds(Mark.STORED));
      into.put("proved_seconds", milliseconds(Mark.PROVED));
    }
  }

  private double milliseconds(Mark until) {
    return Math.round(seconds(until) * 1e3) / 1e3;
  }
}
