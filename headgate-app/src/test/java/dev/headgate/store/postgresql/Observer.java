package dev.headgate.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongPredicate;

/// A connection of a test's own, that sees what others have committed.
final class Observer implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final Connection connection;

  Observer(PostgresUrl url) throws SQLException {
    connection = DriverManager.getConnection(url.jdbc());
  }

  /// The one number that a query answers.
  long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Rows of a table.
  long committed(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  /// Waits until that number is as wanted.
  ///
  /// @param what is waited for
  void await(String query, LongPredicate wanted, String what) throws SQLException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!wanted.test(number(query))) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
