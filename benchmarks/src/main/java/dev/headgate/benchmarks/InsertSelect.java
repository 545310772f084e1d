package dev.headgate.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What the end-to-end rate is measured against: DuckDB reading the same JSON Lines file itself,
/// into a table like ours in a database file, with one `INSERT SELECT` and a checkpoint. No proof,
/// no persons, no protection against a second run.
///
/// Arguments: the file, a folder for the database. Prints `rows seconds`.
public final class InsertSelect {
  private InsertSelect() {}

  public static void main(String[] arguments) throws SQLException {
    Path database = Path.of(arguments[1]).resolve("insert-select.duckdb");
    long started = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute(
          "CREATE TABLE events (uuid UUID, event VARCHAR, distinct_id VARCHAR, timestamp TIMESTAMP,"
              + " properties VARCHAR)");
      statement.execute(
          "INSERT INTO events SELECT uuid, event, distinct_id, timestamp, properties FROM read_json('"
              + arguments[0].replace("'", "''")
              + "', format = 'newline_delimited', columns = {uuid: 'UUID', event: 'VARCHAR',"
              + " distinct_id: 'VARCHAR', timestamp: 'TIMESTAMP', properties: 'JSON'})");
      statement.execute("CHECKPOINT");
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM events")) {
        rows.next();
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.println(rows.getLong(1) + " " + seconds);
      }
    }
  }
}
