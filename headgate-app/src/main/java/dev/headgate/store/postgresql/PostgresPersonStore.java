package dev.headgate.store.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.store.ChangeLag;
import dev.headgate.store.PersonChange;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Persons in PostgreSQL: what {@link #apply} has returned from is committed there.
///
/// Any number of programs may add facts at once ({@link FactWriter}). One folds at a time ({@link
/// Folding}); it holds a lock of the server's, which ends with its connection. A reader folds what
/// it can while others write, then holds them off for the moment in which it folds the rest and
/// begins its transaction: so it never sees a state that is not folded, and while it reads, writers
/// go on.
public final class PostgresPersonStore implements PersonStore {
  private static final int CONNECTIONS = 10;

  /// Views open at once; so a writer never waits for a reader to give its connection back.
  private static final int READERS = 6;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

  /// Marks of one step of folding.
  private static final int MARKS = 2_500;

  /// Steps while others may wait.
  private static final int STEPS = 4;

  /// Without statistics, as after the first batches, the planner takes a big table for a small one
  /// and reads all of it. What is written and folded is always found by an index, a row at a time.
  private static final String BY_INDEX =
      """
      SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL jit = off;
      SET LOCAL enable_indexscan = on; SET LOCAL enable_indexonlyscan = on\
      """;

  /// Where rows are changed at places that are known, a planner that takes the table for an empty
  /// one would rather read its index from end to end for each.
  private static final String BY_PLACE =
      "SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off";

  private final PostgresUrl url;
  private final HikariDataSource connections;
  private final int idLimit;
  private final int marksOfAStep;
  private final Semaphore readers = new Semaphore(READERS, true);

  /// Who folds here, before the server is asked: who waits for that needs no connection.
  private final ReentrantLock folding = new ReentrantLock(true);

  /// Who adds facts here: one segment takes two connections, and nobody holds one and waits for
  /// another that is never given back.
  private final ReentrantLock writing = new ReentrantLock(true);

  private PostgresPersonStore(
      PostgresUrl url, HikariDataSource connections, int idLimit, int marksOfAStep) {
    this.url = url;
    this.connections = connections;
    this.idLimit = idLimit;
    this.marksOfAStep = marksOfAStep;
  }

  /// Opens the database, and makes the tables if there are none.
  public static PostgresPersonStore open(PostgresUrl url) throws StoreFault {
    return open(url, Fold.DEFAULT_ID_LIMIT);
  }

  /// Opens the database, and makes the tables if there are none.
  ///
  /// @param idLimit the most ids of one person. Another limit than last time changes a person only
  ///   when something else about it changes
  public static PostgresPersonStore open(PostgresUrl url, int idLimit) throws StoreFault {
    return open(url, idLimit, MARKS);
  }

  /// @param marksOfAStep how many marks a step of folding begins with
  static PostgresPersonStore open(PostgresUrl url, int idLimit, int marksOfAStep)
      throws StoreFault {
    HikariConfig config = new HikariConfig();
    config.setPoolName("headgate-persons");
    config.setJdbcUrl(url.jdbc());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECT_WITHIN.toMillis());
    config.setInitializationFailTimeout(1);
    config.addDataSourceProperty("ApplicationName", "headgate");
    config.addDataSourceProperty("loginTimeout", Long.toString(CONNECT_WITHIN.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // A plan made for a table of ten rows is not kept for one of ten million.
    config.setConnectionInitSql("SET plan_cache_mode = force_custom_plan");
    HikariDataSource connections;
    try {
      connections = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      SQLException cause = e.getCause() instanceof SQLException sql ? sql : new SQLException(e);
      throw PostgresFaults.of(url, "opening the person store", cause);
    }
    PostgresPersonStore store = new PostgresPersonStore(url, connections, idLimit, marksOfAStep);
    try (Connection connection = connections.getConnection()) {
      PersonTables.make(connection);
      return store;
    } catch (SQLException e) {
      store.close();
      throw store.fault("opening the person store", e);
    }
  }

  @Override
  public void apply(PersonFacts news, Map<Partition, Long> offsets) throws StoreFault {
    writing.lock();
    try (Connection merges = connections.getConnection();
        Connection ids = connections.getConnection()) {
      lockedShared(merges, Locks.FACTS, () -> new FactWriter(ids, merges).write(news, offsets));
    } catch (SQLException e) {
      throw fault("storing facts about persons", e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean foldSome() throws StoreFault {
    return fold(STEPS);
  }

  @Override
  public void fold() throws StoreFault {
    boolean more = true;
    while (more) {
      more = fold(Integer.MAX_VALUE);
    }
  }

  private boolean fold(int steps) throws StoreFault {
    folding.lock();
    try (Connection writing = connections.getConnection();
        Connection reading = connections.getConnection()) {
      return locked(writing, Locks.FOLD, () -> folding(writing, reading).run(steps));
    } catch (SQLException e) {
      throw fault("folding persons", e);
    } finally {
      folding.unlock();
    }
  }

  private Folding folding(Connection writing, Connection reading) {
    return new Folding(writing, reading, idLimit, marksOfAStep);
  }

  /// Waits while {@value #READERS} views are open.
  @Override
  public PersonSnapshot snapshot() throws StoreFault {
    readers.acquireUninterruptibly();
    Connection reader = null;
    PersonSnapshot begun = null;
    folding.lock();
    try (Connection connection = connections.getConnection()) {
      reader = connections.getConnection();
      foldAll(connection, reader);
      begun = beginFolded(connection, reader);
      return begun;
    } catch (SQLException e) {
      throw fault("opening a view of persons", e);
    } finally {
      folding.unlock();
      if (begun == null) {
        giveBack(reader);
      }
    }
  }

  private void foldAll(Connection writing, Connection reading) throws SQLException, StoreFault {
    boolean more = true;
    while (more) {
      more = locked(writing, Locks.FOLD, () -> folding(writing, reading).run(Integer.MAX_VALUE));
    }
  }

  /// While writers are held off. Who folds never waits for them, so the second lock is no trap.
  private PersonSnapshot beginFolded(Connection connection, Connection reader)
      throws SQLException, StoreFault {
    return locked(
        connection,
        Locks.FACTS,
        () -> {
          foldAll(connection, reader);
          execute(reader, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          return new PostgresPersonSnapshot(this, reader);
        });
  }

  @Override
  public Map<Partition, Long> offsets() throws StoreFault {
    try (Connection connection = connections.getConnection()) {
      Map<Partition, Long> offsets = Rows.offsets(connection);
      connection.rollback();
      return offsets;
    } catch (SQLException e) {
      throw fault("reading offsets", e);
    }
  }

  @Override
  public EventId storeId() throws StoreFault {
    return readChanges(ChangeRows::storeId);
  }

  @Override
  public Map<ProjectId, Long> latestChanges() throws StoreFault {
    return readChanges(ChangeRows::latest);
  }

  @Override
  public List<PersonChange> changes(ProjectId project, long after, int most) throws StoreFault {
    return readChanges(connection -> ChangeRows.changes(connection, project, after, most));
  }

  @Override
  public ChangeLag lag(ProjectId project, long after) throws StoreFault {
    return readChanges(connection -> ChangeRows.lag(connection, project, after));
  }

  private interface ChangeQuestion<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T readChanges(ChangeQuestion<T> question) throws StoreFault {
    try (Connection connection = connections.getConnection()) {
      T answer = question.ask(connection);
      connection.rollback();
      return answer;
    } catch (SQLException e) {
      throw fault("reading changes of persons", e);
    }
  }

  private interface Step<T> {
    T take() throws SQLException, StoreFault;
  }

  /// Does something while this connection holds a lock.
  private <T> T locked(Connection connection, Locks lock, Step<T> step)
      throws SQLException, StoreFault {
    return between(connection, lock.take(), step, lock.release());
  }

  private void lockedShared(Connection connection, Locks lock, Beside.Act act)
      throws SQLException, StoreFault {
    Step<Boolean> step =
        () -> {
          act.take();
          return true;
        };
    var _ = between(connection, lock.takeShared(), step, lock.releaseShared());
  }

  /// A connection that cannot let go of its lock is given up, and the lock with it.
  private <T> T between(Connection connection, String take, Step<T> step, String release)
      throws SQLException, StoreFault {
    execute(connection, take);
    connection.commit();
    boolean released = false;
    try {
      T result = step.take();
      execute(connection, release);
      connection.commit();
      released = true;
      return result;
    } finally {
      if (!released) {
        connections.evictConnection(connection);
      }
    }
  }

  /// Ends a reader's transaction; its connection serves others.
  void giveBack(@Nullable Connection reader) {
    if (reader != null) {
      try (reader) {
        reader.rollback();
      } catch (SQLException e) {
        connections.evictConnection(reader);
      }
    }
    readers.release();
  }

  StoreFault fault(String doing, SQLException e) {
    return PostgresFaults.of(url, doing, e);
  }

  /// Until the transaction ends, or {@link #byPlace}.
  static void byIndex(Connection connection) throws SQLException {
    execute(connection, BY_INDEX);
  }

  /// Until the transaction ends, or {@link #byIndex} again.
  static void byPlace(Connection connection) throws SQLException {
    execute(connection, BY_PLACE);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void rollBack(Connection connection, SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
