package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.apps.Chains;
import dev.headgate.event.DistinctId;
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
import dev.headgate.identity.Persons;
import dev.headgate.identity.SequentialOracle;
import dev.headgate.store.duckdb.DuckDbEventStore;
import dev.headgate.store.duckdb.DuckDbSettings;
import dev.headgate.store.sqlite.SqlitePersonStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments in any order, folds, steps of the follower, crashes between any two of them and within
/// a step, moves to another person store. Whenever the follower has caught up, `person_of` is what
/// the person store's members are, and the events with their persons are those that the persons of
/// a snapshot would have given.
///
/// Run with `-Dseed=N` to replay a failure first, with `-Drounds=N` for more.
class PersonOfSimulation {
  private static final DuckDbSettings SMALL = DuckDbSettings.ofMemory(256L << 20);
  private static final int HISTORIES_A_ROUND = 30;
  private static final int STEPS = 60;
  private static final int LARGEST_SEGMENT = 60;
  private static final List<ProjectId> PROJECTS = List.of(ProjectId.DEFAULT, new ProjectId(2));

  @TempDir Path temp;

  @Test
  void personsOfEvents() throws Exception {
    long seed = Long.getLong("seed", 8_000_000L);
    int rounds = Integer.getInteger("rounds", 12);
    System.out.printf("rounds with seeds %d to %d%n", seed, seed + rounds - 1);
    for (int i = 0; i < rounds; i++) {
      try (Round round = new Round(seed + i)) {
        round.run();
      }
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// A store whose process ends, now and then, before or after a batch is written.
  private static final class CrashingStore extends CountingStore {
    private final Random random;

    CrashingStore(EventStore store, Random random) {
      super(store, new CountDownLatch(0));
      this.random = random;
    }

    @Override
    public void follow(Batch batch) throws StoreFault {
      int fate = random.nextInt(12);
      if (fate == 0) {
        throw new Crash();
      }
      super.follow(batch);
      if (fate == 1) {
        throw new Crash();
      }
    }
  }

  private final class Round implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final List<LoggedEvent> log = new ArrayList<>();
    private Path folder;
    private int lives;
    private String personsFile = "persons-0.db";
    private int moves;
    private int next;
    private PersonStore persons;
    private EventStore events;
    private PersonFollower follower;
    private int checks;
    private int crashes;

    Round(long seed) throws Exception {
      this.seed = seed;
      this.random = new Random(seed);
      this.folder = Files.createDirectories(temp.resolve(seed + "-0"));
      Histories histories = new Histories(random);
      List<CapturedEvent> arrivals = new ArrayList<>();
      for (int i = 0; i < HISTORIES_A_ROUND; i++) {
        ProjectId project = PROJECTS.get(random.nextInt(4) == 0 ? 1 : 0);
        for (Happening each : histories.next(i + "-")) {
          arrivals.add(new CapturedEvent(project, 1, each.event()));
          happenings
              .computeIfAbsent(project, _ -> new LinkedHashMap<>())
              .putIfAbsent(each.uuid(), each);
        }
      }
      Collections.shuffle(arrivals, random);
      Partition partition = new Partition(Lane.HISTORICAL, 0);
      for (CapturedEvent each : arrivals) {
        log.add(new LoggedEvent(partition, log.size(), 0, each));
      }
      open();
    }

    private final Map<ProjectId, Map<EventId, Happening>> happenings = new HashMap<>();

    private void open() throws StoreFault {
      persons = SqlitePersonStore.open(folder.resolve(personsFile));
      events = new DuckDbEventStore(folder, SMALL);
      follower =
          new PersonFollower(
              persons, new CrashingStore(events, random), 1 + random.nextInt(40), _ -> {});
    }

    void run() throws Exception {
      for (int step = 0; step < STEPS || next < log.size(); step++) {
        try {
          step();
        } catch (Crash _) {
          crash();
        }
      }
      boolean done = false;
      while (!done) {
        try {
          check();
          done = true;
        } catch (Crash _) {
          crash();
        }
      }
      for (ProjectId project : PROJECTS) {
        assertThat(personsOfEvents(project)).as("-Dseed=%d", seed).isEqualTo(oracle(project));
      }
      System.out.printf(
          "seed %d: %d events, %d crashes, %d moves, %d times all equal%n",
          seed, log.size(), crashes, moves, checks);
    }

    private void step() throws Exception {
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3, 4 -> segment();
        case 5, 6, 7 -> persons.foldSome();
        case 8, 9, 10, 11 -> follower.followSome();
        case 12, 13 -> check();
        case 14 -> crash();
        default -> {
          if (random.nextInt(4) == 0) {
            move();
          }
        }
      }
    }

    private void segment() throws StoreFault {
      int to = Math.min(log.size(), next + 1 + random.nextInt(LARGEST_SEGMENT));
      new SegmentWriter(events, persons, Chains.NONE, SetAsideEvents.NONE, () -> {})
          .write(log.subList(next, to));
      next = to;
    }

    /// What a killed process would leave: the files as they are, which nobody closed.
    private void crash() throws Exception {
      crashes++;
      Path copy = Files.createDirectories(temp.resolve(seed + "-" + ++lives));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
      close();
      folder = copy;
      open();
    }

    private void move() throws Exception {
      String file = "persons-" + ++moves + ".db";
      try (PersonStore there = SqlitePersonStore.open(folder.resolve(file))) {
        assertThat(new PersonsMove(persons, there, _ -> {}).run().proved()).isTrue();
      }
      close();
      personsFile = file;
      open();
    }

    private void check() throws StoreFault {
      for (ProjectId project : PROJECTS) {
        follower.catchUp(project);
        Map<DistinctId, EventId> members = new TreeMap<>();
        persons
            .changes(project, 0, 1_000_000)
            .forEach(each -> members.put(each.distinctId(), each.person()));
        Map<DistinctId, EventId> table = new TreeMap<>();
        events.forEachPersonOf(project, table::put);
        assertThat(table).as("-Dseed=%d: person_of", seed).isEqualTo(members);
        Map<EventId, EventId> joined = new LinkedHashMap<>();
        try (PersonSnapshot snapshot = persons.snapshot()) {
          for (EventId uuid : personsOfEvents(project).keySet()) {
            Happening happening =
                Objects.requireNonNull(happenings.getOrDefault(project, Map.of()).get(uuid));
            joined.put(uuid, snapshot.personOf(project, happening.event().distinctId()));
          }
        }
        assertThat(personsOfEvents(project)).as("-Dseed=%d: the join", seed).isEqualTo(joined);
      }
      checks++;
    }

    /// As they are exported.
    private Map<EventId, EventId> personsOfEvents(ProjectId project) throws StoreFault {
      Persons alone = new Persons();
      Map<EventId, EventId> persons = new LinkedHashMap<>();
      events.forEachPersonEvent(
          project,
          each ->
              persons.put(
                  each.stored().event().uuid(),
                  each.person()
                      .orElseGet(() -> alone.idOf(project, each.stored().event().distinctId()))));
      return persons;
    }

    private Map<EventId, EventId> oracle(ProjectId project) {
      Map<EventId, Happening> history = happenings.getOrDefault(project, Map.of());
      SequentialOracle oracle =
          SequentialOracle.of(project.number(), Fold.DEFAULT_ID_LIMIT, history.values());
      Map<DistinctId, EventId> personOf = new HashMap<>();
      for (Person person : oracle.persons()) {
        person.distinctIds().forEach(id -> personOf.put(id, person.id()));
      }
      Persons alone = new Persons();
      Map<EventId, EventId> persons = new HashMap<>();
      history.forEach((uuid, each) -> {
        DistinctId id = each.event().distinctId();
        persons.put(uuid, personOf.getOrDefault(id, alone.idOf(project, id)));
      });
      return persons;
    }

    @Override
    public void close() throws IOException {
      follower.close();
      events.close();
      persons.close();
    }
  }
}
