package dev.headgate.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Numbers the changes that a fold makes, within its transaction: a sequence for each project.
final class ChangeNumbers {
  private final PreparedStatement lastOf;
  private final PreparedStatement putLast;
  private final Map<Integer, Long> lasts = new HashMap<>();

  ChangeNumbers(Connection connection) throws SQLException {
    lastOf = connection.prepareStatement("SELECT last FROM changes WHERE project = ?");
    putLast =
        connection.prepareStatement(
            """
            INSERT INTO changes (project, last) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET last = excluded.last\
            """);
  }

  /// The number after the last that was {@link #use used}.
  long next(int project) throws SQLException {
    Long last = lasts.get(project);
    if (last == null) {
      lastOf.setInt(1, project);
      try (ResultSet row = lastOf.executeQuery()) {
        last = row.next() ? row.getLong(1) : 0;
      }
      lasts.put(project, last);
    }
    return last + 1;
  }

  void use(int project, long number) {
    lasts.put(project, number);
  }

  /// Writes down what was used, to be committed with the changes.
  void write() throws SQLException {
    for (Map.Entry<Integer, Long> last : lasts.entrySet()) {
      putLast.setInt(1, last.getKey());
      putLast.setLong(2, last.getValue());
      putLast.executeUpdate();
    }
    lasts.clear();
  }
}
