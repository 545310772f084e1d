package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Rows of `dirty`: each says that the person of an id has to be computed anew. That id is always
/// one that others are merged into: so few rows stand for many reasons, and who computes a person
/// knows which of its ids can be marked at all.
final class Marks {
  private Marks() {}

  /// Marks these ids, in their order.
  ///
  /// @param live those among them whose persons are to be folded first
  static void write(
      Connection connection, ProjectId project, Collection<DistinctId> ids, Set<DistinctId> live)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (CopyRows rows = new CopyRows(connection, "dirty", "project, distinct_id, historical")) {
      for (DistinctId id : ids) {
        rows.row().int4(project.number()).text(id.value()).bool(!live.contains(id));
      }
      rows.end();
    }
  }

  /// Marks the persons of those ids among these that a legal merge names, as of now.
  ///
  /// @param ids sorted
  /// @param live those among them whose persons are to be folded first
  static void writeNamed(
      Connection connection, ProjectId project, List<DistinctId> ids, Set<DistinctId> live)
      throws SQLException {
    SortedSet<DistinctId> marked = new TreeSet<>(Rows::inOrder);
    Set<DistinctId> first = new HashSet<>();
    for (List<DistinctId> slice : Rows.slices(ids)) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              SELECT wanted.place, naming.into_id
              FROM unnest(?) WITH ORDINALITY AS wanted (id, place), LATERAL (
                (SELECT into_id FROM merges
                 WHERE into_id = wanted.id AND project = ? AND reason IS NULL LIMIT 1)
                UNION ALL
                (SELECT into_id FROM merges
                 WHERE other_id = wanted.id AND project = ? AND reason IS NULL LIMIT 1)
                LIMIT 1) AS naming\
              """)) {
        Rows.setIds(statement, 1, slice);
        statement.setInt(2, project.number());
        statement.setInt(3, project.number());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            DistinctId into = new DistinctId(row.getString(2));
            marked.add(into);
            if (live.contains(slice.get(row.getInt(1) - 1))) {
              first.add(into);
            }
          }
        }
      }
    }
    write(connection, project, marked, first);
  }
}
