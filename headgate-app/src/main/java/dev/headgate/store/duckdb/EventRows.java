package dev.headgate.store.duckdb;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.store.PersonOf;
import dev.headgate.store.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// How events stand in rows, and how many of them are read in order.
final class EventRows {
  /// What {@link #storedEvent} reads.
  static final String COLUMNS =
      "uuid, event, distinct_id, epoch_us(timestamp), properties, import";

  /// Each event of a project; parameter: its number.
  private static final String EVENTS = "SELECT " + COLUMNS + " FROM events WHERE project = ?";

  /// The same, and what {@link #personEvent} reads beside; parameters: its number, twice.
  private static final String EVENTS_AND_PERSONS =
      "SELECT "
          + COLUMNS
          + ", person FROM events LEFT JOIN"
          + " (SELECT distinct_id, person FROM person_of WHERE project = ?) USING (distinct_id)"
          + " WHERE project = ?";

  private EventRows() {}

  interface Each {
    void accept(ResultSet row) throws SQLException;
  }

  static void query(Connection reader, String sql, Each each, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          each.accept(rows);
        }
      }
    }
  }

  /// Reads a project's events by (timestamp, uuid).
  ///
  /// @param sortBytes of events sorted at once, about
  static void inOrder(Connection reader, ProjectId project, long sortBytes, Each each)
      throws SQLException {
    inOrder(reader, project, sortBytes, each, EVENTS, project.number());
  }

  /// The same, with the person of each.
  static void inOrderWithPersons(Connection reader, ProjectId project, long sortBytes, Each each)
      throws SQLException {
    inOrder(
        reader, project, sortBytes, each, EVENTS_AND_PERSONS, project.number(), project.number());
  }

  /// In one transaction, so that all slices are of one moment.
  private static void inOrder(
      Connection reader,
      ProjectId project,
      long sortBytes,
      Each each,
      String select,
      Object... parameters)
      throws SQLException {
    Database.execute(reader, "BEGIN TRANSACTION");
    List<Long> starts = sliceStarts(reader, project, sortBytes);
    for (int slice = 0; slice < starts.size(); slice++) {
      boolean last = slice + 1 == starts.size();
      query(
          reader,
          select
              + " AND timestamp >= make_timestamp("
              + starts.get(slice)
              + (last ? ")" : ") AND timestamp < make_timestamp(" + starts.get(slice + 1) + ")")
              + " ORDER BY timestamp, uuid",
          each,
          parameters);
    }
    Database.execute(reader, "COMMIT");
  }

  /// Cuts a project's time into slices of at most so many bytes of events; a fuller hour is a slice
  /// of its own.
  private static List<Long> sliceStarts(Connection reader, ProjectId project, long sortBytes)
      throws SQLException {
    List<Long> starts = new ArrayList<>();
    long[] bytesInSlice = new long[1];
    query(
        reader,
        "SELECT epoch_us(date_trunc('hour', timestamp)) AS start,"
            + " sum(strlen(properties) + 100)::BIGINT FROM events WHERE project = ?"
            + " GROUP BY start ORDER BY start",
        rows -> {
          long bytes = rows.getLong(2);
          if (starts.isEmpty() || bytesInSlice[0] + bytes > sortBytes) {
            starts.add(rows.getLong(1));
            bytesInSlice[0] = 0;
          }
          bytesInSlice[0] += bytes;
        },
        project.number());
    return starts;
  }

  static StoredEvent storedEvent(ResultSet row) throws SQLException {
    Event event =
        new Event(
            uuid(row, 1),
            row.getString(2),
            new DistinctId(row.getString(3)),
            row.getLong(4),
            JsonBytes.of(row.getString(5)));
    return new StoredEvent(event, row.getInt(6));
  }

  static PersonOf.PersonEvent personEvent(ResultSet row) throws SQLException {
    UUID person = row.getObject(7, UUID.class);
    return new PersonOf.PersonEvent(
        storedEvent(row), person == null ? Optional.empty() : Optional.of(eventId(person)));
  }

  static EventId uuid(ResultSet row, int column) throws SQLException {
    return eventId(row.getObject(column, UUID.class));
  }

  private static EventId eventId(UUID uuid) {
    return new EventId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }
}
