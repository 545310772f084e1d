package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.Persons;
import dev.headgate.store.ChangeLag;
import dev.headgate.store.PersonChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads members in the order in which they changed.
final class ChangeRows {
  /// The server's clock, by which members are written.
  static final String NOW_MILLIS = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  /// A planner without statistics may think that a project has few members, and sort them: so
  /// nothing is left to it but the index that has them in order.
  private static final String BY_CHANGE =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
          + " SET LOCAL enable_sort = off; SET LOCAL jit = off";

  private static final String AFTER = " FROM members WHERE project = ? AND change > ?";

  private ChangeRows() {}

  static EventId storeId(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM store")) {
      row.next();
      return Rows.eventId(row, 1);
    }
  }

  static Map<ProjectId, Long> latest(Connection connection) throws SQLException {
    Map<ProjectId, Long> latest = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT project, last FROM changes")) {
      while (row.next()) {
        latest.put(new ProjectId(row.getInt(1)), row.getLong(2));
      }
    }
    return latest;
  }

  static List<PersonChange> changes(Connection connection, ProjectId project, long after, int most)
      throws SQLException {
    Persons persons = new Persons();
    List<PersonChange> changes = new ArrayList<>();
    onlyByChange(connection);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT distinct_id, survivor, change" + AFTER + " ORDER BY change LIMIT ?")) {
      statement.setInt(1, project.number());
      statement.setLong(2, after);
      statement.setInt(3, most);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          EventId person = persons.idOf(project, new DistinctId(row.getString(2)));
          changes.add(new PersonChange(new DistinctId(row.getString(1)), person, row.getLong(3)));
        }
      }
    }
    return changes;
  }

  static ChangeLag lag(Connection connection, ProjectId project, long after) throws SQLException {
    onlyByChange(connection);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT (SELECT count(*)"
                + AFTER
                + "), (SELECT "
                + NOW_MILLIS
                + " - changed_at"
                + AFTER
                + " ORDER BY change LIMIT 1)")) {
      for (int place = 1; place <= 3; place += 2) {
        statement.setInt(place, project.number());
        statement.setLong(place + 1, after);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getLong(1) > 0
            ? new ChangeLag(row.getLong(1), Duration.ofMillis(Math.max(0, row.getLong(2))))
            : ChangeLag.NONE;
      }
    }
  }

  private static void onlyByChange(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BY_CHANGE);
    }
  }
}
