package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Happening;
import dev.headgate.identity.MergeKind;
import dev.headgate.store.memory.MemoryEventStore;
import dev.headgate.store.memory.MemoryPersonStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PersonFollowerTest {
  private static final ProjectId PROJECT = ProjectId.DEFAULT;
  private static final ProjectId ANOTHER = new ProjectId(2);

  private Instant now = Instant.parse("2024-03-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final MemoryPersonStore persons = new MemoryPersonStore(Fold.DEFAULT_ID_LIMIT, clock);
  private final MemoryEventStore events = new MemoryEventStore();

  private static void merge(PersonStore store, ProjectId project, String into, String other)
      throws StoreFault {
    int stamp = (into + other).hashCode();
    Happening merge =
        new Happening(
            new EventId(stamp, 1),
            1_000_000L,
            into,
            false,
            MergeKind.MERGE_DANGEROUSLY,
            other,
            Map.of(),
            Map.of(),
            Set.of());
    FactCollector facts = new FactCollector();
    facts.add(project, 1, merge.event());
    store.apply(facts.take(), Map.of());
  }

  private static Map<DistinctId, EventId> table(EventStore events, ProjectId project)
      throws StoreFault {
    Map<DistinctId, EventId> table = new TreeMap<>();
    events.forEachPersonOf(project, table::put);
    return table;
  }

  private static void assertTableIsThatOf(PersonStore persons, EventStore events)
      throws StoreFault {
    for (ProjectId project : List.of(PROJECT, ANOTHER)) {
      Map<DistinctId, EventId> expected = new TreeMap<>();
      persons
          .changes(project, 0, 1_000)
          .forEach(each -> expected.put(each.distinctId(), each.person()));
      assertThat(table(events, project)).isEqualTo(expected);
    }
  }

  private PersonFollower follower(PersonStore of, EventStore into) {
    return new PersonFollower(of, into, 3, _ -> {});
  }

  @Test
  void catchingUpFoldsAndFollowsBatchByBatch() throws Exception {
    PersonFollower follower = follower(persons, events);
    for (int i = 0; i < 10; i++) {
      merge(persons, PROJECT, "hub", "id-" + i);
    }
    follower.catchUp(PROJECT);
    assertThat(table(events, PROJECT)).hasSize(11);
    assertTableIsThatOf(persons, events);
    merge(persons, PROJECT, "first", "hub");
    merge(persons, ANOTHER, "hub", "id-1");
    follower.catchUp(PROJECT);
    follower.catchUp(ANOTHER);
    assertTableIsThatOf(persons, events);
    assertThat(follower.followSome()).isFalse();
  }

  @Test
  void theLagIsTheChangesNotFollowedAndTheAgeOfTheFirst() throws Exception {
    PersonFollower follower = follower(persons, events);
    assertThat(follower.lag()).isEmpty();
    merge(persons, PROJECT, "a", "b");
    persons.fold();
    now = now.plusSeconds(40);
    merge(persons, PROJECT, "c", "d");
    persons.fold();
    now = now.plusSeconds(2);
    assertThat(follower.lag()).isEqualTo(Map.of(PROJECT, new ChangeLag(4, ofSeconds(42))));
    assertThat(follower.followSome()).isTrue();
    assertThat(follower.lag()).isEqualTo(Map.of(PROJECT, new ChangeLag(1, ofSeconds(2))));
    follower.catchUp(PROJECT);
    assertThat(follower.lag()).isEqualTo(Map.of(PROJECT, ChangeLag.NONE));
  }

  private static Duration ofSeconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void anotherPersonStoreIsFollowedFromItsBeginning() throws Exception {
    merge(persons, PROJECT, "a", "b");
    merge(persons, ANOTHER, "c", "d");
    PersonFollower before = follower(persons, events);
    before.catchUp(PROJECT);
    before.catchUp(ANOTHER);
    MemoryPersonStore moved = new MemoryPersonStore(Fold.DEFAULT_ID_LIMIT);
    merge(moved, PROJECT, "a", "e");
    PersonFollower after = follower(moved, events);
    assertThat(after.lag()).isEmpty();
    moved.fold();
    assertThat(after.lag().getOrDefault(PROJECT, ChangeLag.NONE).changes()).isEqualTo(2);
    after.catchUp(PROJECT);
    assertThat(table(events, PROJECT).keySet())
        .containsExactly(new DistinctId("a"), new DistinctId("e"));
    assertThat(table(events, ANOTHER)).isEmpty();
    assertThat(events.followed().personStore()).contains(moved.storeId());
  }

  @Test
  void aPersonStoreThatKnowsLessThanWasFollowedIsFollowedFromItsBeginning() throws Exception {
    merge(persons, PROJECT, "a", "b");
    persons.fold();
    events.follow(
        new PersonOf.Batch(
            persons.storeId(),
            PROJECT,
            List.of(new PersonChange(new DistinctId("z"), new EventId(1, 1), 900)),
            900));
    follower(persons, events).catchUp(PROJECT);
    assertTableIsThatOf(persons, events);
  }

  /// A store that fails at every second batch: before it is written, or after.
  private static final class FailingStore extends CountingStore {
    private int calls;

    FailingStore(EventStore store) {
      super(store, new CountDownLatch(0));
    }

    @Override
    public void follow(Batch batch) throws StoreFault {
      calls++;
      if (calls % 4 == 1) {
        throw new StoreFault("not written");
      }
      super.follow(batch);
      if (calls % 4 == 3) {
        throw new StoreFault("written");
      }
    }
  }

  @Test
  void afterAFaultItGoesOnWhereTheEventStoreIs() throws Exception {
    for (int i = 0; i < 20; i++) {
      merge(persons, PROJECT, "hub", "id-" + i);
    }
    PersonFollower follower = follower(persons, new FailingStore(events));
    assertThatThrownBy(() -> follower.catchUp(PROJECT)).hasMessage("not written");
    int faults = 0;
    boolean there = false;
    while (!there) {
      try {
        follower.catchUp(PROJECT);
        there = true;
      } catch (StoreFault e) {
        faults++;
      }
    }
    assertThat(faults).isPositive();
    assertTableIsThatOf(persons, events);
  }

  @Test
  void itsThreadFollowsAndOutlivesFaultsAndSaysThemOnce() throws Exception {
    Semaphore written = new Semaphore(0);
    List<String> said = new ArrayList<>();
    EventStore store =
        new CountingStore(new FailingStore(events), new CountDownLatch(0)) {
          @Override
          public void follow(Batch batch) throws StoreFault {
            super.follow(batch);
            written.release();
          }
        };
    merge(persons, PROJECT, "a", "b");
    persons.fold();
    try (PersonFollower follower = new PersonFollower(persons, store, 3, said::add)) {
      follower.start();
      assertThat(written.tryAcquire(30, TimeUnit.SECONDS)).as("a batch within 30 s").isTrue();
      assertThat(events.followed().personStore()).isEqualTo(Optional.of(persons.storeId()));
    }
    assertThat(said).containsExactly("not written");
    assertTableIsThatOf(persons, events);
  }
}
