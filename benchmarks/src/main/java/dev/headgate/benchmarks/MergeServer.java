package dev.headgate.benchmarks;

import dev.headgate.store.postgresql.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// A PostgreSQL of its own with its usual settings, in which everybody who is measured has a
/// schema.
final class MergeServer implements AutoCloseable {
  private final Path script;

  /// Of its own, for the server may run as another user, who must be able to reach it.
  private final Path cluster;

  private final Path folder;
  private final String url;
  private int schemas;

  private MergeServer(Path script, Path folder) throws IOException, InterruptedException {
    this.script = script;
    this.folder = folder;
    this.cluster = Files.createTempDirectory("headgate-merging-postgresql");
    try {
      this.url = run("start");
    } catch (IOException | InterruptedException e) {
      EndToEnd.delete(cluster);
      throw e;
    }
  }

  /// @param home where Headgate is
  /// @param folder for what its script prints
  static MergeServer start(Path home, Path folder) throws IOException, InterruptedException {
    return new MergeServer(home.resolve("scripts/postgresql"), folder);
  }

  private String run(String verb) throws IOException, InterruptedException {
    return ChildProcess.run(List.of(script.toString(), verb, cluster.toString()), folder)
        .output()
        .strip();
  }

  /// A schema with nothing in it.
  PostgresUrl schema() throws SQLException {
    String name = "s" + ++schemas;
    try (Connection connection = connect(PostgresUrl.parse(url).orElseThrow());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
      connection.commit();
    }
    return PostgresUrl.parse(url + "?currentSchema=" + name).orElseThrow();
  }

  static void drop(PostgresUrl schema) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement()) {
      String name;
      try (ResultSet row = statement.executeQuery("SELECT current_schema()")) {
        row.next();
        name = row.getString(1);
      }
      statement.execute("DROP SCHEMA " + name + " CASCADE");
      connection.commit();
    }
  }

  static Connection connect(PostgresUrl schema) throws SQLException {
    Connection connection = DriverManager.getConnection(schema.jdbc());
    connection.setAutoCommit(false);
    return connection;
  }

  /// As after a while of quiet: statistics are there, everything is on the disk.
  static void settle(PostgresUrl schema) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
  }

  /// Bytes that its tables and their indexes take.
  static long bytes(PostgresUrl schema) throws SQLException {
    return number(
        schema,
        """
        SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'\
        """);
  }

  /// Bytes of write-ahead log that were ever written.
  static long written(PostgresUrl schema) throws SQLException {
    return number(schema, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
  }

  private static long number(PostgresUrl schema, String question) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("stop");
    EndToEnd.delete(cluster);
  }
}
