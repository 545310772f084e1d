package dev.headgate.store.memory;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.Partition;
import dev.headgate.store.Conflict;
import dev.headgate.store.Conflicts;
import dev.headgate.store.DroppedEvent;
import dev.headgate.store.EventSpool;
import dev.headgate.store.EventStore;
import dev.headgate.store.EventTrace;
import dev.headgate.store.GroupSum;
import dev.headgate.store.PrefixSum;
import dev.headgate.store.Segment;
import dev.headgate.store.StoreFault;
import dev.headgate.store.StoredEvent;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The event store as a map. It takes every event, and forgets all of them with the process.
public final class MemoryEventStore implements EventStore {
  private record Key(ProjectId project, EventId uuid) {}

  private record Note(ProjectId project, int importNumber, EventId uuid) {}

  private record Group(int epochDay, String event) {}

  private final Map<Key, StoredEvent> events = new HashMap<>();
  private final Map<Key, StoredEvent> ofLoadTests = new HashMap<>();
  private final Map<Note, Integer> deduplicated = new HashMap<>();
  private final Map<Note, String> dropped = new HashMap<>();
  private final Map<Note, Conflict> conflicts = new HashMap<>();
  private final Map<Partition, Long> offsets = new TreeMap<>();
  private final Map<ProjectId, TreeMap<DistinctId, EventId>> personOf = new HashMap<>();
  private Followed followed = new Followed(Optional.empty(), Map.of());

  @Override
  public synchronized Map<EventId, Integer> holders(ProjectId project, Collection<EventId> uuids) {
    Map<EventId, Integer> holders = new HashMap<>();
    for (EventId uuid : uuids) {
      StoredEvent held = events.get(new Key(project, uuid));
      if (held != null) {
        holders.put(uuid, held.importNumber());
      }
    }
    return holders;
  }

  @Override
  public EventSpool spool() {
    return new EventList();
  }

  @Override
  public synchronized Map<EventId, String> commit(Segment segment) throws StoreFault {
    segment
        .events()
        .forEach(
            segment.fresh(),
            captured ->
                events.put(
                    new Key(captured.project(), captured.event().uuid()),
                    new StoredEvent(captured.event(), captured.importNumber())));
    if (segment.loadTests().isPresent()) {
      EventSpool spool = segment.loadTests().get();
      BitSet all = new BitSet();
      all.set(0, spool.size());
      spool.forEach(
          all,
          captured ->
              ofLoadTests.putIfAbsent(
                  new Key(captured.project(), captured.event().uuid()),
                  new StoredEvent(captured.event(), captured.importNumber())));
    }
    for (Segment.Deduplicated note : segment.deduplicated()) {
      if (note.holder() != note.importNumber()) {
        deduplicated.putIfAbsent(
            new Note(note.project(), note.importNumber(), note.uuid()), note.holder());
      }
    }
    for (Segment.Dropped note : segment.dropped()) {
      dropped.putIfAbsent(new Note(note.project(), note.importNumber(), note.uuid()), note.app());
    }
    for (Conflict conflict : segment.conflicts()) {
      conflicts.merge(
          new Note(conflict.project(), conflict.importNumber(), conflict.uuid()),
          conflict,
          (known, more) -> known.plus(more.copies()));
    }
    offsets.putAll(segment.offsets());
    return Map.of();
  }

  @Override
  public synchronized UuidSum ofLoadTest(ProjectId project, int number) {
    UuidHash hash = new UuidHash();
    UuidSum sum = UuidSum.ZERO;
    for (Map.Entry<Key, StoredEvent> each : ofLoadTests.entrySet()) {
      if (each.getKey().project().equals(project) && each.getValue().importNumber() == number) {
        sum = sum.plus(hash.of(each.getKey().uuid()));
      }
    }
    return sum;
  }

  @Override
  public synchronized void removeLoadTest(int number) {
    ofLoadTests.values().removeIf(stored -> stored.importNumber() == number);
  }

  @Override
  public synchronized Map<Partition, Long> offsets() {
    return new TreeMap<>(offsets);
  }

  @Override
  public void forEachEvent(ProjectId project, Consumer<StoredEvent> each) {
    select(project)
        .sorted(
            Comparator.comparingLong((StoredEvent stored) -> stored.event().timestampMicros())
                .thenComparing(stored -> stored.event().uuid()))
        .forEach(each);
  }

  @Override
  public void forEachGroup(ProjectId project, int importNumber, Consumer<GroupSum> each) {
    UuidHash hash = new UuidHash();
    Map<Group, UuidSum> sums = new HashMap<>();
    select(project, importNumber)
        .forEach(stored ->
            sums.merge(
                new Group(
                    EventTime.epochDay(stored.event().timestampMicros()), stored.event().name()),
                hash.of(stored.event().uuid()),
                UuidSum::plus));
    sums.forEach((group, sum) -> each.accept(new GroupSum(group.epochDay, group.event, sum)));
  }

  @Override
  public void forEachPrefix(ProjectId project, int importNumber, Consumer<PrefixSum> each) {
    UuidHash hash = new UuidHash();
    Map<Integer, UuidSum> sums = new HashMap<>();
    select(project, importNumber)
        .map(stored -> stored.event().uuid())
        .forEach(uuid -> sums.merge(prefix(uuid), hash.of(uuid), UuidSum::plus));
    sums.forEach((prefix, sum) -> each.accept(new PrefixSum(prefix, sum)));
  }

  @Override
  public void forEachEventOfPrefixes(
      ProjectId project, int importNumber, int first, int last, Consumer<StoredEvent> each) {
    select(project, importNumber)
        .filter(stored -> prefix(stored.event().uuid()) >= first)
        .filter(stored -> prefix(stored.event().uuid()) <= last)
        .sorted(Comparator.comparing(stored -> stored.event().uuid()))
        .forEach(each);
  }

  @Override
  public synchronized void forEachDeduplicated(
      ProjectId project, int importNumber, Consumer<EventId> each) {
    notes(deduplicated, project, importNumber).forEach(note -> each.accept(note.uuid));
  }

  @Override
  public synchronized void forEachDropped(
      ProjectId project, int importNumber, Consumer<DroppedEvent> each) {
    for (Note note : notes(dropped, project, importNumber)) {
      each.accept(new DroppedEvent(note.uuid, dropped.getOrDefault(note, "")));
    }
  }

  @Override
  public void forEachOf(ProjectId project, Collection<EventId> uuids, Consumer<StoredEvent> each) {
    Set<EventId> asked = new HashSet<>(uuids);
    select(project).filter(stored -> asked.contains(stored.event().uuid())).forEach(each);
  }

  @Override
  public synchronized Conflicts conflicts(ProjectId project, OptionalInt importNumber, int most) {
    List<Conflict> meant =
        conflicts(project)
            .filter(each -> importNumber.orElse(each.importNumber()) == each.importNumber())
            .toList();
    return new Conflicts(
        meant.size(),
        meant.stream().mapToLong(Conflict::copies).sum(),
        meant.stream().limit(most).toList());
  }

  private Stream<Conflict> conflicts(ProjectId project) {
    return conflicts.values().stream()
        .filter(each -> each.project().equals(project))
        .sorted(Comparator.comparing(Conflict::uuid).thenComparingInt(Conflict::importNumber));
  }

  @Override
  public synchronized EventTrace trace(ProjectId project, EventId uuid) {
    EventTrace trace =
        new EventTrace(
            Optional.ofNullable(events.get(new Key(project, uuid))),
            new TreeMap<>(),
            new TreeMap<>(),
            conflicts(project).filter(conflict -> conflict.uuid().equals(uuid)).toList());
    deduplicated.forEach((note, holder) -> {
      if (note.project.equals(project) && note.uuid.equals(uuid)) {
        trace.broughtAgain().put(note.importNumber, holder);
      }
    });
    dropped.forEach((note, app) -> {
      if (note.project.equals(project) && note.uuid.equals(uuid)) {
        trace.dropped().put(note.importNumber, app);
      }
    });
    return trace;
  }

  @Override
  public synchronized Followed followed() {
    return followed;
  }

  @Override
  public synchronized void follow(Batch batch) {
    TreeMap<DistinctId, EventId> persons =
        personOf.computeIfAbsent(batch.project(), _ -> new TreeMap<>());
    batch.changes().forEach(change -> persons.put(change.distinctId(), change.person()));
    Map<ProjectId, Long> upTo = new HashMap<>(followed.upTo());
    upTo.put(batch.project(), batch.upTo());
    followed = new Followed(Optional.of(batch.personStore()), Map.copyOf(upTo));
  }

  @Override
  public synchronized void forgetPersons() {
    personOf.clear();
    followed = new Followed(Optional.empty(), Map.of());
  }

  @Override
  public void forEachPersonOf(ProjectId project, BiConsumer<DistinctId, EventId> each) {
    personsOf(project).forEach(each);
  }

  @Override
  public void forEachPersonEvent(ProjectId project, Consumer<PersonEvent> each) {
    Map<DistinctId, EventId> persons = personsOf(project);
    forEachEvent(
        project,
        stored ->
            each.accept(
                new PersonEvent(
                    stored, Optional.ofNullable(persons.get(stored.event().distinctId())))));
  }

  private synchronized Map<DistinctId, EventId> personsOf(ProjectId project) {
    return new TreeMap<>(personOf.getOrDefault(project, new TreeMap<>()));
  }

  @Override
  public long count(ProjectId project) {
    return select(project).count();
  }

  @Override
  public void close() {}

  /// A copy, so that a reader sees one moment and may call back.
  private synchronized Stream<StoredEvent> select(ProjectId project) {
    return events.entrySet().stream()
        .filter(entry -> entry.getKey().project.equals(project))
        .map(Map.Entry::getValue)
        .toList()
        .stream();
  }

  private Stream<StoredEvent> select(ProjectId project, int importNumber) {
    return select(project).filter(stored -> stored.importNumber() == importNumber);
  }

  private static List<Note> notes(Map<Note, ?> notes, ProjectId project, int importNumber) {
    return notes.keySet().stream()
        .filter(note -> note.project.equals(project) && note.importNumber == importNumber)
        .sorted(Comparator.comparing(Note::uuid))
        .toList();
  }

  private static int prefix(EventId uuid) {
    return (int) (uuid.high() >>> 48);
  }
}
