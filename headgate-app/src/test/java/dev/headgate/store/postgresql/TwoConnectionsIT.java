package dev.headgate.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Happening;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.Person;
import dev.headgate.identity.SequentialOracle;
import dev.headgate.store.FactCollector;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens between the two transactions that write a segment, and between the two connections
/// that fold: the test holds a lock in the one place where somebody else's work is to come between.
class TwoConnectionsIT {
  private static final ProjectId PROJECT = ProjectId.DEFAULT;
  private static final Partition PARTITION = new Partition(Lane.HISTORICAL, 0);

  private final PostgresServer server = PostgresServer.shared();
  private PostgresUrl url;
  private PersonStore store;

  /// Holds locks.
  private Connection bystander;

  private Observer observer;
  private ExecutorService threads;

  @BeforeEach
  void open() throws Exception {
    url = server.emptySchema();
    store = PostgresPersonStore.open(url);
    connect(url);
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  private void connect(PostgresUrl to) throws SQLException {
    bystander = DriverManager.getConnection(to.jdbc());
    bystander.setAutoCommit(false);
    observer = new Observer(to);
  }

  /// From now on locks are held, and looked at, on another server.
  private void connectInstead(PostgresUrl to) throws SQLException {
    bystander.close();
    observer.close();
    connect(to);
  }

  @AfterEach
  void close() throws Exception {
    bystander.close();
    observer.close();
    threads.close();
    store.close();
  }

  /// The sighting says that `a` was a person before the merge, so the alias is refused.
  @Test
  void aSightingBetweenTheTwoCommitsOfAMergeIsNotMissed() throws Exception {
    List<Happening> merges = List.of(merge(10, "b", "x"), alias(20, "a", "b"));
    Happening sighting = seen(5, "a");
    execute("LOCK TABLE positions IN ACCESS EXCLUSIVE MODE");
    Future<?> writing = threads.submit(() -> apply(store, merges, 1));
    awaitWaiting(1);
    awaitCommitted("ids", 2);
    assertThat(observer.committed("merges")).isZero();
    try (PersonStore other = PostgresPersonStore.open(url)) {
      apply(other, List.of(sighting), 0);
      other.fold();
    }
    assertThat(observer.committed("dirty")).isZero();
    bystander.rollback();
    writing.get();
    assertPersonsOf(store, List.of(merges.get(0), merges.get(1), sighting));
    assertThat(persons(store)).hasSize(2);
  }

  /// Somebody is writing a sighting of `a` and has not committed: the merge must not be there
  /// before it, for its mark is the only one.
  @Test
  void aMergeIsNotSeenBeforeASightingThatItWaitedFor() throws Exception {
    List<Happening> merges = List.of(merge(10, "b", "x"), alias(20, "a", "b"));
    apply(store, List.of(seen(30, "a")), 0);
    execute("SELECT 1 FROM ids WHERE distinct_id = 'a' FOR UPDATE");
    Future<?> writing = threads.submit(() -> apply(store, merges, 1));
    awaitWaiting(1);
    awaitIdleInTransaction();
    assertThat(observer.committed("merges")).isZero();
    assertThat(store.offsets()).isEmpty();
    bystander.rollback();
    writing.get();
    assertPersonsOf(store, List.of(merges.get(0), merges.get(1), seen(30, "a")));
    assertThat(store.offsets()).isEqualTo(Map.of(PARTITION, 1L));
  }

  @Test
  void aReaderWaitsUntilBothHalvesAreThere() throws Exception {
    List<Happening> merges = List.of(seen(1, "a"), merge(10, "a", "b"));
    execute("LOCK TABLE positions IN ACCESS EXCLUSIVE MODE");
    Future<?> writing = threads.submit(() -> apply(store, merges, 1));
    awaitWaiting(1);
    awaitCommitted("ids", 1);
    Future<List<Person>> reading = threads.submit(() -> persons(store));
    awaitWaiting(2);
    assertThat(reading.isDone()).isFalse();
    bystander.rollback();
    writing.get();
    assertThat(reading.get()).hasSize(1);
  }

  @Test
  void aCrashBetweenTheTwoCommitsOnlyMeansThatTheSegmentIsReadAgain() throws Exception {
    try (PostgresServer own = PostgresServer.start();
        PersonStore there = PostgresPersonStore.open(own.url(""))) {
      List<Happening> segment = List.of(seen(1, "a"), merge(10, "b", "x"), alias(20, "a", "b"));
      connectInstead(own.url(""));
      execute("LOCK TABLE positions IN ACCESS EXCLUSIVE MODE");
      Future<?> writing = threads.submit(() -> apply(there, segment, 1));
      awaitWaiting(1);
      awaitCommitted("ids", 2);
      own.kill();
      assertThatThrownBy(writing::get).hasCauseInstanceOf(StoreFault.class);
      own.begin();
      assertThat(there.offsets()).isEmpty();
      assertThat(persons(there)).hasSize(2).noneMatch(Person::identified);
      apply(there, segment, 1);
      assertPersonsOf(there, segment);
      assertThat(there.offsets()).isEqualTo(Map.of(PARTITION, 1L));
    }
  }

  @Test
  void anIdThatSomebodyElseAddsFirstIsFoundAndMerged() throws Exception {
    execute(
        """
        INSERT INTO ids (project, distinct_id, registers) VALUES (1, 'a', '\\x01000000')\
        """);
    Future<?> writing = threads.submit(() -> apply(store, List.of(seen(1, "a"), seen(2, "b")), 1));
    awaitWaiting(1);
    bystander.commit();
    writing.get();
    assertPersonsOf(store, List.of(seen(1, "a"), seen(2, "b")));
  }

  /// The merge is folded before the sighting is there to be seen, and was not there yet when the
  /// sighting was written: whoever commits last has to notice.
  @Test
  void aMergeThatIsFoldedWhileASightingIsNotCommittedIsComputedAnew() throws Exception {
    List<Happening> merges = List.of(merge(10, "b", "x"), alias(20, "a", "b"));
    apply(store, List.of(seen(30, "q")), 0);
    execute("SELECT 1 FROM ids WHERE distinct_id = 'q' FOR UPDATE");
    List<Happening> sightings = List.of(seen(5, "a"), seen(1, "q"));
    Future<?> writing = threads.submit(() -> apply(store, sightings, 1));
    awaitWaiting(1);
    try (PersonStore other = PostgresPersonStore.open(url)) {
      apply(other, merges, 0);
      other.fold();
    }
    assertThat(observer.committed("members")).isEqualTo(3);
    assertThat(observer.committed("dirty")).isZero();
    bystander.rollback();
    writing.get();
    List<Happening> all = new ArrayList<>(merges);
    all.addAll(sightings);
    assertPersonsOf(store, all);
    assertThat(persons(store)).hasSize(3);
  }

  /// The merge is there and folded; of the sighting's segment only the ids get committed.
  @Test
  void aSightingWhoseMarkACrashTookIsMarkedWhenItIsReadAgain() throws Exception {
    try (PostgresServer own = PostgresServer.start();
        PersonStore there = PostgresPersonStore.open(own.url(""))) {
      List<Happening> merges = List.of(merge(10, "b", "x"), alias(20, "a", "b"));
      apply(there, merges, 1);
      there.fold();
      connectInstead(own.url(""));
      execute("LOCK TABLE positions IN ACCESS EXCLUSIVE MODE");
      List<Happening> segment = List.of(seen(5, "a"), seen(6, "new"));
      Future<?> writing = threads.submit(() -> apply(there, segment, 2));
      awaitWaiting(1);
      awaitCommitted("ids", 3);
      own.kill();
      assertThatThrownBy(writing::get).hasCauseInstanceOf(StoreFault.class);
      own.begin();
      assertThat(there.offsets()).isEqualTo(Map.of(PARTITION, 1L));
      there.fold();
      apply(there, segment, 2);
      List<Happening> all = new ArrayList<>(merges);
      all.addAll(segment);
      assertPersonsOf(there, all);
      assertThat(persons(there)).hasSize(3);
    }
  }

  @Test
  void anIdThatSomebodyElseChangesMeanwhileIsReadAgain() throws Exception {
    apply(store, List.of(seen(10, "a")), 0);
    execute("UPDATE ids SET registers = '\\x01000000' WHERE distinct_id = 'a'");
    Future<?> writing = threads.submit(() -> apply(store, List.of(set(20, "a")), 1));
    awaitWaiting(1);
    bystander.commit();
    writing.get();
    assertPersonsOf(store, List.of(set(20, "a")));
  }

  @Test
  void ofTwoMergesUnderOneUuidTheFirstStays() throws Exception {
    Happening first = merge(10, "z", "x");
    Happening second =
        happening(first.uuid(), first.micros(), "a", MergeKind.IDENTIFY, "x", Map.of());
    apply(store, List.of(first, second, merge(20, "a", "c")), 1);
    apply(store, List.of(second, merge(30, "d", "e")), 2);
    try (PersonSnapshot now = store.snapshot()) {
      assertThat(now.personOf(PROJECT, id("x"))).isEqualTo(now.personOf(PROJECT, id("z")));
      assertThat(now.personOf(PROJECT, id("x"))).isNotEqualTo(now.personOf(PROJECT, id("a")));
      assertThat(now.personOf(PROJECT, id("d"))).isEqualTo(now.personOf(PROJECT, id("e")));
    }
  }

  /// A step is read while the one before it is not written yet, and a merge between the two comes.
  @Test
  void aStepThatMeetsTheOneBeforeIsReadAgain() throws Exception {
    List<Happening> before = List.of(merge(10, "b", "x"), merge(11, "m", "n"));
    apply(store, before, 1);
    try (Connection reading = DriverManager.getConnection(url.jdbc());
        Connection writing = DriverManager.getConnection(url.jdbc())) {
      reading.setAutoCommit(false);
      writing.setAutoCommit(false);
      ComponentReader reader = new ComponentReader(reading, 1);
      ComponentFolder folder = new ComponentFolder(writing, Fold.DEFAULT_ID_LIMIT);
      FoldStep one = reader.next(FoldStep.NOTHING);
      Happening between = happening(5, "m", MergeKind.MERGE_DANGEROUSLY, "x");
      apply(store, List.of(between), 2);
      FoldStep two = reader.next(one);
      assertThat(two.meets(one)).isTrue();
      folder.write(one);
      FoldStep again = reader.again();
      assertThat(again.meets(one)).isTrue();
      folder.write(again);
      assertPersonsOf(store, List.of(before.get(0), before.get(1), between));
      assertThat(persons(store)).hasSize(1);
    }
  }

  /// Its historical mark lies far behind the live ones, where a later step would begin with it.
  @Test
  void anIdThatIsMarkedLiveAndHistoricalIsFoldedOnce() throws Exception {
    List<Happening> historical = List.of(merge(10, "b", "x"), merge(11, "m", "n"));
    List<Happening> live = List.of(merge(20, "b", "y"));
    apply(store, historical, 1);
    store.apply(facts(CapturedEvent.LIVE, live), Map.of());
    try (Connection reading = DriverManager.getConnection(url.jdbc());
        Connection writing = DriverManager.getConnection(url.jdbc())) {
      reading.setAutoCommit(false);
      writing.setAutoCommit(false);
      ComponentReader reader = new ComponentReader(reading, 1);
      ComponentFolder folder = new ComponentFolder(writing, Fold.DEFAULT_ID_LIMIT);
      folder.write(reader.next(FoldStep.NOTHING));
      assertThat(observer.committed("dirty WHERE distinct_id = 'b'")).isZero();
      FoldStep second = reader.next(FoldStep.NOTHING);
      assertThat(second.ids(PROJECT.number())).containsExactlyInAnyOrder(id("m"), id("n"));
      folder.write(second);
      assertThat(observer.committed("dirty")).isZero();
    }
    assertPersonsOf(store, List.of(historical.get(0), historical.get(1), live.get(0)));
  }

  private void assertPersonsOf(PersonStore store, List<Happening> history) throws StoreFault {
    assertThat(persons(store))
        .isEqualTo(
            SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history).persons().stream()
                .sorted(Comparator.comparing(person -> person.distinctIds().getFirst()))
                .toList());
  }

  private static List<Person> persons(PersonStore store) throws StoreFault {
    List<Person> persons = new ArrayList<>();
    store.forEachPerson(PROJECT, persons::add);
    return persons;
  }

  private static Void apply(PersonStore store, List<Happening> events, long offset)
      throws StoreFault {
    store.apply(facts(1, events), offset == 0 ? Map.of() : Map.of(PARTITION, offset));
    return null;
  }

  private static PersonFacts facts(int importNumber, List<Happening> events) {
    FactCollector collector = new FactCollector();
    events.forEach(event -> collector.add(PROJECT, importNumber, event.event()));
    return collector.take();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = bystander.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Waits until so many connections of the server wait for a lock.
  private void awaitWaiting(int connections) throws Exception {
    observer.await(
        "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted",
        found -> found == connections,
        connections + " that wait");
  }

  private void awaitIdleInTransaction() throws Exception {
    observer.await(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = 'headgate' AND state = 'idle in transaction'
          AND query LIKE '%INTO positions%'\
        """,
        found -> found == 1, "one that has written merges and offsets");
  }

  private void awaitCommitted(String rows, int number) throws Exception {
    observer.await("SELECT count(*) FROM " + rows, found -> found == number, number + " " + rows);
  }

  private static DistinctId id(String id) {
    return new DistinctId(id);
  }

  private static Happening seen(int second, String id) {
    return happening(second, id, null, "");
  }

  private static Happening set(int second, String id) {
    return happening(
        new EventId(second, id.hashCode()), second * 1_000_000L, id, null, "", Map.of("plan", 1));
  }

  private static Happening merge(int second, String into, String other) {
    return happening(second, into, MergeKind.IDENTIFY, other);
  }

  private static Happening alias(int second, String into, String other) {
    return happening(second, into, MergeKind.CREATE_ALIAS, other);
  }

  private static Happening happening(
      int second, String id, @Nullable MergeKind kind, String other) {
    return happening(
        new EventId(second, id.hashCode()), second * 1_000_000L, id, kind, other, Map.of());
  }

  private static Happening happening(
      EventId uuid,
      long micros,
      String id,
      @Nullable MergeKind kind,
      String other,
      Map<String, Integer> setOnce) {
    return new Happening(uuid, micros, id, false, kind, other, setOnce, Map.of(), Set.of());
  }
}
