package dev.headgate.store.sqlite;

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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Persons in one SQLite file, in WAL mode: what {@link #apply} has returned from is on the disk.
///
/// Which ids are one person is written down, by {@link #fold}; a person's properties are not, they
/// are computed when read. One lock serialises everything that writes. A reader takes it too, but
/// only to fold and to begin its transaction; nobody can write in between, so it never sees a state
/// that is not folded, and while it reads, writers go on.
public final class SqlitePersonStore implements PersonStore {
  private static final int IDLE_READERS = 4;

  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();
  private final int idLimit;
  private @Nullable Writer writer;
  private final ArrayDeque<Connection> idleReaders = new ArrayDeque<>(IDLE_READERS);
  private boolean folded;
  private boolean closed;
  private final ReentrantLock readingChanges = new ReentrantLock();
  private @Nullable ChangeRows changeRows;

  private SqlitePersonStore(Path file, int idLimit) {
    this.file = file;
    this.idLimit = idLimit;
  }

  /// Opens the file, or makes it.
  public static SqlitePersonStore open(Path file) throws StoreFault {
    return open(file, Fold.DEFAULT_ID_LIMIT);
  }

  /// Opens the file, or makes it.
  ///
  /// @param idLimit the most ids of one person. Another limit than last time changes a person only
  ///   when something else about it changes
  public static SqlitePersonStore open(Path file, int idLimit) throws StoreFault {
    SqlitePersonStore store = new SqlitePersonStore(file, idLimit);
    try {
      store.writer();
      return store;
    } catch (SQLException e) {
      throw store.fault("opening the person store", e);
    }
  }

  @Override
  public void apply(PersonFacts news, Map<Partition, Long> offsets) throws StoreFault {
    writing.lock();
    try {
      folded = false;
      Writer open = writer();
      open.facts.write(news, offsets);
      open.connection.commit();
    } catch (SQLException e) {
      throw dropped("storing facts about persons", e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean foldSome() throws StoreFault {
    writing.lock();
    try {
      if (!folded) {
        folded = !writer().folder.step();
      }
      return !folded;
    } catch (SQLException e) {
      throw dropped("folding persons", e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public PersonSnapshot snapshot() throws StoreFault {
    writing.lock();
    try {
      fold();
      Connection idle = idleReaders.poll();
      Connection reader = idle != null ? idle : PersonTables.openReader(file);
      try {
        return new SqlitePersonSnapshot(this, reader);
      } catch (SQLException e) {
        closeQuietly(reader);
        throw e;
      }
    } catch (SQLException e) {
      throw fault("opening a view of persons", e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Map<Partition, Long> offsets() throws StoreFault {
    writing.lock();
    try {
      Connection connection = writer().connection;
      Map<Partition, Long> offsets = SqlitePersonSnapshot.readOffsets(connection);
      connection.rollback();
      return offsets;
    } catch (SQLException e) {
      throw dropped("reading offsets", e);
    } finally {
      writing.unlock();
    }
  }

  /// Lets the file grow to so many pages and no further, as a full disk would, until the next
  /// fault.
  void limitPages(int pages) throws SQLException {
    writing.lock();
    try (Statement statement = writer().connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = " + pages);
    } finally {
      writing.unlock();
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
    return readChanges(rows -> rows.changes(project, after, most));
  }

  @Override
  public ChangeLag lag(ProjectId project, long after) throws StoreFault {
    return readChanges(rows -> rows.lag(project, after, System.currentTimeMillis()));
  }

  private interface ChangeQuestion<T> {
    T ask(ChangeRows rows) throws SQLException;
  }

  private <T> T readChanges(ChangeQuestion<T> question) throws StoreFault {
    readingChanges.lock();
    try {
      if (changeRows == null) {
        changeRows = new ChangeRows(file);
      }
      return question.ask(changeRows);
    } catch (SQLException e) {
      if (changeRows != null) {
        closeQuietly(changeRows);
        changeRows = null;
      }
      throw fault("reading changes of persons", e);
    } finally {
      readingChanges.unlock();
    }
  }

  /// Ends a reader's transaction and keeps its connection for the next.
  void giveBack(Connection reader) {
    writing.lock();
    try {
      reader.rollback();
      if (!closed && idleReaders.size() < IDLE_READERS) {
        idleReaders.add(reader);
      } else {
        reader.close();
      }
    } catch (SQLException e) {
      closeQuietly(reader);
    } finally {
      writing.unlock();
    }
  }

  StoreFault fault(String doing, SQLException e) {
    return SqliteFaults.of(file, doing, e);
  }

  private Writer writer() throws SQLException {
    if (writer == null) {
      writer = new Writer(PersonTables.openWriter(file), idLimit);
    }
    return writer;
  }

  /// Gives the writing connection up, and with it what is not committed. After a full disk SQLite
  /// has rolled back by itself and the driver's statements are of no more use, so the next write
  /// starts from a new connection.
  private StoreFault dropped(String doing, SQLException e) {
    if (writer != null) {
      closeQuietly(writer);
      writer = null;
    }
    return fault(doing, e);
  }

  @Override
  public void close() {
    readingChanges.lock();
    try {
      if (changeRows != null) {
        closeQuietly(changeRows);
        changeRows = null;
      }
    } finally {
      readingChanges.unlock();
    }
    writing.lock();
    try {
      closed = true;
      idleReaders.forEach(SqlitePersonStore::closeQuietly);
      idleReaders.clear();
      if (writer != null) {
        closeQuietly(writer);
        writer = null;
      }
    } finally {
      writing.unlock();
    }
  }

  /// All that matters is committed by now; what a failing close leaves open ends with the process.
  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception _) {
      // See above.
    }
  }

  /// The one connection that writes, with its statements.
  private static final class Writer implements AutoCloseable {
    private final Connection connection;
    private final FactWriter facts;
    private final ComponentFolder folder;

    Writer(Connection connection, int idLimit) throws SQLException {
      this.connection = connection;
      try {
        facts = new FactWriter(connection);
        folder = new ComponentFolder(connection, idLimit);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
