package dev.headgate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.apps.Chains;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Happening;
import dev.headgate.identity.Histories;
import dev.headgate.identity.Person;
import dev.headgate.identity.SequentialOracle;
import dev.headgate.store.EventStore;
import dev.headgate.store.PersonStore;
import dev.headgate.store.SegmentWriter;
import dev.headgate.store.SetAsideEvents;
import dev.headgate.store.StoreFault;
import dev.headgate.store.memory.MemoryEventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Very many histories through the writers of segments into one file of persons: shuffled, in
/// segments of any size, by several workers at once, with retries of a uuid that tell another time,
/// with crashes between the stores and restarts. The persons are those of the oracle, which reads
/// the first copy of each event, in time order.
///
/// Run with `-Dseed=N` to replay a failure first, with `-Drounds=N` for more.
class AnyArrivalSimulation {
  private static final int HISTORIES_A_ROUND = 1_000;
  private static final int PARTITIONS = 8;

  @TempDir Path folder;

  @Test
  void persons() throws Exception {
    long seed = Long.getLong("seed", 7_000_000L);
    int rounds = Integer.getInteger("rounds", 10);
    System.out.printf(
        "%,d histories, rounds with seeds %d to %d%n",
        rounds * HISTORIES_A_ROUND, seed, seed + rounds - 1);
    for (int i = 0; i < rounds; i++) {
      round(seed + i);
    }
  }

  private void round(long seed) throws Exception {
    Random random = new Random(seed);
    List<Happening> arrivals = arrivals(random);
    Map<EventId, Happening> firstCopies = new LinkedHashMap<>();
    arrivals.forEach(each -> firstCopies.putIfAbsent(each.uuid(), each));
    int idLimit = random.nextInt(4) == 0 ? random.nextInt(2, 6) : Fold.DEFAULT_ID_LIMIT;

    Path file = folder.resolve("persons-" + seed + ".db");
    List<EventStore> eventStores = new ArrayList<>();
    int workers = random.nextInt(1, 5);
    for (int i = 0; i < workers; i++) {
      eventStores.add(new MemoryEventStore());
    }
    int restarts = random.nextInt(4);
    int from = 0;
    for (int life = 0; life <= restarts; life++) {
      int to =
          life == restarts
              ? arrivals.size()
              : random.nextInt(from, Math.max(from, arrivals.size()) + 1);
      try (PersonStore store = SqlitePersonStore.open(file, idLimit)) {
        carry(arrivals, from, to, eventStores, store, random);
      }
      from = to;
    }

    SequentialOracle oracle = SequentialOracle.of(1, idLimit, firstCopies.values());
    List<Person> expected =
        oracle.persons().stream()
            .sorted(Comparator.comparing(person -> person.distinctIds().getFirst()))
            .toList();
    try (PersonStore store = SqlitePersonStore.open(file, idLimit)) {
      List<Person> found = new ArrayList<>();
      store.forEachPerson(ProjectId.DEFAULT, found::add);
      assertThat(found).as("-Dseed=%d", seed).isEqualTo(expected);
    }
    Files.delete(file);
  }

  private static List<Happening> arrivals(Random random) {
    Histories histories = new Histories(random);
    List<Happening> arrivals = new ArrayList<>();
    for (int i = 0; i < HISTORIES_A_ROUND; i++) {
      for (Happening each : histories.next(i + "-")) {
        arrivals.add(each);
        switch (random.nextInt(10)) {
          case 0 -> arrivals.add(each);
          case 1 -> arrivals.add(at(each, 1_000_000L * random.nextInt(40)));
          default -> {}
        }
      }
    }
    Collections.shuffle(arrivals, random);
    return arrivals;
  }

  /// The same event, sent again by a client whose clock was set meanwhile.
  private static Happening at(Happening of, long micros) {
    return new Happening(
        of.uuid(),
        micros,
        of.id(),
        of.personless(),
        of.merge(),
        of.other(),
        of.setOnce(),
        of.set(),
        of.unset());
  }

  /// Every worker reads partitions of its own; all copies of an event are in one.
  private static void carry(
      List<Happening> arrivals,
      int from,
      int to,
      List<EventStore> eventStores,
      PersonStore persons,
      Random random)
      throws Exception {
    List<List<LoggedEvent>> logs = new ArrayList<>();
    eventStores.forEach(_ -> logs.add(new ArrayList<>()));
    for (int offset = from; offset < to; offset++) {
      Event event = arrivals.get(offset).event();
      int number = Math.floorMod(event.uuid().hashCode(), PARTITIONS);
      logs.get(number % logs.size())
          .add(
              new LoggedEvent(
                  new Partition(Lane.HISTORICAL, number),
                  offset,
                  0,
                  new CapturedEvent(ProjectId.DEFAULT, 1, event)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < logs.size(); i++) {
        List<LoggedEvent> log = logs.get(i);
        EventStore events = eventStores.get(i);
        Random own = new Random(random.nextLong());
        ends.add(
            threads.submit(() -> {
              write(log, events, persons, own);
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private static void write(
      List<LoggedEvent> log, EventStore events, PersonStore persons, Random random)
      throws StoreFault {
    SegmentWriter writer =
        new SegmentWriter(
            events,
            persons,
            Chains.NONE,
            SetAsideEvents.NONE,
            () -> {
              if (random.nextInt(5) == 0) {
                throw new Crash();
              }
            });
    int longest = 1 + random.nextInt(10_000);
    for (int from = 0; from < log.size(); ) {
      int to = Math.min(log.size(), from + 1 + random.nextInt(longest));
      try {
        writer.write(log.subList(from, to));
        from = to;
        if (random.nextInt(3) == 0) {
          persons.fold();
        }
      } catch (Crash crash) {
        // Its facts are stored and its events are not: it is read again, cut in another way.
        assertThat(crash).isNotNull();
      }
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
