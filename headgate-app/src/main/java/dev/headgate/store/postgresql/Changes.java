package dev.headgate.store.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Numbers the changes of a project that one step of the fold makes. One step is written at a time,
/// and commits before another begins: so numbers grow in the order in which changes are seen.
final class Changes {
  private final int project;
  private final long before;
  private final long atMillis;
  private long last;

  private Changes(int project, long before, long atMillis) {
    this.project = project;
    this.before = before;
    this.atMillis = atMillis;
    last = before;
  }

  /// Goes on after the last change that is written down.
  static Changes after(Connection connection, int project) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT coalesce((SELECT last FROM changes WHERE project = ?), 0), "
                + ChangeRows.NOW_MILLIS)) {
      statement.setInt(1, project);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Changes(project, row.getLong(1), row.getLong(2));
      }
    }
  }

  long next() {
    return ++last;
  }

  /// When the step is written, by the server's clock, in milliseconds since 1970.
  long atMillis() {
    return atMillis;
  }

  /// Writes the last number down, if any was given out.
  void write(Connection connection) throws SQLException {
    if (last == before) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO changes (project, last) VALUES (?, ?)
            ON CONFLICT (project) DO UPDATE SET last = excluded.last\
            """)) {
      statement.setInt(1, project);
      statement.setLong(2, last);
      statement.executeUpdate();
    }
  }
}
