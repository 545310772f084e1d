package dev.headgate.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What an assessment's speed is measured against: DuckDB answering one of its questions alone, the
/// hundred distinct ids with the most events, told where the lines and the column are.
///
/// Arguments: the file. Prints the hundred counts, largest first.
public final class TopHundred {
  private TopHundred() {}

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT count(*) AS events FROM read_json('"
                  + arguments[0].replace("'", "''")
                  + "', format = 'newline_delimited', columns = {distinct_id: 'VARCHAR'})"
                  + " GROUP BY distinct_id ORDER BY events DESC LIMIT 100")) {
        while (rows.next()) {
          System.out.println(rows.getLong(1));
        }
      }
    }
  }
}
