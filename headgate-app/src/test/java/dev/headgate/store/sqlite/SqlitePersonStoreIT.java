package dev.headgate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Happening;
import dev.headgate.identity.SequentialOracle;
import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonStoreContract;
import dev.headgate.store.StoreFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlitePersonStoreIT extends PersonStoreContract {
  @TempDir Path folder;
  private int files;

  @Override
  protected PersonStore create(int idLimit) throws StoreFault {
    return SqlitePersonStore.open(folder.resolve("persons-" + ++files + ".db"), idLimit);
  }

  @Override
  protected boolean isFolded(DistinctId id) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + folder.resolve("persons-" + files + ".db"));
        PreparedStatement statement =
            connection.prepareStatement("SELECT 1 FROM members WHERE distinct_id = ?")) {
      statement.setString(1, id.value());
      return statement.executeQuery().next();
    }
  }

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    Path file = folder.resolve("reopened.db");
    Random random = new Random(31);
    List<Happening> history = history(random, 40);
    Partition partition = new Partition(Lane.HISTORICAL, 0);
    int batch = 100;
    for (int from = 0; from < history.size(); from += batch) {
      try (PersonStore store = SqlitePersonStore.open(file)) {
        assertThat(store.offsets().getOrDefault(partition, 0L)).isEqualTo(from);
        int to = Math.min(history.size(), from + batch);
        store.apply(
            facts(PROJECT, 1, history.subList(from, to)), Map.of(partition, (long) from + batch));
        if (random.nextBoolean()) {
          store.fold();
        }
      }
    }
    SequentialOracle oracle = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history);
    try (PersonStore store = SqlitePersonStore.open(file)) {
      assertThat(persons(store, PROJECT)).isEqualTo(sorted(oracle.persons()));
    }
  }

  @Test
  void whatIsAppliedIsOnTheDiskWithoutClosing() throws Exception {
    Path file = folder.resolve("copied.db");
    List<Happening> history = history(new Random(32), 20);
    try (PersonStore store = SqlitePersonStore.open(file)) {
      store.apply(facts(PROJECT, 1, history), Map.of());
      Path copy = folder.resolve("copy.db");
      Files.copy(file, copy);
      Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"));
      try (PersonStore crashed = SqlitePersonStore.open(copy)) {
        assertThat(persons(crashed, PROJECT)).isEqualTo(persons(store, PROJECT));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99})
  void aFileOfAnotherLayoutIsLeftAlone(int layout) throws Exception {
    Path file = folder.resolve("another.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = " + layout);
    }
    assertThatThrownBy(() -> SqlitePersonStore.open(file))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("another version of Headgate (layout " + layout);
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws Exception {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "this is no database ".repeat(100));
    assertThatThrownBy(() -> SqlitePersonStore.open(file))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("notes.txt is damaged or no database");
  }

  @Test
  void aFullDiskStoresNothingOfTheStepAndCanGoOn() throws Exception {
    Path file = folder.resolve("full.db");
    Random random = new Random(33);
    List<Happening> first = history(random, 5);
    List<Happening> second = history(random, 200);
    try (SqlitePersonStore store = SqlitePersonStore.open(file)) {
      store.apply(facts(PROJECT, 1, first), Map.of());
      store.limitPages(40);
      assertThatThrownBy(() -> store.apply(facts(PROJECT, 1, second), Map.of()))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("full.db is full");
      assertThat(persons(store, PROJECT))
          .isEqualTo(sorted(SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, first).persons()));
      store.apply(facts(PROJECT, 1, second), Map.of());
      assertThat(persons(store, PROJECT)).hasSizeGreaterThan(200);
    }
  }
}
