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
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// How events stand in rows, and how many of them are read in order.
final class EventRows {
  /// What {@link #storedEvent} reads.
  static final String COLUMNS = "uuid, event, distinct_id, epoch_us(timestamp), properties, import";

  /// Each event of a project; parameter: its number.
  private static final String EVENTS = "SELECT " + COLUMNS + " FROM events WHERE project = ?";

  /// The same, and what {@link #personEvent} reads beside; parameters: its number, twice.
  private static final String EVENTS_AND_PERSONS =
      "SELECT "
          + COLUMNS
          + ", person FROM events LEFT JOIN"
          + " (SELECT distinct_id, person FROM person_of WHERE project = ?) USING (distinct_id)"
          + " WHERE project = ?";

  /// Between two wanted events that are read in one go there are fewer others than this.
  private static final int NEIGHBOURS = 200;

  /// A stretch takes a millisecond or two.
  private static final int MOST_STRETCHES = 256;

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

  /// Reads the events of the uuids in the table `asked`. First it finds their places, by the column
  /// of uuids alone; then it reads these, a stretch of neighbours at once, for a search by uuid
  /// would unpack the properties of every event there is.
  static void forEachOf(
      Connection asker, ProjectId project, Set<EventId> uuids, Consumer<StoredEvent> each)
      throws SQLException {
    List<long[]> stretches = new ArrayList<>();
    query(
        asker,
        "SELECT events.rowid AS place FROM events JOIN asked ON events.uuid = asked.uuid"
            + " WHERE events.project = ? ORDER BY place",
        row -> {
          long place = row.getLong(1);
          if (!stretches.isEmpty() && place - stretches.getLast()[1] <= NEIGHBOURS) {
            stretches.getLast()[1] = place;
          } else if (stretches.size() < MOST_STRETCHES) {
            stretches.add(new long[] {place, place});
          }
        },
        project.number());
    for (long[] stretch : stretches) {
      query(
          asker,
          EVENTS + " AND rowid BETWEEN " + stretch[0] + " AND " + stretch[1],
          row -> {
            if (uuids.contains(uuid(row, 1))) {
              each.accept(storedEvent(row));
            }
          },
          project.number());
    }
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
