package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Partition;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// Segments of given events.
public final class Segments {
  private Segments() {}

  /// A segment of all of these events.
  public static Segment of(
      EventStore store,
      List<CapturedEvent> events,
      List<Segment.Deduplicated> deduplicated,
      List<Segment.Dropped> dropped,
      Map<Partition, Long> offsets)
      throws StoreFault {
    EventSpool spool = store.spool();
    for (CapturedEvent event : events) {
      spool.add(event);
    }
    BitSet all = new BitSet();
    all.set(0, events.size());
    return new Segment(spool, all, deduplicated, dropped, List.of(), offsets);
  }

  public static Segment of(EventStore store, List<CapturedEvent> events) throws StoreFault {
    return of(store, events, List.of(), List.of(), Map.of());
  }

  /// Commits a segment and gives its spool up.
  public static Map<EventId, String> commit(EventStore store, Segment segment) throws StoreFault {
    try (EventSpool _ = segment.events()) {
      return store.commit(segment);
    }
  }
}
