package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.apps.Chains;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.eventlog.memory.MemoryEventLog;
import dev.headgate.identity.Fold;
import dev.headgate.store.memory.MemoryEventStore;
import dev.headgate.store.memory.MemoryPersonStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerTest {
  private static final ProjectToken TOKEN = new ProjectToken("phc_test");

  private final MemoryEventLog log = new MemoryEventLog(2);
  private final MemoryEventStore events = new MemoryEventStore();
  private final MemoryPersonStore persons = new MemoryPersonStore(Fold.DEFAULT_ID_LIMIT);

  private static List<CapturedEvent> captured(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(i ->
            new CapturedEvent(
                ProjectId.DEFAULT,
                1,
                new Event(
                    new EventId(0, i),
                    "e",
                    new DistinctId("u" + i % 9),
                    i,
                    JsonBytes.EMPTY_OBJECT)))
        .toList();
  }

  /// Counts down for every event of a segment, once it is committed.
  private Worker worker(Runnable betweenStores, CountDownLatch stored) {
    return worker(new CountingStore(events, stored), betweenStores);
  }

  private Worker worker(EventStore into, Runnable betweenStores) {
    return new Worker(
        log,
        into,
        new SegmentWriter(into, persons, Chains.NONE, SetAsideEvents.NONE, betweenStores),
        new Worker.Cut(50, 1 << 20, Duration.ofMillis(20), Duration.ofMillis(20)),
        InstantSource.system(),
        (_, _) -> {});
  }

  @Test
  void carriesWhatIsLoggedIntoTheStoresInSegments() throws Exception {
    log.append(Lane.HISTORICAL, TOKEN, captured(0, 500));
    CountDownLatch stored = new CountDownLatch(700);
    try (Worker worker = worker(() -> {}, stored)) {
      worker.start();
      log.append(Lane.LIVE, TOKEN, captured(500, 700));
      assertThat(stored.await(30, TimeUnit.SECONDS)).as("700 events within 30 s").isTrue();
      assertThat(worker.trouble()).isEmpty();
    }
    assertThat(events.count(ProjectId.DEFAULT)).isEqualTo(700);
  }

  /// A poll brings far more than a segment takes: the rest waits for the next ones, in its order.
  @Test
  void noSegmentHasMoreEventsThanItsCutSays() throws Exception {
    log.append(Lane.HISTORICAL, TOKEN, captured(0, 1_000));
    CountDownLatch stored = new CountDownLatch(1_000);
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    EventStore measuring =
        new CountingStore(events, stored) {
          @Override
          public java.util.Map<EventId, String> commit(Segment segment) throws StoreFault {
            sizes.add(segment.size());
            return super.commit(segment);
          }
        };
    try (Worker worker = worker(measuring, () -> {})) {
      worker.start();
      assertThat(stored.await(30, TimeUnit.SECONDS)).as("1,000 events within 30 s").isTrue();
    }
    assertThat(sizes).hasSize(20).containsOnly(50);
    assertThat(events.count(ProjectId.DEFAULT)).isEqualTo(1_000);
    assertThat(log.endOffsets()).containsAllEntriesOf(events.offsets());
  }

  /// Every event takes the store a millisecond, by a clock that does not wait for it.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIVE")
  void besideLiveEventsSegmentsOfAnotherLaneBecomeAsSmallAsTheStoreIsSlow(Lane other)
      throws Exception {
    for (boolean live : new boolean[] {false, true}) {
      int events = 20_000;
      MemoryEventStore into = new MemoryEventStore();
      CountDownLatch stored = new CountDownLatch(events + (live ? 1 : 0));
      List<Integer> sizes = new CopyOnWriteArrayList<>();
      AtomicLong passed = new AtomicLong();
      InstantSource clock = () -> InstantSource.system().instant().plusMillis(passed.get());
      EventStore slow =
          new CountingStore(into, stored) {
            @Override
            public java.util.Map<EventId, String> commit(Segment segment) throws StoreFault {
              int size = segment.size();
              sizes.add(size);
              passed.addAndGet(size);
              return super.commit(segment);
            }
          };
      try (MemoryEventLog busy = new MemoryEventLog(2);
          Worker worker =
              new Worker(
                  busy,
                  slow,
                  new SegmentWriter(
                      slow,
                      new MemoryPersonStore(Fold.DEFAULT_ID_LIMIT),
                      Chains.NONE,
                      SetAsideEvents.NONE,
                      () -> {}),
                  new Worker.Cut(4_000, 1 << 30, Duration.ofMillis(20), Duration.ofMillis(20)),
                  clock,
                  (_, _) -> {})) {
        if (live) {
          busy.append(Lane.LIVE, TOKEN, captured(events, events + 1));
        }
        busy.append(other, TOKEN, captured(0, events));
        worker.start();
        assertThat(stored.await(60, TimeUnit.SECONDS)).as("all events within a minute").isTrue();
        worker.close();
        assertThat(worker.stored(other)).isEqualTo(events);
        assertThat(worker.stored(Lane.LIVE)).isEqualTo(live ? 1 : 0);
      }
      // Three may have been read before the store had shown how slow it is.
      List<Integer> later = sizes.subList(Math.min(3, sizes.size()), sizes.size());
      if (live) {
        assertThat(later).hasSizeGreaterThan(5).allMatch(size -> size <= SegmentSize.LEAST);
      } else {
        assertThat(later).contains(4_000);
      }
    }
  }

  @Test
  void afterAFaultItBeginsAgainAtTheStoresOffsets() throws Exception {
    log.append(Lane.HISTORICAL, TOKEN, captured(0, 300));
    CountDownLatch stored = new CountDownLatch(300);
    AtomicInteger faults = new AtomicInteger(1);
    EventStore failing =
        new CountingStore(events, stored) {
          @Override
          public java.util.Map<EventId, String> commit(Segment segment) throws StoreFault {
            if (faults.getAndDecrement() > 0) {
              throw new StoreFault("the disk is full", new java.io.IOException("full"));
            }
            return super.commit(segment);
          }
        };
    try (Worker worker = worker(failing, () -> {})) {
      worker.start();
      assertThat(stored.await(30, TimeUnit.SECONDS)).as("300 events within 30 s").isTrue();
    }
    assertThat(events.count(ProjectId.DEFAULT)).isEqualTo(300);
  }

  /// Repeats lie as far apart as a segment, or less, or more: stored, being stored, or just read.
  @Test
  void whatComesAgainWhileItIsBeingStoredIsStoredOnce() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    List<CapturedEvent> all = captured(0, 2_000);
    List<CapturedEvent> sent = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      sent.add(all.get(i));
      while (random.nextInt(3) == 0) {
        sent.add(all.get(Math.max(0, i - random.nextInt(120))));
      }
    }
    CountDownLatch stored = new CountDownLatch(all.size());
    AtomicInteger faults = new AtomicInteger();
    AtomicInteger rows = new AtomicInteger();
    Semaphore lookedUp = new Semaphore(0);
    EventStore slow =
        new CountingStore(events, stored) {
          @Override
          public java.util.Map<EventId, Integer> holders(
              ProjectId project, java.util.Collection<EventId> uuids) throws StoreFault {
            java.util.Map<EventId, Integer> holders = super.holders(project, uuids);
            lookedUp.release();
            return holders;
          }

          // Ends no sooner than the next segment was looked up, if there is one.
          @Override
          public java.util.Map<EventId, String> commit(Segment segment) throws StoreFault {
            lookedUp.drainPermits();
            try {
              var _ = lookedUp.tryAcquire(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            if (faults.incrementAndGet() % 20 == 0) {
              throw new StoreFault("now and then", new java.io.IOException("a fault"));
            }
            rows.addAndGet(segment.size());
            return super.commit(segment);
          }
        };
    try (Worker worker = worker(slow, () -> {})) {
      worker.start();
      for (int from = 0; from < sent.size(); from += 100) {
        log.append(Lane.HISTORICAL, TOKEN, sent.subList(from, Math.min(sent.size(), from + 100)));
      }
      assertThat(stored.await(60, TimeUnit.SECONDS)).as("seed %d: all stored", seed).isTrue();
    }
    assertThat(rows).as("seed %d: rows written", seed).hasValue(all.size());
    assertThat(events.count(ProjectId.DEFAULT)).as("seed %d", seed).isEqualTo(all.size());
  }

  /// What is set aside does not count as stored for the segments that were read meanwhile: its
  /// repeat, which the engine can take, is stored.
  @Test
  void whatComesAgainAfterItsFirstCopyWasSetAsideIsStored() throws Exception {
    EventId refused = new EventId(0, 3);
    AtomicInteger commits = new AtomicInteger();
    CountDownLatch stored = new CountDownLatch(200);
    Semaphore read = new Semaphore(0);
    CountDownLatch threeRead = new CountDownLatch(1);
    EventStore choosy =
        new CountingStore(events, stored) {
          @Override
          public java.util.Map<EventId, Integer> holders(
              ProjectId project, java.util.Collection<EventId> uuids) throws StoreFault {
            read.release();
            return super.holders(project, uuids);
          }

          @Override
          public java.util.Map<EventId, String> commit(Segment segment) throws StoreFault {
            if (commits.getAndIncrement() > 0) {
              return super.commit(segment);
            }
            try {
              assertThat(threeRead.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            segment.fresh().clear(0);
            super.commit(segment);
            return java.util.Map.of(refused, "cannot be taken");
          }
        };
    List<CapturedEvent> all = captured(0, 200);
    try (Worker worker = worker(choosy, () -> {})) {
      worker.start();
      log.append(Lane.HISTORICAL, TOKEN, all.subList(3, 4));
      assertThat(read.tryAcquire(30, TimeUnit.SECONDS)).as("first segment read").isTrue();
      log.append(Lane.HISTORICAL, TOKEN, all.subList(0, 100));
      assertThat(read.tryAcquire(30, TimeUnit.SECONDS)).as("second segment read").isTrue();
      log.append(Lane.HISTORICAL, TOKEN, all.subList(100, 200));
      assertThat(read.tryAcquire(30, TimeUnit.SECONDS)).as("third segment read").isTrue();
      threeRead.countDown();
      assertThat(stored.await(30, TimeUnit.SECONDS)).as("200 events within 30 s").isTrue();
    }
    assertThat(events.count(ProjectId.DEFAULT)).isEqualTo(200);
  }

  @Test
  void whenTheLogHasNothingMorePersonsAreFoldedUntilNothingIsLeft() throws Exception {
    Semaphore steps = new Semaphore(0);
    AtomicInteger left = new AtomicInteger(2);
    PersonStore folding =
        new PersonStore() {
          @Override
          public void apply(PersonFacts facts, java.util.Map<Partition, Long> offsets) {
            persons.apply(facts, offsets);
            left.set(2);
          }

          @Override
          public java.util.Map<Partition, Long> offsets() {
            return persons.offsets();
          }

          @Override
          public boolean foldSome() {
            steps.release();
            return left.getAndDecrement() > 0;
          }

          @Override
          public PersonSnapshot snapshot() {
            return persons.snapshot();
          }

          @Override
          public EventId storeId() {
            return persons.storeId();
          }

          @Override
          public java.util.Map<ProjectId, Long> latestChanges() {
            return persons.latestChanges();
          }

          @Override
          public List<PersonChange> changes(ProjectId project, long after, int most) {
            return persons.changes(project, after, most);
          }

          @Override
          public ChangeLag lag(ProjectId project, long after) {
            return persons.lag(project, after);
          }

          @Override
          public void close() {
            persons.close();
          }
        };
    CountDownLatch stored = new CountDownLatch(100);
    EventStore into = new CountingStore(events, stored);
    SegmentWriter writer =
        new SegmentWriter(into, folding, Chains.NONE, SetAsideEvents.NONE, () -> {});
    Worker.Cut cut = new Worker.Cut(50, 1 << 20, Duration.ofMillis(20), Duration.ofMillis(20));
    try (Worker worker = new Worker(log, into, writer, cut, InstantSource.system(), (_, _) -> {})) {
      worker.start();
      assertThat(steps.tryAcquire(3, 30, TimeUnit.SECONDS)).as("what a crash left").isTrue();
      log.append(Lane.HISTORICAL, TOKEN, captured(0, 100));
      assertThat(stored.await(30, TimeUnit.SECONDS)).as("100 events within 30 s").isTrue();
      assertThat(steps.tryAcquire(3, 30, TimeUnit.SECONDS)).as("new facts").isTrue();
    }
    assertThat(left).hasNegativeValue();
  }
}
