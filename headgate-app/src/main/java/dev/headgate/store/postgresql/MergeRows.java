package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Stamp;
import dev.headgate.store.MergeCounts;
import dev.headgate.store.MergeWarning;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Questions about merges, legal or not, on folded tables.
final class MergeRows {
  private static final String COLUMNS = Rows.FACT_COLUMNS + ", status, import, reason";

  /// Parameters: project, import; null is any import.
  private static final String NOT_MADE =
      """
       FROM merges
      WHERE project = ? AND import = coalesce(?, import)
        AND (status IN ('REFUSED', 'SET_ASIDE')
          OR (reason IS NOT NULL AND reason <> 'SAME_DISTINCT_ID'))\
      """;

  private MergeRows() {}

  static List<PersonHistory.Merge> naming(
      Connection connection, ProjectId project, Collection<DistinctId> ids) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM merges WHERE project = ?"
                + " AND (into_id = ANY (?) OR (reason IS NULL AND other_id = ANY (?)))")) {
      statement.setInt(1, project.number());
      Rows.setIds(statement, 2, ids);
      Rows.setIds(statement, 3, ids);
      return list(statement, project);
    }
  }

  /// Every merge of every project, whether folded or not.
  static void all(Statement statement, Consumer<PersonFacts.Merge> each) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT " + COLUMNS + ", project FROM merges")) {
      while (row.next()) {
        each.accept(asked(new ProjectId(row.getInt(9)), row));
      }
    }
  }

  static MergeCounts counts(Connection connection, ProjectId project, int importNumber)
      throws SQLException {
    MergeCounts sum = MergeCounts.ZERO;
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT reason, status, count(*) FROM merges
            WHERE project = ? AND import = ? GROUP BY reason, status\
            """)) {
      statement.setInt(1, project.number());
      statement.setInt(2, importNumber);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          @Nullable String reason = row.getString(1);
          MergeCounts one =
              reason == null
                  ? MergeCounts.one(Rows.outcome(row.getString(2)))
                  : MergeCounts.one(MergeRefusal.Reason.valueOf(reason));
          sum = sum.plus(one.times(row.getLong(3)));
        }
      }
    }
    return sum;
  }

  static MergeWarnings warnings(
      Connection connection, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    return new MergeWarnings(
        warned(connection, project, question), page(connection, project, question));
  }

  private static Map<MergeWarning, Long> warned(
      Connection connection, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    Map<MergeWarning, Long> counts = new EnumMap<>(MergeWarning.class);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT reason, status, count(*)" + NOT_MADE + " GROUP BY reason, status")) {
      ask(statement, project, question);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          @Nullable String reason = row.getString(1);
          Optional<MergeWarning> warning =
              reason == null
                  ? MergeWarning.of(Rows.outcome(row.getString(2)))
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
    boolean fromStart = question.after().isEmpty();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + NOT_MADE
                + (fromStart ? "" : " AND (at, uuid) > (?, ?)")
                + " ORDER BY at, uuid LIMIT "
                + question.most())) {
      ask(statement, project, question);
      if (question.after().isPresent()) {
        Stamp after = question.after().get();
        statement.setLong(3, after.timestampMicros());
        statement.setObject(4, Rows.uuid(after.uuid()));
      }
      return list(statement, project);
    }
  }

  private static void ask(
      PreparedStatement statement, ProjectId project, MergeWarnings.Question question)
      throws SQLException {
    statement.setInt(1, project.number());
    if (question.importNumber().isPresent()) {
      statement.setInt(2, question.importNumber().getAsInt());
    } else {
      statement.setNull(2, Types.INTEGER);
    }
  }

  private static List<PersonHistory.Merge> list(PreparedStatement statement, ProjectId project)
      throws SQLException {
    List<PersonHistory.Merge> merges = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        PersonFacts.Merge asked = asked(project, row);
        merges.add(
            new PersonHistory.Merge(
                asked,
                asked instanceof PersonFacts.Asked
                    ? Optional.of(Rows.outcome(row.getString(6)))
                    : Optional.empty()));
      }
    }
    return merges;
  }

  private static PersonFacts.Merge asked(ProjectId project, ResultSet row) throws SQLException {
    String reason = row.getString(8);
    if (reason == null) {
      return new PersonFacts.Asked(project, row.getInt(7), Rows.fact(row));
    }
    MergeRefusal refusal =
        new MergeRefusal(
            new Stamp(row.getLong(1), Rows.eventId(row, 2)),
            new DistinctId(row.getString(3)),
            row.getString(4),
            MergeKind.valueOf(row.getString(5)),
            MergeRefusal.Reason.valueOf(reason));
    return new PersonFacts.Illegal(project, row.getInt(7), refusal);
  }
}
