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
import java.util.Optional;

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

  /// A stretch of the log, ready to be stored.
  ///
  /// @param kept which import holds each event of the segment
  public record Prepared(Segment segment, PersonFacts facts, Map<Key, Integer> kept) {}

  /// An event anywhere in the store.
  public record Key(ProjectId project, EventId uuid) {}

  /// Stores a stretch of the log, in order of each partition.
  ///
  /// @return events the engine could not take, with its reason
  public Map<EventId, String> write(List<LoggedEvent> stretch) throws StoreFault {
    return store(prepare(stretch, Optional.empty()));
  }

  /// Does all that can be done of a stretch while the one before it is still being stored.
  ///
  /// @param before what may not be stored yet and counts as stored
  public Prepared prepare(List<LoggedEvent> stretch, Optional<Prepared> before) throws StoreFault {
    Map<Key, Integer> kept = HashMap.newHashMap(stretch.size());
    Segment segment = segmentOf(stretch, before.map(Prepared::kept).orElse(Map.of()), kept);
    FactCollector facts = new FactCollector();
    for (CapturedEvent captured : segment.events()) {
      facts.add(captured.project(), captured.importNumber(), captured.event());
    }
    return new Prepared(segment, facts.take(), kept);
  }

  /// Stores what was prepared: facts, then events and offsets.
  ///
  /// @return events the engine could not take, with its reason
  public Map<EventId, String> store(Prepared prepared) throws StoreFault {
    persons.apply(prepared.facts(), prepared.segment().offsets());
    betweenStores.run();
    return events.commit(prepared.segment());
  }

  private Segment segmentOf(
      List<LoggedEvent> stretch, Map<Key, Integer> before, Map<Key, Integer> kept)
      throws StoreFault {
    Map<Key, Integer> holders = holders(stretch);
    List<CapturedEvent> fresh = new ArrayList<>(stretch.size());
    Map<Key, Segment.Deduplicated> deduplicated = new HashMap<>();
    List<Segment.Dropped> dropped = new ArrayList<>();
    Map<Partition, Long> offsets = new HashMap<>();
    for (LoggedEvent logged : stretch) {
      offsets.merge(logged.partition(), logged.offset() + 1, Math::max);
      CapturedEvent captured = logged.captured();
      Key key = new Key(captured.project(), captured.event().uuid());
      Integer stored = holders.putIfAbsent(key, captured.importNumber());
      Integer holder = stored != null ? stored : before.get(key);
      if (holder != null) {
        if (holder != captured.importNumber() && captured.importNumber() != CapturedEvent.LIVE) {
          deduplicated.put(
              key,
              new Segment.Deduplicated(key.project(), key.uuid(), captured.importNumber(), holder));
        }
        continue;
      }
      switch (apps.apply(captured.event())) {
        case AppChain.Kept(var event) -> {
          fresh.add(new CapturedEvent(captured.project(), captured.importNumber(), event));
          kept.put(key, captured.importNumber());
        }
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
