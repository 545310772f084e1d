package dev.headgate.store;

import dev.headgate.apps.AppChain;
import dev.headgate.apps.AppsFault;
import dev.headgate.apps.Chains;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a stretch of the log into rows: first it drops what is stored already, then the facts of
/// the rest go to the person store, then their events and the offsets to the event store.
///
/// A crash between the two stores loses nothing and doubles nothing: the log is read again from the
/// event store's offsets, the same events are new again, and their facts change nothing a second
/// time.
public final class SegmentWriter {
  private final EventStore events;
  private final PersonStore persons;
  private final Chains apps;
  private final SetAsideEvents setAside;
  private final Runnable betweenStores;
  private final ConflictSearch conflicts;

  /// @param apps what events go through before anything is made of them
  /// @param setAside where those go that an app cannot work on
  /// @param betweenStores called when the facts are durable and the events are not
  public SegmentWriter(
      EventStore events,
      PersonStore persons,
      Chains apps,
      SetAsideEvents setAside,
      Runnable betweenStores) {
    this.events = events;
    this.persons = persons;
    this.apps = apps;
    this.setAside = setAside;
    this.betweenStores = betweenStores;
    this.conflicts = new ConflictSearch(events, apps);
  }

  /// A stretch of the log, ready to be stored.
  ///
  /// @param held the keys of the segment's events, by place, and which import holds each
  /// @param again events whose uuid the segment, or one before it, had already
  /// @param firsts places of the segment's events that have such a uuid
  public record Prepared(
      Segment segment,
      PersonFacts facts,
      HeldKeys held,
      Optional<EventSpool> again,
      BitSet firsts) {}

  /// An event anywhere in the store.
  public record Key(ProjectId project, EventId uuid) {}

  /// Stores a stretch of the log, in order of each partition.
  ///
  /// @return events the engine could not take, with its reason
  public Map<EventId, String> write(List<LoggedEvent> stretch) throws StoreFault {
    try (Draft draft = draft(List.of())) {
      draft.add(stretch);
      Prepared prepared = draft.finish();
      storeFacts(prepared);
      return storeEvents(prepared);
    }
  }

  /// Begins a segment while those before it are still being stored.
  ///
  /// @param before what may not be stored yet and counts as stored
  public Draft draft(Collection<Prepared> before) {
    return new Draft(before.stream().map(Prepared::held).toList());
  }

  /// The first half of storing a segment.
  public void storeFacts(Prepared prepared) throws StoreFault {
    persons.apply(prepared.facts(), prepared.segment().offsets());
  }

  /// Computes some persons anew that facts have changed.
  ///
  /// @return whether there may be more
  boolean foldSome() throws StoreFault {
    return persons.foldSome();
  }

  /// The second half: events and offsets, when all segments before are stored. Beside them it is
  /// noted where another event came under a uuid that was taken.
  ///
  /// @return events the engine could not take, with its reason
  public Map<EventId, String> storeEvents(Prepared prepared) throws StoreFault {
    setAside.sync();
    betweenStores.run();
    return events.commit(prepared.segment().with(conflicts.of(prepared)));
  }

  /// A segment that is being read. Its events go into a spool as they come; whether the store holds
  /// one already is asked once, at the end, for the question costs as much for one as for all.
  ///
  /// Closing it gives the spool up, and with it what {@link #finish} answered.
  public final class Draft implements AutoCloseable {
    private final List<HeldKeys> before;
    private final HeldKeys held = new HeldKeys();
    private final Map<Brought, Integer> broughtAgain = new HashMap<>();
    private final List<Segment.Dropped> dropped = new ArrayList<>();
    private final Map<Partition, Long> offsets = new HashMap<>();
    private FactCollector facts = new FactCollector();
    private @Nullable EventSpool spool;
    private @Nullable EventSpool again;
    private @Nullable EventSpool loadTests;
    private final HeldKeys ofLoadTests = new HeldKeys();
    private final Set<Key> keysAgain = new HashSet<>();
    private int read;
    private long bytes;
    private final Map<Lane, Integer> ofLane = new EnumMap<>(Lane.class);
    private final BitSet live = new BitSet();

    private Draft(List<HeldKeys> before) {
      this.before = before;
    }

    /// An event that an import brought.
    private record Brought(Key key, int importNumber) {}

    /// Events added, whatever became of them.
    public int read() {
      return read;
    }

    /// Bytes of the properties of all events added.
    public long bytes() {
      return bytes;
    }

    /// Events of one lane among them.
    public int read(Lane lane) {
      return ofLane.getOrDefault(lane, 0);
    }

    /// Adds the next stretch of the log, in order of each partition.
    public void add(List<LoggedEvent> stretch) throws StoreFault {
      LoggedEvent before = null;
      AppChain chain = AppChain.NONE;
      for (LoggedEvent logged : stretch) {
        if (before == null || !before.ofOneRecordWith(logged)) {
          offsets.merge(logged.partition(), logged.offset() + 1, Math::max);
          chain = chain(logged);
        }
        before = logged;
        read++;
        ofLane.merge(logged.partition().lane(), 1, Integer::sum);
        bytes += logged.captured().event().properties().length();
        if (logged.partition().lane() == Lane.LOAD_TEST) {
          addOfLoadTest(logged.captured());
        } else {
          add(logged.partition().lane(), logged.captured(), chain);
        }
      }
    }

    /// All events of a record are of one project and one import. Those of a load test meet no app.
    private AppChain chain(LoggedEvent logged) throws StoreFault {
      if (logged.partition().lane() == Lane.LOAD_TEST) {
        return AppChain.NONE;
      }
      try {
        return apps.of(
            logged.captured().project(), logged.captured().importNumber(), logged.capturedMillis());
      } catch (AppsFault e) {
        throw new StoreFault(String.valueOf(e.getMessage()), e);
      }
    }

    private void add(Lane lane, CapturedEvent captured, AppChain chain) throws StoreFault {
      Key key = new Key(captured.project(), captured.event().uuid());
      int holder = holder(key);
      if (holder != HeldKeys.NOBODY) {
        bringAgain(key, captured.importNumber(), holder);
        keepAgain(key, captured, chain);
        return;
      }
      switch (chain.apply(captured.event())) {
        case AppChain.Kept(Event event) -> {
          live.set(held.size(), lane == Lane.LIVE);
          held.add(key, captured.importNumber());
          CapturedEvent keep = new CapturedEvent(key.project(), captured.importNumber(), event);
          spool().add(keep);
          facts.add(lane == Lane.LIVE, keep.project(), keep.importNumber(), event);
        }
        case AppChain.DroppedBy(String app) -> drop(captured, app);
        case AppChain.SetAside(String app, String why) -> {
          setAside.add(captured, app, why);
          drop(captured, app);
        }
      }
    }

    /// Of live traffic nobody proves afterwards what became of each event, so it is counted only.
    private void drop(CapturedEvent captured, String app) {
      if (captured.importNumber() != CapturedEvent.LIVE) {
        dropped.add(
            new Segment.Dropped(
                captured.project(), captured.event().uuid(), captured.importNumber(), app));
      }
    }

    /// Kept apart: it is nobody's event, meets no app, and says nothing of any person.
    private void addOfLoadTest(CapturedEvent captured) throws StoreFault {
      Key key = new Key(captured.project(), captured.event().uuid());
      if (ofLoadTests.holder(key) == HeldKeys.NOBODY) {
        ofLoadTests.add(key, captured.importNumber());
        if (loadTests == null) {
          loadTests = events.spool();
        }
        loadTests.add(captured);
      }
    }

    private int holder(Key key) {
      int holder = held.holder(key);
      for (int i = 0; holder == HeldKeys.NOBODY && i < before.size(); i++) {
        holder = before.get(i).holder(key);
      }
      return holder;
    }

    private void bringAgain(Key key, int importNumber, int holder) {
      if (holder != importNumber && importNumber != CapturedEvent.LIVE) {
        broughtAgain.put(new Brought(key, importNumber), holder);
      }
    }

    /// As it would be stored, for its content may be another.
    private void keepAgain(Key key, CapturedEvent captured, AppChain chain) throws StoreFault {
      if (chain.apply(captured.event()) instanceof AppChain.Kept(Event event)) {
        if (again == null) {
          again = events.spool();
        }
        again.add(new CapturedEvent(key.project(), captured.importNumber(), event));
        keysAgain.add(key);
      }
    }

    private EventSpool spool() throws StoreFault {
      if (spool == null) {
        spool = events.spool();
      }
      return spool;
    }

    /// Leaves out what the store holds already. Nothing can be added after.
    public Prepared finish() throws StoreFault {
      Map<Key, Integer> stored = stored();
      BitSet fresh = new BitSet(held.size());
      fresh.set(0, held.size());
      if (!stored.isEmpty()) {
        leaveOut(stored, fresh);
      }
      List<Segment.Deduplicated> deduplicated = new ArrayList<>(broughtAgain.size());
      broughtAgain.forEach((brought, holder) ->
          deduplicated.add(
              new Segment.Deduplicated(
                  brought.key.project(), brought.key.uuid(), brought.importNumber, holder)));
      Segment segment =
          new Segment(
              spool(),
              fresh,
              deduplicated,
              dropped,
              List.of(),
              offsets,
              Optional.ofNullable(loadTests));
      return new Prepared(segment, facts.take(), held, Optional.ofNullable(again), firsts(fresh));
    }

    private BitSet firsts(BitSet fresh) {
      BitSet firsts = new BitSet();
      for (int place = 0; !keysAgain.isEmpty() && place < held.size(); place++) {
        if (fresh.get(place) && keysAgain.contains(held.key(place))) {
          firsts.set(place);
        }
      }
      return firsts;
    }

    private Map<Key, Integer> stored() throws StoreFault {
      Map<ProjectId, List<EventId>> uuids = new HashMap<>();
      for (int place = 0; place < held.size(); place++) {
        Key key = held.key(place);
        uuids.computeIfAbsent(key.project(), _ -> new ArrayList<>()).add(key.uuid());
      }
      for (Segment.Dropped drop : dropped) {
        uuids.computeIfAbsent(drop.project(), _ -> new ArrayList<>()).add(drop.uuid());
      }
      Map<Key, Integer> stored = new HashMap<>();
      for (Map.Entry<ProjectId, List<EventId>> entry : uuids.entrySet()) {
        events
            .holders(entry.getKey(), entry.getValue())
            .forEach((uuid, holder) -> stored.put(new Key(entry.getKey(), uuid), holder));
      }
      return stored;
    }

    /// What the store holds says nothing new about persons either, so the facts of the rest are
    /// collected anew.
    private void leaveOut(Map<Key, Integer> stored, BitSet fresh) throws StoreFault {
      broughtAgain.replaceAll((brought, holder) -> stored.getOrDefault(brought.key, holder));
      stored.forEach((key, holder) -> {
        int brought = held.release(key);
        if (brought != HeldKeys.NOBODY) {
          bringAgain(key, brought, holder);
        }
      });
      broughtAgain.entrySet().removeIf(each -> each.getKey().importNumber == each.getValue());
      dropped.removeIf(drop -> {
        Key key = new Key(drop.project(), drop.uuid());
        Integer holder = stored.get(key);
        if (holder != null) {
          bringAgain(key, drop.importNumber(), holder);
        }
        return holder != null;
      });
      for (int place = 0; place < held.size(); place++) {
        if (stored.containsKey(held.key(place))) {
          fresh.clear(place);
        }
      }
      facts = new FactCollector();
      PrimitiveIterator.OfInt places = fresh.stream().iterator();
      spool()
          .forEach(
              fresh,
              captured ->
                  facts.add(
                      live.get(places.nextInt()),
                      captured.project(),
                      captured.importNumber(),
                      captured.event()));
    }

    @Override
    public void close() {
      if (spool != null) {
        spool.close();
      }
      if (again != null) {
        again.close();
      }
      if (loadTests != null) {
        loadTests.close();
      }
    }
  }
}
