package dev.headgate.store.sqlite;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Stamp;
import dev.headgate.store.MergeWarning;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.PersonHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the merges that were not made. There is no index for them: people ask, and reading a
/// million merges takes them a second.
final class WarningRows {
  private static final Stamp BEFORE_ALL = new Stamp(Long.MIN_VALUE, new EventId(0, 0));

  /// Parameters: project, import, import; null is any import.
  private static final String MEANT =
      """
      FROM merges
      WHERE project = ? AND (? IS NULL OR import = ?)
        AND (status IN ('REFUSED', 'SET_ASIDE')
          OR (reason IS NOT NULL AND reason <> 'SAME_DISTINCT_ID'))
      """;

  private WarningRows() {}

  static MergeWarnings of(Connection connection, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    return new MergeWarnings(
        counts(connection, project, question), page(connection, project, question));
  }

  private static Map<MergeWarning, Long> counts(
      Connection connection, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    Map<MergeWarning, Long> counts = new EnumMap<>(MergeWarning.class);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT reason, status, count(*) " + MEANT + " GROUP BY reason, status")) {
      ask(statement, project, question);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String reason = row.getString(1);
          Optional<MergeWarning> warning =
              reason == null
                  ? MergeWarning.of(FactRows.outcome(row.getString(2)))
                  : MergeWarning.of(MergeRefusal.Reason.valueOf(reason));
          counts.merge(warning.orElseThrow(), row.getLong(3), Long::sum);
        }
      }
    }
    return counts;
  }

  private static List<PersonHistory.Merge> page(
      Connection connection, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    List<PersonHistory.Merge> page = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + FactRows.FACT_COLUMNS
                + ", status, import, reason "
                + MEANT
                + " AND (at, uuid) > (?, ?) ORDER BY at, uuid LIMIT ?")) {
      ask(statement, project, question);
      Stamp after = question.after().orElse(BEFORE_ALL);
      statement.setLong(4, after.timestampMicros());
      statement.setBytes(5, FactRows.bytes(after.uuid()));
      statement.setInt(6, question.most());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          page.add(MergesNaming.merge(project, row));
        }
      }
    }
    return page;
  }

  private static void ask(
      PreparedStatement statement, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    Integer number =
        question.importNumber().isPresent() ? question.importNumber().getAsInt() : null;
    statement.setInt(1, project.number());
    statement.setObject(2, number);
    statement.setObject(3, number);
  }
}
