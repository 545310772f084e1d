package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every {@link EventStore} keeps to. Long because it is the whole contract in one place: a
/// store's test is this class, told how to make one.
public abstract class EventStoreContract {
  protected static final ProjectId ONE = ProjectId.DEFAULT;
  protected static final ProjectId TWO = new ProjectId(2);

  /// A person store.
  private static final EventId STORE = new EventId(0x1234, 0x5678);

  /// Objects that a careless store would write anew.
  private static final List<String> DELICATE_PROPERTIES =
      List.of(
          "{\"a\":1.10,\"b\":-0,\"c\":-0.0,\"d\":1E5}",
          "{\"a\":1e400,\"b\":-1e-400}",
          "{\"a\":123456789012345678901234567890123456789012345678901234567890}",
          "{\"b\":1,\"a\":2,\"b\":3}",
          "{\"a\":\"\\u00e9\\/é😀\\ud83d\\ude00\"}",
          "{\"a\":\"\\u0000\"}",
          "{ \"a\" :\t1 ,\n \"b\":\r\n2 }",
          "{\"a\":\"x\\\"y,z'\\\\\"}",
          "{\"\u007f\":\"\u0085\u2028\"}",
          "{\"\":{}}",
          "{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}",
          "{\"a\":\"" + "x".repeat(3_000_000) + "\"}");

  private static final List<String> DELICATE_TEXTS =
      List.of(
          "\u0001\u0002\u0003\u001f\u001e",
          "\u0002",
          "\"",
          "\"\"",
          "\n",
          "a\r\nb",
          "null",
          "NULL",
          "\\N",
          ",;|\t",
          "😀é\u0085\u2028",
          " x ",
          "'); DROP TABLE events; --");

  private EventStore store;

  protected abstract EventStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected EventStore store() {
    return store;
  }

  protected void reopen() throws Exception {
    store.close();
    store = open();
  }

  @Test
  void anEmptyStoreHoldsNothing() throws Exception {
    assertThat(store.offsets()).isEmpty();
    assertThat(store.count(ONE)).isZero();
    assertThat(store.holders(ONE, List.of(new EventId(1, 2)))).isEmpty();
    assertThat(store.holders(ONE, List.of())).isEmpty();
    assertThat(events(ONE)).isEmpty();
    assertThat(groups(ONE, 1)).isEmpty();
    assertThat(prefixes(ONE, 1)).isEmpty();
  }

  @Test
  void whatIsCommittedIsReadBackInOrderOfTimeThenUuid() throws Exception {
    List<CapturedEvent> events = randomEvents(11, 2_000, ONE, 1);
    commit(events.subList(0, 900));
    commit(events.subList(900, 2_000));

    List<StoredEvent> expected =
        events.stream()
            .map(captured -> new StoredEvent(captured.event(), captured.importNumber()))
            .sorted(
                Comparator.comparingLong((StoredEvent s) -> s.event().timestampMicros())
                    .thenComparing(s -> s.event().uuid()))
            .toList();
    assertThat(events(ONE)).isEqualTo(expected);
    assertThat(store.count(ONE)).isEqualTo(2_000);
  }

  @Test
  void propertiesNamesAndIdsComeOutAsTheyWentIn() throws Exception {
    List<CapturedEvent> events = new ArrayList<>();
    for (String properties : DELICATE_PROPERTIES) {
      events.add(captured(ONE, 1, event(events.size(), "e", "id", 0, properties)));
    }
    for (String text : DELICATE_TEXTS) {
      events.add(captured(ONE, 1, event(events.size(), "e" + text, "id" + text, 1, "{}")));
    }
    events.add(captured(ONE, 1, event(events.size(), "\u0003", "\u0001", 1, "{}")));

    assertThat(commit(events)).isEmpty();

    assertThat(events(ONE).stream().map(StoredEvent::event))
        .containsExactlyInAnyOrderElementsOf(events.stream().map(CapturedEvent::event).toList());
  }

  @Test
  void timesFromTheYear0To9999AreKeptToTheMicrosecond() throws Exception {
    long[] times = {
      EventTime.parse("0000-01-01").orElseThrow(),
      EventTime.parse("1582-10-10T10:00:00.000001").orElseThrow(),
      -1,
      0,
      1,
      EventTime.parse("9999-12-31T23:59:59.999999").orElseThrow()
    };
    List<CapturedEvent> events = new ArrayList<>();
    for (long time : times) {
      events.add(captured(ONE, 1, event(events.size(), "e", "id", time, "{}")));
    }
    commit(events);

    assertThat(events(ONE).stream().mapToLong(stored -> stored.event().timestampMicros()).toArray())
        .containsExactly(times);
    assertThat(groups(ONE, 1).keySet().stream().map(key -> key.substring(0, key.indexOf(' '))))
        .containsExactlyInAnyOrder("-719528", "-141432", "-1", "0", "2932896");
  }

  @Test
  void holdersAreAskedWithinOneProject() throws Exception {
    Event shared = event(1, "e", "id", 5, "{}");
    Event other = event(2, "e", "id", 5, "{}");
    commit(List.of(captured(ONE, 7, shared), captured(TWO, 0, shared)));
    commit(List.of(captured(TWO, 9, other)));

    List<EventId> asked = List.of(shared.uuid(), other.uuid(), new EventId(0, 0));
    assertThat(store.holders(ONE, asked)).isEqualTo(Map.of(shared.uuid(), 7));
    assertThat(store.holders(TWO, asked)).isEqualTo(Map.of(shared.uuid(), 0, other.uuid(), 9));
    assertThat(events(TWO)).hasSize(2);
    assertThat(store.count(ONE)).isEqualTo(1);
  }

  @Test
  void manyUuidsAreAskedAtOnce() throws Exception {
    List<CapturedEvent> events = randomEvents(12, 5_000, ONE, 3);
    commit(events);
    List<EventId> asked = new ArrayList<>();
    Map<EventId, Integer> expected = new HashMap<>();
    for (CapturedEvent captured : events.subList(0, 2_500)) {
      asked.add(captured.event().uuid());
      expected.put(captured.event().uuid(), 3);
    }
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 2_500; i++) {
      asked.add(new EventId(random.nextLong(), random.nextLong()));
    }

    assertThat(store.holders(ONE, asked)).isEqualTo(expected);
  }

  @Test
  void offsetsAreCommittedWithTheSegmentEvenIfNothingElseIs() throws Exception {
    Partition live = new Partition(Lane.LIVE, 3);
    Partition historical = new Partition(Lane.HISTORICAL, 0);
    Segments.commit(
        store,
        Segments.of(store, List.of(), List.of(), List.of(), Map.of(live, 5L, historical, 7L)));
    Segments.commit(store, Segments.of(store, List.of(), List.of(), List.of(), Map.of(live, 6L)));

    assertThat(store.offsets()).isEqualTo(Map.of(live, 6L, historical, 7L));
  }

  @Test
  void sumsEqualThoseAddedUpHere() throws Exception {
    commit(randomEvents(14, 3_000, ONE, 1));
    List<CapturedEvent> events = randomEvents(15, 3_000, ONE, 2);
    commit(events);
    commit(randomEvents(16, 500, TWO, 2));
    UuidHash hash = new UuidHash();
    Map<String, UuidSum> groups = new HashMap<>();
    Map<Integer, UuidSum> prefixes = new HashMap<>();
    for (CapturedEvent captured : events) {
      Event event = captured.event();
      UuidSum one = hash.of(event.uuid());
      groups.merge(
          EventTime.epochDay(event.timestampMicros()) + " " + event.name(), one, UuidSum::plus);
      prefixes.merge((int) (event.uuid().high() >>> 48), one, UuidSum::plus);
    }

    assertThat(groups(ONE, 2)).isEqualTo(groups);
    assertThat(prefixes(ONE, 2)).isEqualTo(prefixes);
  }

  @Test
  void eventsOfPrefixesComeByUuid() throws Exception {
    List<CapturedEvent> events = randomEvents(17, 3_000, ONE, 1);
    commit(events);
    List<Event> found = new ArrayList<>();
    store.forEachEventOfPrefixes(ONE, 1, 0x7f00, 0x8fff, stored -> found.add(stored.event()));

    assertThat(found)
        .isNotEmpty()
        .isEqualTo(
            events.stream()
                .map(CapturedEvent::event)
                .filter(event -> event.uuid().high() >>> 48 >= 0x7f00)
                .filter(event -> event.uuid().high() >>> 48 <= 0x8fff)
                .sorted(Comparator.comparing(Event::uuid))
                .toList());
    List<EventId> all = new ArrayList<>();
    store.forEachEventOfPrefixes(ONE, 1, 0, 0xffff, stored -> all.add(stored.event().uuid()));
    assertThat(all).hasSize(3_000).isSorted();
  }

  @Test
  void notesAreKeptOncePerImportAndReadByUuid() throws Exception {
    EventId a = new EventId(1, 1);
    EventId b = new EventId(-1, 1);
    List<Segment.Deduplicated> deduplicated =
        List.of(
            new Segment.Deduplicated(ONE, b, 2, 1),
            new Segment.Deduplicated(ONE, a, 2, 0),
            new Segment.Deduplicated(ONE, a, 2, 0),
            new Segment.Deduplicated(ONE, a, 3, 1),
            new Segment.Deduplicated(TWO, a, 2, 1),
            new Segment.Deduplicated(ONE, new EventId(5, 5), 2, 2));
    List<Segment.Dropped> dropped =
        List.of(new Segment.Dropped(ONE, b, 2, "filter"), new Segment.Dropped(ONE, a, 2, "sample"));
    for (int time = 0; time < 2; time++) {
      Segments.commit(store, Segments.of(store, List.of(), deduplicated, dropped, Map.of()));
    }

    List<EventId> found = new ArrayList<>();
    store.forEachDeduplicated(ONE, 2, found::add);
    assertThat(found).containsExactly(a, b);
    List<DroppedEvent> foundDropped = new ArrayList<>();
    store.forEachDropped(ONE, 2, foundDropped::add);
    assertThat(foundDropped)
        .containsExactly(new DroppedEvent(a, "sample"), new DroppedEvent(b, "filter"));
    EventTrace ofA = store.trace(ONE, a);
    assertThat(ofA.stored()).isEmpty();
    assertThat(ofA.broughtAgain()).isEqualTo(Map.of(2, 0, 3, 1));
    assertThat(ofA.dropped()).isEqualTo(Map.of(2, "sample"));
    assertThat(store.trace(TWO, a).broughtAgain()).isEqualTo(Map.of(2, 1));
  }

  @Test
  void storedEventsAreReadByTheirUuids() throws Exception {
    List<CapturedEvent> events = randomEvents(61, 10_000, ONE, 3);
    commit(events);
    commit(randomEvents(62, 100, TWO, 1));
    List<EventId> asked = new ArrayList<>(List.of(new EventId(0, 0)));
    Map<EventId, StoredEvent> expected = new HashMap<>();
    for (int place : List.of(0, 1, 2, 150, 3_000, 9_998, 9_999)) {
      CapturedEvent each = events.get(place);
      asked.add(each.event().uuid());
      expected.put(each.event().uuid(), new StoredEvent(each.event(), 3));
    }
    Map<EventId, StoredEvent> found = new HashMap<>();
    store.forEachOf(ONE, asked, each -> found.put(each.event().uuid(), each));
    assertThat(found).isEqualTo(expected);
    store.forEachOf(TWO, asked, each -> assertThat(each).isNull());
    store.forEachOf(ONE, List.of(), each -> assertThat(each).isNull());
  }

  @Test
  void conflictsAreSummedByUuidAndWhoBroughtThem() throws Exception {
    EventId a = new EventId(1, 1);
    EventId b = new EventId(-1, 1);
    for (int time = 0; time < 2; time++) {
      List<Conflict> conflicts =
          List.of(conflict(b, 0, 5, "e" + time), conflict(a, 0, 1, "x"), conflict(a, 2, 1, "y"));
      Segment empty = Segments.of(store, List.of(), List.of(), List.of(), Map.of());
      Segments.commit(store, empty.with(conflicts));
    }
    Conflicts all = store.conflicts(ONE, OptionalInt.empty(), 2);
    assertThat(all)
        .isEqualTo(new Conflicts(3, 14, List.of(conflict(a, 0, 2, "x"), conflict(a, 2, 2, "y"))));
    assertThat(store.conflicts(ONE, OptionalInt.of(0), 10))
        .isEqualTo(new Conflicts(2, 12, List.of(conflict(a, 0, 2, "x"), conflict(b, 0, 10, "e0"))));
    assertThat(store.trace(ONE, b).conflicts()).containsExactly(conflict(b, 0, 10, "e0"));
    assertThat(store.conflicts(TWO, OptionalInt.empty(), 10))
        .isEqualTo(new Conflicts(0, 0, List.of()));
  }

  private static Conflict conflict(EventId uuid, int importNumber, long copies, String event) {
    return new Conflict(
        ONE,
        uuid,
        importNumber,
        9,
        copies,
        event,
        new DistinctId("it's"),
        -5,
        List.of("event", "properties"));
  }

  @Test
  void anEventIsFoundByItsUuid() throws Exception {
    List<CapturedEvent> events = randomEvents(19, 500, ONE, 3);
    commit(events);
    CapturedEvent one = events.get(123);
    assertThat(store.trace(ONE, one.event().uuid()).stored())
        .contains(new StoredEvent(one.event(), 3));
    assertThat(store.trace(TWO, one.event().uuid()).stored()).isEmpty();
  }

  @Test
  void aReaderMayAskTheStoreWhileItReads() throws Exception {
    commit(randomEvents(18, 100, ONE, 1));
    List<Long> counts = new ArrayList<>();
    store.forEachEvent(
        ONE,
        _ -> {
          try {
            counts.add(store.count(ONE));
          } catch (StoreFault e) {
            throw new AssertionError(e);
          }
        });

    assertThat(counts).hasSize(100).containsOnly(100L);
  }

  @Test
  void eachEventComesWithThePersonItsIdHasInTheTable() throws Exception {
    List<CapturedEvent> events = randomEvents(41, 2_000, ONE, 1);
    commit(events);
    commit(randomEvents(42, 10, TWO, 1));
    List<StoredEvent> before = events(ONE);
    EventId ada = new EventId(1, -1);
    EventId bob = new EventId(-1, 1);
    Map<String, EventId> expected = new TreeMap<>();
    List<PersonChange> changes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      expected.put("user-" + i, i % 2 == 0 ? ada : bob);
      changes.add(change("user-" + i, i % 2 == 0 ? ada : bob, i + 1));
    }
    store.follow(new PersonOf.Batch(STORE, ONE, changes, 40));
    store.follow(new PersonOf.Batch(STORE, TWO, List.of(change("user-1", ada, 1)), 1));
    assertThat(personOf(ONE)).isEqualTo(expected);
    assertThat(personOf(TWO)).isEqualTo(Map.of("user-1", ada));
    assertPersonsOfEventsAre(expected, before);

    // Merged with another, by a batch that comes twice: no event is written anew.
    PersonOf.Batch merged =
        new PersonOf.Batch(
            STORE, ONE, List.of(change("user-1", ada, 41), change("user-49", ada, 43)), 45);
    store.follow(merged);
    store.follow(merged);
    expected.put("user-1", ada);
    expected.put("user-49", ada);
    assertThat(personOf(ONE)).isEqualTo(expected);
    assertThat(personOf(TWO)).isEqualTo(Map.of("user-1", ada));
    assertPersonsOfEventsAre(expected, before);
  }

  private void assertPersonsOfEventsAre(Map<String, EventId> persons, List<StoredEvent> events)
      throws StoreFault {
    List<PersonOf.PersonEvent> found = new ArrayList<>();
    store.forEachPersonEvent(ONE, found::add);
    assertThat(found)
        .isEqualTo(
            events.stream()
                .map(stored ->
                    new PersonOf.PersonEvent(
                        stored,
                        Optional.ofNullable(persons.get(stored.event().distinctId().value()))))
                .toList());
  }

  @Test
  void howFarPersonsWereFollowedIsWrittenWithThem() throws Exception {
    assertThat(store.followed()).isEqualTo(new PersonOf.Followed(Optional.empty(), Map.of()));
    store.follow(new PersonOf.Batch(STORE, ONE, List.of(), 7));
    store.follow(new PersonOf.Batch(STORE, TWO, List.of(change("a", new EventId(1, 1), 3)), 3));
    store.follow(new PersonOf.Batch(STORE, ONE, List.of(), 9));
    assertThat(store.followed())
        .isEqualTo(new PersonOf.Followed(Optional.of(STORE), Map.of(ONE, 9L, TWO, 3L)));

    store.forgetPersons();
    assertThat(store.followed()).isEqualTo(new PersonOf.Followed(Optional.empty(), Map.of()));
    assertThat(personOf(TWO)).isEmpty();
  }

  @Test
  void idsOfPersonsComeOutAsTheyWentIn() throws Exception {
    List<PersonChange> changes = new ArrayList<>();
    Map<String, EventId> expected = new TreeMap<>();
    for (String text : DELICATE_TEXTS) {
      DistinctId id = DistinctId.of("id" + text).orElseThrow();
      EventId person = new EventId(changes.size(), 1);
      expected.put(id.value(), person);
      changes.add(change(id.value(), person, changes.size() + 1));
    }
    for (int time = 0; time < 2; time++) {
      store.follow(new PersonOf.Batch(STORE, ONE, changes, changes.size()));
    }
    assertThat(personOf(ONE)).isEqualTo(expected);
  }

  private static PersonChange change(String id, EventId person, long number) {
    return new PersonChange(new DistinctId(id), person, number);
  }

  private Map<String, EventId> personOf(ProjectId project) throws StoreFault {
    Map<String, EventId> persons = new TreeMap<>();
    store.forEachPersonOf(
        project,
        (id, person) ->
            assertThat(persons.put(id.value(), person)).as("once: %s", id.value()).isNull());
    return persons;
  }

  protected List<StoredEvent> events(ProjectId project) throws StoreFault {
    List<StoredEvent> events = new ArrayList<>();
    store.forEachEvent(project, events::add);
    return events;
  }

  private Map<String, UuidSum> groups(ProjectId project, int importNumber) throws StoreFault {
    Map<String, UuidSum> groups = new HashMap<>();
    store.forEachGroup(
        project,
        importNumber,
        group -> groups.put(group.epochDay() + " " + group.event(), group.sum()));
    return groups;
  }

  private Map<Integer, UuidSum> prefixes(ProjectId project, int importNumber) throws StoreFault {
    Map<Integer, UuidSum> prefixes = new HashMap<>();
    store.forEachPrefix(
        project, importNumber, prefix -> prefixes.put(prefix.prefix(), prefix.sum()));
    return prefixes;
  }

  private static UuidSum sumOf(List<CapturedEvent> events) {
    UuidHash hash = new UuidHash();
    return events.stream()
        .map(captured -> hash.of(captured.event().uuid()))
        .reduce(UuidSum.ZERO, UuidSum::plus);
  }

  /// Commits events of load tests, and others beside them.
  protected Map<EventId, String> commitOfLoadTest(
      List<CapturedEvent> events, List<CapturedEvent> beside) throws StoreFault {
    Segment plain = Segments.of(store, beside);
    try (EventSpool spool = store.spool()) {
      for (CapturedEvent event : events) {
        spool.add(event);
      }
      return Segments.commit(
          store,
          new Segment(
              plain.events(),
              plain.fresh(),
              List.of(),
              List.of(),
              List.of(),
              Map.of(),
              Optional.of(spool)));
    }
  }

  @Test
  void eventsOfLoadTestsAreKeptApartOnceEachAndCanBeRemoved() throws Exception {
    List<CapturedEvent> seven = randomEvents(1, 3_000, ONE, 7);
    List<CapturedEvent> eight = randomEvents(2, 500, ONE, 8);
    List<CapturedEvent> elsewhere = randomEvents(3, 100, TWO, 7);
    List<CapturedEvent> real = randomEvents(4, 200, ONE, 7);
    commitOfLoadTest(seven.subList(0, 2_000), real);
    List<CapturedEvent> more = new ArrayList<>(seven.subList(1_000, 3_000));
    more.addAll(eight);
    more.addAll(elsewhere);
    commitOfLoadTest(more, List.of());

    assertThat(store.ofLoadTest(ONE, 7)).isEqualTo(sumOf(seven));
    assertThat(store.ofLoadTest(ONE, 8)).isEqualTo(sumOf(eight));
    assertThat(store.ofLoadTest(TWO, 7)).isEqualTo(sumOf(elsewhere));
    assertThat(store.ofLoadTest(ONE, 9)).isEqualTo(UuidSum.ZERO);
    assertThat(store.count(ONE)).as("a load test is not among the events").isEqualTo(200);
    assertThat(store.holders(ONE, List.of(seven.getFirst().event().uuid()))).isEmpty();
    assertThat(store.trace(ONE, seven.getFirst().event().uuid()).stored()).isEmpty();

    store.removeLoadTest(7);
    assertThat(store.ofLoadTest(ONE, 7)).isEqualTo(UuidSum.ZERO);
    assertThat(store.ofLoadTest(ONE, 8)).isEqualTo(sumOf(eight));
    assertThat(store.count(ONE)).as("an import with the same number is not it").isEqualTo(200);
  }

  protected static List<CapturedEvent> randomEvents(
      long seed, int count, ProjectId project, int importNumber) {
    SplittableRandom random = new SplittableRandom(seed);
    List<CapturedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event =
          new Event(
              new EventId(random.nextLong(), random.nextLong()),
              "event " + random.nextInt(5),
              new DistinctId("user-" + random.nextInt(50)),
              random.nextLong(-10 * 86_400_000_000L, 10 * 86_400_000_000L) / 1_000_000 * 1_000_000,
              JsonBytes.of("{\"n\":" + random.nextInt() + "}"));
      events.add(captured(project, importNumber, event));
    }
    return events;
  }

  protected static Event event(
      int number, String name, String distinctId, long micros, String properties) {
    return new Event(
        new EventId(0x1234_5678_9abc_4000L + number, 0x8000_0000_0000_0000L + number),
        name,
        new DistinctId(distinctId),
        micros,
        JsonBytes.of(properties));
  }

  protected static CapturedEvent captured(ProjectId project, int importNumber, Event event) {
    return new CapturedEvent(project, importNumber, event);
  }

  /// Commits a segment of these events.
  protected Map<EventId, String> commit(List<CapturedEvent> events) throws StoreFault {
    return Segments.commit(store, Segments.of(store, events));
  }
}
