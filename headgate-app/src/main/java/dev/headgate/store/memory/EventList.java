package dev.headgate.store.memory;

import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.store.EventSpool;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// A spool on the heap.
final class EventList implements EventSpool {
  private final List<CapturedEvent> events = new ArrayList<>();

  @Override
  public void add(CapturedEvent event) {
    events.add(event);
  }

  @Override
  public int size() {
    return events.size();
  }

  @Override
  public void forEach(BitSet places, Consumer<CapturedEvent> each) {
    places.stream().mapToObj(events::get).forEach(each);
  }

  @Override
  public void close() {
    events.clear();
  }
}
