package dev.headgate.store.duckdb;

import dev.headgate.store.StoreFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/// The open database file: one connection for the writer, one to look up uuids beside it, a new one
/// for every reader.
///
/// The file is attached to an engine in memory, because only so its storage version and the size of
/// row groups can be chosen. A commit writes its row groups straight to the file, packed. A
/// checkpoint, also that of closing, merges neighbouring groups where four fit in three, and writes
/// all their rows anew. So full segments of the log are a little less than two row groups.
///
/// Properties are packed with zstd: half the processor time of what the engine would choose (FSST),
/// and a fifth of the file. It needs a storage version of 1.2; a file made before keeps its columns
/// as they are. The other columns name what the engine would choose in the end, so that it need not
/// try all it has on every row group: a tenth of the time of storing an event.
///
/// Properties are text, not the type JSON: capture has checked them, and to check each again costs
/// a fifth of storing it. The engine's JSON functions take text.
final class Database implements AutoCloseable {
  private static final int SCHEMA_VERSION = 3;
  private static final int ROW_GROUP_ROWS = 61_440;
  private static final String STORAGE_VERSION = "v1.2.0";

  private final DuckDBConnection writer;
  private final DuckDBConnection asker;

  private Database(DuckDBConnection writer, DuckDBConnection asker) {
    this.writer = writer;
    this.asker = asker;
  }

  /// @param spill a folder of the engine's own: leftovers in it are deleted
  static Database open(Path file, Path spill, DuckDbSettings settings) throws StoreFault {
    if (file.toAbsolutePath().toString().contains("?")) {
      throw DuckDbFaults.questionMark(file);
    }
    try {
      Files.createDirectories(spill);
      DuckDBConnection writer = connect(spill, settings);
      try {
        attach(writer, file);
        deleteLeftovers(spill);
        createTables(writer, file);
        return new Database(writer, duplicate(writer));
      } catch (SQLException | IOException | StoreFault e) {
        writer.close();
        throw e;
      }
    } catch (SQLException e) {
      throw DuckDbFaults.cannotOpen(file, e);
    } catch (IOException e) {
      throw DuckDbFaults.during("opening " + file, e);
    }
  }

  DuckDBConnection writer() {
    return writer;
  }

  /// For look-ups beside the writer, with temporary tables of its own; for one thread at a time.
  DuckDBConnection asker() {
    return asker;
  }

  /// A connection that sees what is committed; its results are streamed.
  Connection reader() throws SQLException {
    return duplicate(writer);
  }

  private static DuckDBConnection duplicate(DuckDBConnection writer) throws SQLException {
    DuckDBConnection duplicate = writer.duplicate();
    try {
      execute(duplicate, "USE events_file");
      return duplicate;
    } catch (SQLException e) {
      duplicate.close();
      throw e;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      asker.close();
    } finally {
      writer.close();
    }
  }

  /// Deletes the files in a folder whose content has no meaning for a new process.
  static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    }
  }

  private static DuckDBConnection connect(Path spill, DuckDbSettings settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("memory_limit", settings.memoryBytes() + "B");
    properties.setProperty("threads", Integer.toString(settings.threads()));
    properties.setProperty("temp_directory", spill.toAbsolutePath().toString());
    properties.setProperty("max_temp_directory_size", settings.maxSpillBytes() + "B");
    properties.setProperty("autoinstall_known_extensions", "false");
    return (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties);
  }

  private static void attach(Connection writer, Path file) throws SQLException {
    execute(
        writer,
        "ATTACH "
            + Sql.literal(file)
            + " AS events_file (ROW_GROUP_SIZE "
            + ROW_GROUP_ROWS
            + ", STORAGE_VERSION '"
            + STORAGE_VERSION
            + "')");
    execute(writer, "USE events_file");
  }

  private static void createTables(Connection writer, Path file) throws SQLException, StoreFault {
    execute(writer, "BEGIN TRANSACTION");
    execute(writer, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    execute(
        writer,
        "INSERT INTO schema_version SELECT "
            + SCHEMA_VERSION
            + " WHERE NOT EXISTS (FROM schema_version)");
    execute(
        writer,
        """
        CREATE TABLE IF NOT EXISTS events (
          project INTEGER NOT NULL, uuid UUID NOT NULL USING COMPRESSION uncompressed,
          event VARCHAR NOT NULL USING COMPRESSION dictionary,
          distinct_id VARCHAR NOT NULL USING COMPRESSION dictionary,
          timestamp TIMESTAMP NOT NULL USING COMPRESSION bitpacking,
          properties VARCHAR NOT NULL USING COMPRESSION zstd, import INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS load_test_events (
          project INTEGER NOT NULL, uuid UUID NOT NULL, event VARCHAR NOT NULL,
          distinct_id VARCHAR NOT NULL, timestamp TIMESTAMP NOT NULL,
          properties VARCHAR NOT NULL USING COMPRESSION zstd, load_test INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS deduplicated (
          project INTEGER NOT NULL, import INTEGER NOT NULL, uuid UUID NOT NULL,
          holder INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS dropped (
          project INTEGER NOT NULL, import INTEGER NOT NULL, uuid UUID NOT NULL,
          app VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS conflicts (
          project INTEGER NOT NULL, import INTEGER NOT NULL, uuid UUID NOT NULL,
          holder INTEGER NOT NULL, copies BIGINT NOT NULL, event VARCHAR NOT NULL,
          distinct_id VARCHAR NOT NULL, micros BIGINT NOT NULL, differs VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS offsets (
          topic VARCHAR, "partition" INTEGER, next_offset BIGINT NOT NULL,
          PRIMARY KEY (topic, "partition"));
        """);
    execute(writer, PersonOfTable.CREATE);
    execute(writer, "COMMIT");
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("SELECT max(version) FROM schema_version")) {
      row.next();
      if (row.getInt(1) != SCHEMA_VERSION) {
        throw new StoreFault(
            file
                + " has schema version "
                + row.getInt(1)
                + ", this program reads version "
                + SCHEMA_VERSION
                + ". Use the version of the program that made it.",
            new SQLException("schema version"));
      }
    }
  }
}
