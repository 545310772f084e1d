package dev.headgate.store.duckdb;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.store.EventStore;
import dev.headgate.store.Segment;
import java.sql.SQLException;
import java.util.Collection;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Notes of what became of events that are not stored. At most one row for each (project, import,
/// uuid), however often a segment or its neighbours bring it.
final class Notes {
  private Notes() {}

  static void insertDeduplicated(
      DuckDBConnection writer, Collection<Segment.Deduplicated> deduplicated) throws SQLException {
    if (deduplicated.isEmpty()) {
      return;
    }
    createNoted(writer);
    try (DuckDBAppender noted = writer.createAppender("temp", "main", "noted")) {
      for (Segment.Deduplicated note : deduplicated) {
        if (note.holder() != note.importNumber()) {
          begin(noted, note.project(), note.importNumber(), note.uuid())
              .append(note.holder())
              .appendNull()
              .endRow();
        }
      }
    }
    insertNoted(writer, "deduplicated", "holder");
  }

  /// @param refused by the engine: noted as dropped by {@link EventStore#SET_ASIDE}
  static void insertDropped(
      DuckDBConnection writer,
      Collection<Segment.Dropped> dropped,
      Collection<CapturedEvent> refused)
      throws SQLException {
    if (dropped.isEmpty() && refused.isEmpty()) {
      return;
    }
    createNoted(writer);
    try (DuckDBAppender noted = writer.createAppender("temp", "main", "noted")) {
      for (Segment.Dropped note : dropped) {
        begin(noted, note.project(), note.importNumber(), note.uuid())
            .appendNull()
            .append(note.app())
            .endRow();
      }
      for (CapturedEvent event : refused) {
        begin(noted, event.project(), event.importNumber(), event.event().uuid())
            .appendNull()
            .append(EventStore.SET_ASIDE)
            .endRow();
      }
    }
    insertNoted(writer, "dropped", "app");
  }

  private static void createNoted(DuckDBConnection writer) throws SQLException {
    Database.execute(
        writer,
        "CREATE OR REPLACE TEMP TABLE noted"
            + " (project INTEGER, import INTEGER, uuid UUID, holder INTEGER, app VARCHAR)");
  }

  private static DuckDBAppender begin(
      DuckDBAppender noted, ProjectId project, int importNumber, EventId uuid) throws SQLException {
    return noted
        .beginRow()
        .append(project.number())
        .append(importNumber)
        .appendUUID(uuid.high(), uuid.low());
  }

  private static void insertNoted(DuckDBConnection writer, String table, String column)
      throws SQLException {
    Database.execute(
        writer,
        """
        INSERT INTO %1$s SELECT project, import, uuid, min(%2$s) FROM noted
        WHERE NOT EXISTS (
          FROM %1$s AS held WHERE held.uuid = noted.uuid
          AND held.project = noted.project AND held.import = noted.import)
        GROUP BY ALL
        """
            .formatted(table, column));
  }
}
