package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/// Rows of `dirty`: each says that the person of an id has to be computed anew.
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
}
