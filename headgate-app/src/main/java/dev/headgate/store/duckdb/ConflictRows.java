package dev.headgate.store.duckdb;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.store.Conflict;
import dev.headgate.store.Conflicts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Events that came under a taken uuid: a row for each (project, import, uuid) of a segment, to be
/// summed when read.
final class ConflictRows {
  private static final String SUMMED =
      "SELECT import, uuid, arg_min(holder, rowid), sum(copies)::BIGINT AS copies,"
          + " arg_min(event, rowid), arg_min(distinct_id, rowid), arg_min(micros, rowid),"
          + " arg_min(differs, rowid) FROM conflicts WHERE project = ?";

  private static final String IN_ORDER = " GROUP BY import, uuid ORDER BY uuid, import";

  /// Parameters: project, uuid.
  static final String BY_UUID = SUMMED + " AND uuid = ?::UUID" + IN_ORDER;

  private ConflictRows() {}

  static void insert(DuckDBConnection writer, Collection<Conflict> conflicts) throws SQLException {
    if (conflicts.isEmpty()) {
      return;
    }
    try (DuckDBAppender rows = writer.createAppender("events_file", "main", "conflicts")) {
      for (Conflict conflict : conflicts) {
        rows.beginRow()
            .append(conflict.project().number())
            .append(conflict.importNumber())
            .appendUUID(conflict.uuid().high(), conflict.uuid().low())
            .append(conflict.holder())
            .append(conflict.copies())
            .append(conflict.event())
            .append(conflict.distinctId().value())
            .append(conflict.timestampMicros())
            .append(String.join(",", conflict.differs()))
            .endRow();
      }
    }
  }

  static Conflicts of(Connection reader, ProjectId project, OptionalInt importNumber, int most)
      throws SQLException {
    String summed =
        SUMMED + (importNumber.isPresent() ? " AND import = " + importNumber.getAsInt() : "");
    long[] counts = new long[2];
    EventRows.query(
        reader,
        "SELECT count(*), coalesce(sum(copies), 0)::BIGINT FROM (" + summed + IN_ORDER + ")",
        row -> {
          counts[0] = row.getLong(1);
          counts[1] = row.getLong(2);
        },
        project.number());
    List<Conflict> first = new ArrayList<>();
    EventRows.query(
        reader,
        summed + IN_ORDER + " LIMIT " + most,
        row -> first.add(conflict(row, project)),
        project.number());
    return new Conflicts(counts[0], counts[1], first);
  }

  static Conflict conflict(ResultSet row, ProjectId project) throws SQLException {
    return new Conflict(
        project,
        EventRows.uuid(row, 2),
        row.getInt(1),
        row.getInt(3),
        row.getLong(4),
        row.getString(5),
        new DistinctId(row.getString(6)),
        row.getLong(7),
        List.of(row.getString(8).split(",", -1)));
  }
}
