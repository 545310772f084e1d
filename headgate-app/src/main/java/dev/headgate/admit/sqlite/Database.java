package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One SQLite file behind one connection and one lock: writers and readers take turns, which a
/// control plane's few rows a second bear well. Every write is on disk when it returns (WAL,
/// `synchronous=FULL`). Errors leave as {@link ControlFault}.
final class Database implements AutoCloseable {
  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final Connection connection;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Runnable> onceCommitted = new ArrayList<>();

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /// Opens the file, makes it (readable for its owner only: it holds secrets) where it is missing.
  static Database open(Path file) throws ControlFault {
    try {
      createPrivate(file);
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.enforceForeignKeys(true);
      config.setBusyTimeout(BUSY_MILLIS);
      return new Database(file, config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw fault(file, e);
    } catch (IOException e) {
      throw new ControlFault(
          "cannot make " + file + ": " + e.getMessage(),
          "check that the data directory exists and can be written to",
          e);
    }
  }

  private static void createPrivate(Path file) throws IOException {
    try {
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      if (posix) {
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException _) {
      // Its rights are its owner's affair.
    }
  }

  /// Work on the database, in its turn.
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, ControlFault;
  }

  /// What becomes of a row.
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException, ControlFault;
  }

  /// Runs the work in a transaction: all of it is durable on return, or nothing of it happened.
  <T> T write(Work<T> work) throws ControlFault {
    turn.lock();
    try {
      onceCommitted.clear();
      execute("begin immediate");
      boolean committed = false;
      try {
        T result = work.run();
        execute("commit");
        committed = true;
        onceCommitted.forEach(Runnable::run);
        return result;
      } finally {
        if (!committed) {
          rollback();
        }
      }
    } catch (SQLException e) {
      throw fault(file, e);
    } finally {
      turn.unlock();
    }
  }

  /// Runs something when the transaction at hand is committed, before anybody else's turn; not if
  /// it is rolled back. For use inside {@link #write}.
  void onceCommitted(Runnable effect) {
    onceCommitted.add(effect);
  }

  /// Whether something will run when the transaction at hand is committed.
  boolean awaitsCommit() {
    return !onceCommitted.isEmpty();
  }

  <T> T read(Work<T> work) throws ControlFault {
    turn.lock();
    try {
      return work.run();
    } catch (SQLException e) {
      throw fault(file, e);
    } finally {
      turn.unlock();
    }
  }

  /// Runs statements without parameters. For use inside {@link #read} and {@link #write}.
  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// Changes rows; parameters are text, numbers, bytes or null. For use inside {@link #write}.
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /// All rows. For use inside {@link #read} and {@link #write}.
  <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException, ControlFault {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    }
  }

  /// The first row, if there is one.
  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException, ControlFault {
    return query(sql, reader, parameters).stream().findFirst();
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /// SQLite rolls back by itself after some errors; then there is nothing left to roll back.
  private void rollback() {
    try {
      execute("rollback");
    } catch (SQLException _) {
      // The error that led here is on its way already.
    }
  }

  /// A fault of what the file holds.
  ControlFault corrupt(String what, Throwable cause) {
    return new ControlFault(
        file + " holds what no release of Headgate writes: " + what,
        "restore the file from a backup, or start with another data directory",
        cause);
  }

  private static ControlFault fault(Path file, SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    // The lowest byte is the primary code; the rest refines it.
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_FULL ->
          new ControlFault(
              "no room left on the disk of " + file,
              "make room, then run the same command again: nothing is lost",
              e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new ControlFault(
              "another process keeps " + file + " locked",
              "end the process that has the file open, or wait for it",
              e);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new ControlFault(
              file + " is damaged or no SQLite file",
              "restore it from a backup, or start with another data directory",
              e);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
          new ControlFault(
              file + " cannot be opened for writing",
              "check the rights of the file and of its folder",
              e);
      case SQLITE_IOERR ->
          new ControlFault(
              "reading or writing " + file + " failed",
              "check the disk and its free space, then run the same command again",
              e);
      default ->
          new ControlFault(
              "the control plane in " + file + " failed: " + e.getMessage(),
              "run the same command again; if it fails again, report it with its cause",
              e);
    };
  }

  @Override
  public void close() {
    turn.lock();
    try {
      connection.close();
    } catch (SQLException _) {
      // Everything written was durable before.
    } finally {
      turn.unlock();
    }
  }
}
