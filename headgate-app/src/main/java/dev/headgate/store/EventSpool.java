package dev.headgate.store;

import dev.headgate.eventlog.CapturedEvent;
import java.util.BitSet;
import java.util.function.Consumer;

/// Events on their way into one store, written down by its engine as they come instead of being
/// kept on the heap. What is in it is nowhere else durable but in the log: it is gone with the
/// process. One thread at a time.
public interface EventSpool extends AutoCloseable {
  /// Writes an event down, at the place {@link #size} had.
  void add(CapturedEvent event) throws StoreFault;

  /// How many events it holds.
  int size();

  /// Reads the events of these places back, in order.
  void forEach(BitSet places, Consumer<CapturedEvent> each) throws StoreFault;

  /// Forgets all of it.
  @Override
  void close();
}
