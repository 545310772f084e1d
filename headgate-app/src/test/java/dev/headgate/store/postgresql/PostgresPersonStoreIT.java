package dev.headgate.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Happening;
import dev.headgate.identity.SequentialOracle;
import dev.headgate.store.PersonChange;
import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonStoreContract;
import dev.headgate.store.StoreFault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresPersonStoreIT extends PersonStoreContract {
  /// Few, so that one step is read while another is written.
  private static final int MARKS_OF_A_STEP = 4;

  private final PostgresServer server = PostgresServer.shared();
  private @Nullable PostgresUrl last;

  @Override
  protected PersonStore create(int idLimit) throws Exception {
    PostgresUrl schema = server.emptySchema();
    last = schema;
    return PostgresPersonStore.open(schema, idLimit);
  }

  @Override
  protected boolean isFolded(DistinctId id) throws Exception {
    return server.isFolded(Objects.requireNonNull(last), id);
  }

  /// Each writer is a store of its own, as programs on several machines are; they write about the
  /// same ids, and two of them fold all the while.
  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void anyNumberOfWritersGivesThePersonsOfTheOracle(long seed) throws Exception {
    PostgresUrl url = server.emptySchema();
    Random random = new Random(seed);
    List<Happening> history = history(random, 60);
    List<List<Happening>> shares = new ArrayList<>();
    int writers = 4;
    for (int i = 0; i < writers; i++) {
      List<Happening> share = new ArrayList<>(history);
      Collections.shuffle(share, random);
      shares.add(share.subList(0, i == 0 ? share.size() : share.size() / 2));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      AtomicBoolean written = new AtomicBoolean();
      Future<Map<DistinctId, EventId>> following = threads.submit(() -> followed(url, written));
      for (int i = 0; i < writers; i++) {
        List<Happening> share = shares.get(i);
        boolean folds = i % 2 == 0;
        ends.add(
            threads.submit(() -> {
              try (PersonStore store =
                  PostgresPersonStore.open(url, Fold.DEFAULT_ID_LIMIT, MARKS_OF_A_STEP)) {
                for (int from = 0; from < share.size(); from += 25) {
                  int to = Math.min(share.size(), from + 25);
                  store.apply(facts(PROJECT, 1, share.subList(from, to)), Map.of());
                  if (folds) {
                    store.fold();
                  }
                }
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      written.set(true);
      Map<DistinctId, EventId> followed = following.get();
      SequentialOracle oracle = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history);
      try (PersonStore store = PostgresPersonStore.open(url)) {
        assertThat(persons(store, PROJECT)).as("seed %d", seed).isEqualTo(sorted(oracle.persons()));
        for (Map.Entry<DistinctId, EventId> member : followed.entrySet()) {
          assertThat(member.getValue()).isEqualTo(store.personOf(PROJECT, member.getKey()));
        }
        assertThat(followed).hasSameSizeAs(store.changes(PROJECT, 0, 100_000)).isNotEmpty();
      }
    }
  }

  /// Whose person every id is, by following the changes while they are made.
  private static Map<DistinctId, EventId> followed(PostgresUrl url, AtomicBoolean written)
      throws StoreFault {
    Map<DistinctId, EventId> persons = new HashMap<>();
    try (PersonStore store = PostgresPersonStore.open(url)) {
      long upTo = 0;
      boolean more = true;
      while (more) {
        boolean last = written.get();
        if (last) {
          store.fold();
        }
        long latest = store.latestChanges().getOrDefault(PROJECT, 0L);
        List<PersonChange> changes = store.changes(PROJECT, upTo, 7);
        changes.forEach(change -> persons.put(change.distinctId(), change.person()));
        long read = changes.isEmpty() ? upTo : changes.getLast().number();
        upTo = changes.size() < 7 ? Math.max(latest, read) : read;
        more = !last || !changes.isEmpty();
      }
    }
    return persons;
  }

  /// More readers than the store has connections, and a writer that must not wait for them.
  @Test
  void manyReadersAtOnceAllGetAView() throws Exception {
    List<Happening> history = history(new Random(62), 40);
    CountDownLatch start = new CountDownLatch(1);
    try (PersonStore store = create(Fold.DEFAULT_ID_LIMIT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      store.apply(facts(PROJECT, 1, history), Map.of());
      List<Future<Integer>> views = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        views.add(
            threads.submit(() -> {
              start.await();
              return persons(store, PROJECT).size();
            }));
      }
      start.countDown();
      for (int i = 0; i < 10; i++) {
        store.apply(facts(PROJECT, 1, history), Map.of());
      }
      int persons = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history).persons().size();
      for (Future<Integer> view : views) {
        assertThat(view.get()).isEqualTo(persons);
      }
    }
  }

  @Test
  void whatIsAppliedSurvivesTheKillOfTheServer() throws Exception {
    try (PostgresServer own = PostgresServer.start()) {
      List<Happening> history = history(new Random(61), 40);
      Partition partition = new Partition(Lane.HISTORICAL, 0);
      try (PersonStore store = PostgresPersonStore.open(own.url(""))) {
        int half = history.size() / 2;
        store.apply(facts(PROJECT, 1, history.subList(0, half)), Map.of(partition, 1L));
        store.fold();
        own.kill();
        assertThatThrownBy(() -> store.apply(facts(PROJECT, 1, history), Map.of()))
            .isInstanceOf(StoreFault.class)
            .hasMessageContaining("does not answer");
        own.begin();
        assertThat(store.offsets()).isEqualTo(Map.of(partition, 1L));
        store.apply(facts(PROJECT, 1, history), Map.of(partition, 2L));
        SequentialOracle oracle = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history);
        assertThat(persons(store, PROJECT)).isEqualTo(sorted(oracle.persons()));
      }
    }
  }

  @Test
  void theSchemaOfTheLayoutBeforeIsAltered() throws Exception {
    List<Happening> history = history(new Random(63), 40);
    PostgresUrl url = server.emptySchema();
    String schema = url.jdbc().replaceAll(".*currentSchema=(\\w+).*", "$1");
    try (PersonStore store = PostgresPersonStore.open(url)) {
      store.apply(facts(PROJECT, 1, history.subList(0, history.size() / 2)), Map.of());
    }
    server.execute("UPDATE " + schema + ".layout SET number = 3");
    server.execute("ALTER TABLE " + schema + ".ids ADD named boolean NOT NULL DEFAULT true");
    server.execute(
        "INSERT INTO "
            + schema
            + ".ids SELECT DISTINCT ON (other_id) project, other_id, '\\x01000000'::bytea, true"
            + " FROM "
            + schema
            + ".merges WHERE reason IS NULL ON CONFLICT DO NOTHING");
    try (PersonStore store = PostgresPersonStore.open(url)) {
      store.apply(facts(PROJECT, 1, history), Map.of());
      SequentialOracle oracle = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history);
      assertThat(persons(store, PROJECT)).isEqualTo(sorted(oracle.persons()));
    }
  }

  @Test
  void theSchemaOfAnotherLayoutIsLeftAlone() throws Exception {
    PostgresUrl url = server.emptySchema();
    PostgresPersonStore.open(url).close();
    String schema = url.jdbc().replaceAll(".*currentSchema=(\\w+).*", "$1");
    server.execute("UPDATE " + schema + ".layout SET number = 99");
    assertThatThrownBy(() -> PostgresPersonStore.open(url))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("another version of Headgate (layout 99");
  }

  @Test
  void aSchemaWithTablesOfSomebodyElseIsLeftAlone() throws Exception {
    PostgresUrl url = server.emptySchema();
    String schema = url.jdbc().replaceAll(".*currentSchema=(\\w+).*", "$1");
    server.execute("CREATE TABLE " + schema + ".ids (theirs text)");
    assertThatThrownBy(() -> PostgresPersonStore.open(url))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("refused it");
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutThePassword() {
    PostgresUrl nowhere =
        PostgresUrl.parse("postgresql://me:secret@127.0.0.1:1/none").orElseThrow();
    assertThatThrownBy(() -> PostgresPersonStore.open(nowhere))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("postgresql://127.0.0.1:1/none does not answer")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    PostgresUrl nowhere =
        PostgresUrl.parse(
                server.url("").shown().replace("/postgres", "/nothere") + "?user=postgres")
            .orElseThrow();
    assertThatThrownBy(() -> PostgresPersonStore.open(nowhere))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("database \"nothere\" does not exist");
  }
}
