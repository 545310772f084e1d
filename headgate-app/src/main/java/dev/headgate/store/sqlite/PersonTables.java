package dev.headgate.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;

/// The tables of persons, and how connections to them are opened.
///
/// ```
/// ids        what is known of an id, as bytes (IdRegisters); also a row, with nothing known yet,
///            for every id that a merge names. Not clustered by id: rows of a kilobyte would each
///            take a page of their own, for an index keeps at most a quarter of a page in place
/// merges     every merge an event asked for. reason: why it is no legal one, else null. status: what
///            became of a legal one, null if it joined (or is not folded yet)
/// members    every id that a legal merge names: the smallest id of its person, the first id of the
///            surviving person, the earliest merge that names the id; the number of the change by
///            which the surviving one became so, and when that was written (ms since 1970)
/// changes    the number of the last change of each project
/// store      the id of this file, made with it
/// dirty      ids whose person has to be computed anew, in the order of the key: those that live
///            events marked first
/// positions  the next offset of each partition
/// ```
///
/// A person without a row in `members` is one id, alone and not identified. `members` and `status`
/// can be computed from the other tables at any time; all the rest are facts.
final class PersonTables {
  private static final int VERSION = 3;
  private static final int WRITER_CACHE_KIB = 64 * 1024;
  private static final int READER_CACHE_KIB = 16 * 1024;
  private static final int WAL_PAGES_BEFORE_CHECKPOINT = 16_384;
  private static final int WAL_BYTES_KEPT = 64 * 1024 * 1024;
  private static final int BUSY_MILLIS = 10_000;

  private static final List<String> CREATE =
      List.of(
          """
          CREATE TABLE ids (
            number INTEGER PRIMARY KEY, project INTEGER NOT NULL, distinct_id TEXT NOT NULL,
            registers BLOB NOT NULL, UNIQUE (project, distinct_id))\
          """,
          """
          CREATE TABLE merges (
            project INTEGER NOT NULL, uuid BLOB NOT NULL, at INTEGER NOT NULL,
            into_id TEXT NOT NULL, other_id TEXT NOT NULL, kind TEXT NOT NULL,
            import INTEGER NOT NULL, reason TEXT, status TEXT,
            PRIMARY KEY (project, uuid)) WITHOUT ROWID\
          """,
          "CREATE INDEX merges_by_into ON merges (project, into_id) WHERE reason IS NULL",
          "CREATE INDEX merges_by_other ON merges (project, other_id) WHERE reason IS NULL",
          """
          CREATE TABLE members (
            project INTEGER NOT NULL, distinct_id TEXT NOT NULL, first_id TEXT NOT NULL,
            survivor TEXT NOT NULL, touched_at INTEGER NOT NULL, touched_by BLOB NOT NULL,
            change INTEGER NOT NULL, changed_at INTEGER NOT NULL,
            PRIMARY KEY (project, distinct_id)) WITHOUT ROWID\
          """,
          "CREATE INDEX members_by_first ON members (project, first_id)",
          "CREATE INDEX members_by_change ON members (project, change)",
          "CREATE TABLE changes (project INTEGER PRIMARY KEY, last INTEGER NOT NULL)",
          "CREATE TABLE store (id BLOB NOT NULL)",
          "INSERT INTO store VALUES (randomblob(16))",
          """
          CREATE TABLE dirty (
            historical INTEGER NOT NULL, project INTEGER NOT NULL, distinct_id TEXT NOT NULL,
            PRIMARY KEY (historical, project, distinct_id)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE positions (
            lane TEXT NOT NULL, number INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            PRIMARY KEY (lane, number)) WITHOUT ROWID\
          """,
          "PRAGMA user_version = " + VERSION);

  private PersonTables() {}

  /// Opens the one writing connection and makes the tables if the file is new.
  static Connection openWriter(Path file) throws SQLException {
    SQLiteConfig config = config(WRITER_CACHE_KIB);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setJournalSizeLimit(WAL_BYTES_KEPT);
    Connection connection = connect(config, file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + WAL_PAGES_BEFORE_CHECKPOINT);
      int version = version(statement);
      if (version != VERSION && version != 0) {
        throw new UnknownLayout(version);
      }
      if (version == 0) {
        connection.setAutoCommit(false);
        for (String sql : CREATE) {
          statement.execute(sql);
        }
        connection.commit();
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Opens a connection for reading beside the writer.
  static Connection openReader(Path file) throws SQLException {
    SQLiteConfig config = config(READER_CACHE_KIB);
    Connection connection = connect(config, file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = true");
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static SQLiteConfig config(int cacheKib) {
    SQLiteConfig config = new SQLiteConfig();
    config.setCacheSize(-cacheKib);
    config.setBusyTimeout(BUSY_MILLIS);
    // Else the driver asks for the last rowid after every single write.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private static Connection connect(SQLiteConfig config, Path file) throws SQLException {
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /// The file was written by a program that keeps persons in another way.
  static final class UnknownLayout extends SQLException {
    private static final long serialVersionUID = 1;

    UnknownLayout(int version) {
      super("layout " + version + ", this program knows " + VERSION);
    }
  }
}
