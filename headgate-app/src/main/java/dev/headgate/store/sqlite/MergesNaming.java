package dev.headgate.store.sqlite;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Stamp;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the merges that name any of some ids. The illegal ones have no index: they are few, and
/// asked for by people only.
final class MergesNaming {
  private static final String LEGAL =
      "SELECT " + FactRows.FACT_COLUMNS + ", status, import, reason FROM merges ";

  private MergesNaming() {}

  static Collection<PersonHistory.Merge> of(
      Connection connection, ProjectId project, Collection<DistinctId> ids) throws SQLException {
    Map<EventId, PersonHistory.Merge> legal = new HashMap<>();
    for (String by : List.of(FactRows.BY_INTO, FactRows.BY_OTHER)) {
      try (PreparedStatement statement = connection.prepareStatement(LEGAL + by)) {
        for (DistinctId id : ids) {
          addLegal(statement, project, id, legal);
        }
      }
    }
    List<PersonHistory.Merge> all = new ArrayList<>(legal.values());
    addIllegal(connection, project, new HashSet<>(ids), all);
    return all;
  }

  private static void addLegal(
      PreparedStatement statement,
      ProjectId project,
      DistinctId id,
      Map<EventId, PersonHistory.Merge> merges)
      throws SQLException {
    statement.setInt(1, project.number());
    statement.setString(2, id.value());
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        PersonHistory.Merge merge = merge(project, row);
        merges.put(merge.asked().at().uuid(), merge);
      }
    }
  }

  /// A row of {@link FactRows#FACT_COLUMNS}, status, import, reason.
  static PersonHistory.Merge merge(ProjectId project, ResultSet row) throws SQLException {
    String reason = row.getString(8);
    if (reason == null) {
      PersonFacts.Asked asked = new PersonFacts.Asked(project, row.getInt(7), FactRows.fact(row));
      return new PersonHistory.Merge(asked, Optional.of(FactRows.outcome(row.getString(6))));
    }
    MergeRefusal refusal =
        new MergeRefusal(
            new Stamp(row.getLong(1), FactRows.uuid(row.getBytes(2))),
            new DistinctId(row.getString(3)),
            row.getString(4),
            MergeKind.valueOf(row.getString(5)),
            MergeRefusal.Reason.valueOf(reason));
    return new PersonHistory.Merge(
        new PersonFacts.Illegal(project, row.getInt(7), refusal), Optional.empty());
  }

  private static void addIllegal(
      Connection connection,
      ProjectId project,
      Set<DistinctId> ids,
      List<PersonHistory.Merge> merges)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + FactRows.FACT_COLUMNS
                + ", status, import, reason FROM merges WHERE project = ? AND reason IS NOT NULL")) {
      statement.setInt(1, project.number());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (ids.contains(new DistinctId(row.getString(3)))) {
            merges.add(merge(project, row));
          }
        }
      }
    }
  }
}
