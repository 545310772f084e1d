package dev.headgate.store;

import dev.headgate.apps.AppChain;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns a stretch of the log into rows: first it drops what is stored already, then the facts of
/// the rest go to the person store, then their events and the offsets to the event store.
///
/// A crash between the two stores loses nothing and doubles nothing: the log is read again from the
/// event store's offsets, the same events are new again, and their facts change nothing a second
/// time.
public final class SegmentWriter {
  private final EventStore events;
  private final PersonStore persons;
  private final AppChain apps;
  private final Runnable betweenStores;

  /// @param betweenStores called when the facts are durable and the events are not
  public SegmentWriter(
      EventStore events, PersonStore persons, AppChain apps, Runnable betweenStores) {
    this.events = events;
    this.persons = persons;
    this.apps = apps;
    this.betweenStores = betweenStores;
  }

  /// Stores a stretch of the log, in order of each partition.
  ///
  /// @return events the engine could not take, with its reason
  public Map<EventId, String> write(List<LoggedEvent> stretch) throws StoreFault {
    Segment segment = segmentOf(stretch);
    FactCollector facts = new FactCollector();
    for (CapturedEvent captured : segment.events()) {
      facts.add(captured.project(), captured.importNumber(), captured.event());
    }
    persons.apply(facts.take(), segment.offsets());
    betweenStores.run();
    return events.commit(segment);
  }

  private record Key(ProjectId project, EventId uuid) {}

  private Segment segmentOf(List<LoggedEvent> stretch) throws StoreFault {
    Map<Key, Integer> holders = holders(stretch);
    List<CapturedEvent> fresh = new ArrayList<>(stretch.size());
    Map<Key, Segment.Deduplicated> deduplicated = new HashMap<>();
    List<Segment.Dropped> dropped = new ArrayList<>();
    Map<Partition, Long> offsets = new HashMap<>();
    for (LoggedEvent logged : stretch) {
      offsets.merge(logged.partition(), logged.offset() + 1, Math::max);
      CapturedEvent captured = logged.captured();
      Key key = new Key(captured.project(), captured.event().uuid());
      Integer holder = holders.putIfAbsent(key, captured.importNumber());
      if (holder != null) {
        if (holder != captured.importNumber() && captured.importNumber() != CapturedEvent.LIVE) {
          deduplicated.put(
              key,
              new Segment.Deduplicated(key.project(), key.uuid(), captured.importNumber(), holder));
        }
        continue;
      }
      switch (apps.apply(captured.event())) {
        case AppChain.Kept kept ->
            fresh.add(new CapturedEvent(captured.project(), captured.importNumber(), kept.event()));
        case AppChain.DroppedBy by ->
            dropped.add(
                new Segment.Dropped(key.project(), key.uuid(), captured.importNumber(), by.app()));
      }
    }
    return new Segment(fresh, List.copyOf(deduplicated.values()), dropped, offsets);
  }

  private Map<Key, Integer> holders(List<LoggedEvent> stretch) throws StoreFault {
    Map<ProjectId, List<EventId>> uuids = new HashMap<>();
    for (LoggedEvent logged : stretch) {
      uuids
          .computeIfAbsent(logged.captured().project(), _ -> new ArrayList<>())
          .add(logged.captured().event().uuid());
    }
    Map<Key, Integer> holders = HashMap.newHashMap(stretch.size());
    for (Map.Entry<ProjectId, List<EventId>> entry : uuids.entrySet()) {
      events
          .holders(entry.getKey(), entry.getValue())
          .forEach((uuid, holder) -> holders.put(new Key(entry.getKey(), uuid), holder));
    }
    return holders;
  }
}
