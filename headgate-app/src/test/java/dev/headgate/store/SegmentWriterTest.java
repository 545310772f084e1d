package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.apps.App;
import dev.headgate.apps.AppChain;
import dev.headgate.apps.AppFailure;
import dev.headgate.apps.AppMeter;
import dev.headgate.apps.AppsForTest;
import dev.headgate.apps.Chains;
import dev.headgate.apps.OnError;
import dev.headgate.apps.PassingEvent;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Person;
import dev.headgate.store.memory.MemoryEventStore;
import dev.headgate.store.memory.MemoryPersonStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentWriterTest {
  private static final Partition PARTITION = new Partition(Lane.HISTORICAL, 0);

  private final MemoryEventStore events = new MemoryEventStore();
  private final MemoryPersonStore persons = new MemoryPersonStore(Fold.DEFAULT_ID_LIMIT);

  private static LoggedEvent logged(long offset, int importNumber, long uuid, String id) {
    Event event =
        new Event(
            new EventId(0, uuid),
            "e",
            new DistinctId(id),
            uuid * 1000,
            JsonBytes.of("{\"$set\":{\"n\":" + uuid + "}}"));
    return new LoggedEvent(
        PARTITION, offset, 0, new CapturedEvent(ProjectId.DEFAULT, importNumber, event));
  }

  private SegmentWriter writer(Runnable betweenStores) {
    return new SegmentWriter(events, persons, Chains.NONE, SetAsideEvents.NONE, betweenStores);
  }

  private List<String> storedUuids() throws StoreFault {
    List<String> uuids = new ArrayList<>();
    events.forEachEvent(
        ProjectId.DEFAULT,
        stored -> uuids.add(stored.event().uuid().low() + "/" + stored.importNumber()));
    return uuids;
  }

  private List<EventId> deduplicated(int importNumber) throws StoreFault {
    List<EventId> uuids = new ArrayList<>();
    events.forEachDeduplicated(ProjectId.DEFAULT, importNumber, uuids::add);
    return uuids;
  }

  @Test
  void aRetryIsNoSecondEventAndNoNote() throws Exception {
    SegmentWriter writer = writer(() -> {});
    writer.write(List.of(logged(0, 1, 5, "u"), logged(1, 1, 5, "u")));
    writer.write(List.of(logged(2, 1, 5, "u")));
    assertThat(storedUuids()).containsExactly("5/1");
    assertThat(deduplicated(1)).isEmpty();
    assertThat(events.offsets()).containsEntry(PARTITION, 3L);
  }

  @Test
  void anEventOfALoadTestIsNobodysEventAndSaysNothingOfAnyPerson() throws Exception {
    Partition apart = new Partition(Lane.LOAD_TEST, 0);
    List<LoggedEvent> stretch = new ArrayList<>();
    for (LoggedEvent each :
        List.of(logged(0, 7, 5, "u"), logged(1, 7, 5, "u"), logged(2, 7, 6, "v"))) {
      stretch.add(new LoggedEvent(apart, each.offset(), each.capturedMillis(), each.captured()));
    }
    stretch.add(logged(0, CapturedEvent.LIVE, 5, "w"));
    writer(() -> {}).write(stretch);
    assertThat(storedUuids()).as("the same uuid as a real event is that").containsExactly("5/0");
    assertThat(events.ofLoadTest(ProjectId.DEFAULT, 7).count()).isEqualTo(2);
    assertThat(events.offsets()).containsEntry(apart, 3L).containsEntry(PARTITION, 1L);
    List<Person> found = new ArrayList<>();
    try (PersonSnapshot snapshot = persons.snapshot()) {
      snapshot.forEachPerson(ProjectId.DEFAULT, found::add);
    }
    assertThat(found).hasSize(1);
  }

  @Test
  void whatAnotherHolderHadFirstIsNotedForTheImportThatBroughtItAgain() throws Exception {
    SegmentWriter writer = writer(() -> {});
    writer.write(List.of(logged(0, CapturedEvent.LIVE, 5, "u"), logged(1, 1, 6, "u")));
    writer.write(List.of(logged(2, 2, 5, "u"), logged(3, 2, 6, "u"), logged(4, 2, 7, "u")));
    assertThat(storedUuids()).containsExactlyInAnyOrder("5/0", "6/1", "7/2");
    assertThat(deduplicated(2)).containsExactlyInAnyOrder(new EventId(0, 5), new EventId(0, 6));
  }

  /// The event under uuid 5, once more, with another name.
  private static LoggedEvent renamed(long offset, int importNumber, String name, long micros) {
    Event five = logged(offset, importNumber, 5, "u").captured().event();
    Event event = new Event(five.uuid(), name, five.distinctId(), micros, five.properties());
    return new LoggedEvent(
        PARTITION, offset, 0, new CapturedEvent(ProjectId.DEFAULT, importNumber, event));
  }

  private List<String> conflicts() {
    return events.conflicts(ProjectId.DEFAULT, OptionalInt.empty(), 100).first().stream()
        .map(each ->
            "%d: %d x %s by %d, not as %d: %s"
                .formatted(
                    each.uuid().low(),
                    each.copies(),
                    each.event(),
                    each.importNumber(),
                    each.holder(),
                    each.differs()))
        .toList();
  }

  @Test
  void anotherEventUnderATakenUuidIsNotedWhereverTheFirstIs() throws Exception {
    SegmentWriter writer = writer(() -> {});
    writer.write(List.of(logged(0, 0, 5, "u"), renamed(1, 0, "x", 1), logged(2, 0, 5, "u")));
    assertThat(conflicts()).containsExactly("5: 1 x x by 0, not as 0: [event]");
    writer.write(List.of(renamed(3, 0, "y", 1), renamed(4, 2, "z", 1), logged(5, 2, 5, "u")));
    assertThat(conflicts())
        .containsExactly("5: 2 x x by 0, not as 0: [event]", "5: 1 x z by 2, not as 0: [event]");
    assertThat(storedUuids()).containsExactly("5/0");
  }

  @Test
  void aTimestampIsAnotherOnlyBetweenTwoImports() throws Exception {
    SegmentWriter writer = writer(() -> {});
    writer.write(List.of(logged(0, 1, 5, "u")));
    writer.write(List.of(renamed(1, 0, "e", 77), renamed(2, 2, "e", 78)));
    assertThat(conflicts()).containsExactly("5: 1 x e by 2, not as 1: [timestamp]");
  }

  @Test
  void anotherEventIsNotedAlsoWhileTheFirstIsBeingStored() throws Exception {
    SegmentWriter writer = writer(() -> {});
    try (SegmentWriter.Draft one = writer.draft(List.of())) {
      one.add(List.of(logged(0, 1, 5, "u")));
      SegmentWriter.Prepared first = one.finish();
      try (SegmentWriter.Draft two = writer.draft(List.of(first))) {
        two.add(List.of(renamed(1, 1, "x", 5_000), logged(2, 1, 5, "u")));
        SegmentWriter.Prepared second = two.finish();
        writer.storeEvents(first);
        writer.storeEvents(second);
      }
    }
    assertThat(conflicts()).containsExactly("5: 1 x x by 1, not as 1: [event]");
  }

  @Test
  void whatIsBeingStoredCountsAsStoredForTheNextStretch() throws Exception {
    SegmentWriter writer = writer(() -> {});
    try (SegmentWriter.Draft one = writer.draft(List.of())) {
      one.add(List.of(logged(0, 1, 5, "u"), logged(1, 1, 6, "u")));
      SegmentWriter.Prepared first = one.finish();
      try (SegmentWriter.Draft two = writer.draft(List.of(first))) {
        two.add(List.of(logged(2, 1, 5, "u"), logged(3, 2, 6, "u"), logged(4, 2, 7, "u")));
        SegmentWriter.Prepared second = two.finish();
        writer.storeFacts(first);
        writer.storeFacts(second);
        writer.storeEvents(first);
        writer.storeEvents(second);
      }
    }
    assertThat(storedUuids()).containsExactlyInAnyOrder("5/1", "6/1", "7/2");
    assertThat(deduplicated(1)).isEmpty();
    assertThat(deduplicated(2)).containsExactly(new EventId(0, 6));
  }

  @Test
  void aCrashBetweenTheStoresLosesNothingAndDoublesNothing() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    List<LoggedEvent> log = new ArrayList<>();
    for (int offset = 0; offset < 300; offset++) {
      log.add(logged(offset, 1, random.nextInt(100), "u" + random.nextInt(5)));
    }
    MemoryPersonStore undisturbed = new MemoryPersonStore(Fold.DEFAULT_ID_LIMIT);
    new SegmentWriter(
            new MemoryEventStore(), undisturbed, Chains.NONE, SetAsideEvents.NONE, () -> {})
        .write(log);

    SegmentWriter crashing =
        writer(() -> {
          if (random.nextBoolean()) {
            throw new IllegalStateException("crash");
          }
        });
    long next = 0;
    while (next < log.size()) {
      int to = (int) Math.min(log.size(), next + 1 + random.nextInt(40));
      try {
        crashing.write(log.subList((int) next, to));
      } catch (IllegalStateException crash) {
        assertThat(crash).hasMessage("crash");
      }
      next = events.offsets().getOrDefault(PARTITION, 0L);
    }
    assertThat(storedUuids()).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(personsOf(persons)).as("seed %d", seed).isEqualTo(personsOf(undisturbed));
  }

  private static List<Person> personsOf(PersonStore store) throws StoreFault {
    List<Person> list = new ArrayList<>();
    store.forEachPerson(ProjectId.DEFAULT, list::add);
    return list;
  }

  @Test
  void whatAnAppDropsIsNotedAndNotStored() throws Exception {
    SegmentWriter writer = writer(chain("no odd", OnError.PASS, SegmentWriterTest::noOdd));
    writer.write(List.of(logged(0, 1, 1, "u"), logged(1, 1, 2, "u"), logged(2, 1, 3, "v")));
    List<DroppedEvent> dropped = new ArrayList<>();
    events.forEachDropped(ProjectId.DEFAULT, 1, dropped::add);
    assertThat(storedUuids()).containsExactly("2/1");
    assertThat(dropped)
        .containsExactlyInAnyOrder(
            new DroppedEvent(new EventId(0, 1), "no odd"),
            new DroppedEvent(new EventId(0, 3), "no odd"));
    assertThat(personsOf(persons)).hasSize(1);
  }

  private static App.Outcome noOdd(PassingEvent event) {
    return event.event().uuid().low() % 2 == 1 ? App.Outcome.DROPPED : App.Outcome.UNCHANGED;
  }

  private static AppChain chain(String name, OnError onError, App app) {
    return new AppChain(
        List.of(
            new AppChain.Step(
                name, app, Set.of(), Optional.empty(), onError, new AppMeter(() -> 0))));
  }

  private SegmentWriter writer(AppChain chain) {
    return new SegmentWriter(events, persons, Chains.always(chain), SetAsideEvents.NONE, () -> {});
  }

  @Test
  void whatAnAppDropsOfLiveTrafficLeavesNoRowAndNoFact() throws Exception {
    SegmentWriter writer = writer(chain("no odd", OnError.PASS, SegmentWriterTest::noOdd));
    writer.write(List.of(logged(0, 0, 1, "u"), logged(1, 0, 2, "v")));
    List<DroppedEvent> dropped = new ArrayList<>();
    events.forEachDropped(ProjectId.DEFAULT, CapturedEvent.LIVE, dropped::add);
    assertThat(dropped).isEmpty();
    assertThat(storedUuids()).containsExactly("2/0");
    assertThat(personsOf(persons)).hasSize(1);
  }

  @Test
  void anAppThatFailsKeepsNoEventFromBeingStored() throws Exception {
    App broken =
        _ -> {
          throw new IllegalArgumentException("broken");
        };
    writer(chain("broken", OnError.PASS, broken)).write(List.of(logged(0, 1, 1, "u")));
    assertThat(storedUuids()).containsExactly("1/1");
    writer(chain("broken", OnError.DROP, broken)).write(List.of(logged(1, 1, 2, "u")));
    assertThat(storedUuids()).containsExactly("1/1");
    assertThat(events.offsets()).containsEntry(PARTITION, 2L);
  }

  @Test
  void whatIsSetAsideIsDurableBeforeItsOffsetIs() throws Exception {
    List<String> steps = new ArrayList<>();
    SetAsideEvents aside =
        new SetAsideEvents() {
          @Override
          public void add(CapturedEvent event, String app, String why) {
            steps.add("add " + event.event().uuid().low() + " by " + app + ": " + why);
          }

          @Override
          public void sync() {
            steps.add("sync at " + events.offsets());
          }
        };
    App failing =
        _ -> {
          throw new AppFailure("no address");
        };
    SegmentWriter writer =
        new SegmentWriter(
            events,
            persons,
            Chains.always(chain("place", OnError.SET_ASIDE, failing)),
            aside,
            () -> {});
    writer.write(List.of(logged(0, 3, 7, "u")));
    assertThat(steps).containsExactly("add 7 by place/set_aside: no address", "sync at {}");
    List<DroppedEvent> dropped = new ArrayList<>();
    events.forEachDropped(ProjectId.DEFAULT, 3, dropped::add);
    assertThat(dropped).containsExactly(new DroppedEvent(new EventId(0, 7), "place/set_aside"));
  }

  @Test
  void eventsMeetTheAppsOfTheMomentTheyWereCapturedAlsoWhenReadAgain() throws Exception {
    AppChain drops = chain("drop all", OnError.PASS, _ -> App.Outcome.DROPPED);
    Chains fromTen = (_, _, captured) -> captured < 10 ? AppChain.NONE : drops;
    SegmentWriter writer =
        new SegmentWriter(events, persons, fromTen, SetAsideEvents.NONE, () -> {});
    List<LoggedEvent> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add(
          new LoggedEvent(PARTITION, i, i, logged(i, CapturedEvent.LIVE, i, "u" + i).captured()));
    }
    writer.write(log.subList(0, 15));
    List<String> once = storedUuids();
    writer.write(log);
    assertThat(storedUuids()).hasSize(10).containsExactlyInAnyOrderElementsOf(once);
    assertThat(personsOf(persons)).hasSize(10);
  }

  @Test
  void propertiesThatOtherAppsMadeAreNoConflict() throws Exception {
    Chains differing =
        new Chains() {
          @Override
          public AppChain of(ProjectId project, int importNumber, long captured) {
            return importNumber == 1
                ? chain("set", OnError.PASS, SegmentWriterTest::setSomething)
                : AppChain.NONE;
          }

          @Override
          public boolean same(ProjectId project, int one, int other) {
            return one == other;
          }
        };
    SegmentWriter writer =
        new SegmentWriter(events, persons, differing, SetAsideEvents.NONE, () -> {});
    writer.write(List.of(logged(0, 1, 5, "u"), logged(1, 2, 5, "u")));
    writer.write(List.of(logged(2, 2, 5, "u"), logged(3, 1, 5, "u")));
    assertThat(conflicts()).isEmpty();
    writer.write(List.of(renamed(4, 2, "z", 5000)));
    assertThat(conflicts()).containsExactly("5: 1 x z by 2, not as 1: [event]");
  }

  private static App.Outcome setSomething(PassingEvent event) throws AppFailure {
    return AppsForTest.set("plan", "\"pro\"").apply(event);
  }
}
