package dev.headgate.store.sqlite;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.Persons;
import dev.headgate.store.ChangeLag;
import dev.headgate.store.PersonChange;
import java.nio.file.Path;
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

/// Reads members in the order in which they changed, on a connection of its own: it waits for
/// nobody who writes. For one thread at a time.
final class ChangeRows implements AutoCloseable {
  /// Parameters: project, number. Without statistics SQLite would take the primary key, and read
  /// every member of the project.
  private static final String AFTER =
      " FROM members INDEXED BY members_by_change WHERE project = ? AND change > ?";

  private final Connection connection;
  private final Persons persons = new Persons();

  ChangeRows(Path file) throws SQLException {
    connection = PersonTables.openReader(file);
  }

  EventId storeId() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM store")) {
      row.next();
      return FactRows.uuid(row.getBytes(1));
    } finally {
      connection.rollback();
    }
  }

  Map<ProjectId, Long> latest() throws SQLException {
    Map<ProjectId, Long> latest = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT project, last FROM changes")) {
      while (row.next()) {
        latest.put(new ProjectId(row.getInt(1)), row.getLong(2));
      }
      return latest;
    } finally {
      connection.rollback();
    }
  }

  List<PersonChange> changes(ProjectId project, long after, int most) throws SQLException {
    List<PersonChange> changes = new ArrayList<>();
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
      return changes;
    } finally {
      connection.rollback();
    }
  }

  /// @param nowMillis by the clock that members are written with
  ChangeLag lag(ProjectId project, long after, long nowMillis) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement("SELECT count(*)" + AFTER);
        PreparedStatement first =
            connection.prepareStatement("SELECT changed_at" + AFTER + " ORDER BY change LIMIT 1")) {
      for (PreparedStatement statement : List.of(count, first)) {
        statement.setInt(1, project.number());
        statement.setLong(2, after);
      }
      try (ResultSet counted = count.executeQuery();
          ResultSet oldest = first.executeQuery()) {
        return oldest.next() && counted.next()
            ? new ChangeLag(
                counted.getLong(1), Duration.ofMillis(Math.max(0, nowMillis - oldest.getLong(1))))
            : ChangeLag.NONE;
      }
    } finally {
      connection.rollback();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
