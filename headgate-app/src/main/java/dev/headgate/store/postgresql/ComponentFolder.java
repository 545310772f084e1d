package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.identity.Component;
import dev.headgate.identity.Fold;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Computes the persons of a step, and writes them: who is with whom, what became of merges; and
/// deletes the step's marks. A transaction; nobody else writes these at the same time.
final class ComponentFolder {
  private final Connection connection;
  private final int idLimit;

  ComponentFolder(Connection connection, int idLimit) {
    this.connection = connection;
    this.idLimit = idLimit;
  }

  /// A row to be written.
  private record Row(DistinctId id, Member member) {}

  /// Writes a step, and commits it.
  void write(FoldStep step) throws SQLException {
    PostgresPersonStore.byIndex(connection);
    for (FoldStep.OfProject each : step.projects()) {
      Fold fold = each.fold(idLimit);
      writeMembers(each, fold);
      writeStatuses(each, fold);
    }
    PostgresPersonStore.byPlace(connection);
    for (FoldStep.OfProject each : step.projects()) {
      deleteMarks(each.marks());
    }
    connection.commit();
  }

  private void writeMembers(FoldStep.OfProject step, Fold fold) throws SQLException {
    List<Row> added = new ArrayList<>();
    List<Row> changed = new ArrayList<>();
    for (Component component : fold.components()) {
      Stamp touched = Objects.requireNonNull(component.touched());
      Member member = new Member(component.ids().getFirst(), component.survivor(), touched);
      for (DistinctId id : component.ids()) {
        @Nullable Member known = step.members().get(id);
        if (known == null) {
          added.add(new Row(id, member));
        } else if (!known.equals(member)) {
          changed.add(new Row(id, member));
        }
      }
    }
    Changes changes = Changes.after(connection, step.project());
    addMembers(step.project(), inOrder(added), changes);
    changeMembers(step.project(), inOrder(changed), changes);
    changes.write(connection);
  }

  private static List<Row> inOrder(List<Row> rows) {
    rows.sort((a, b) -> Rows.inOrder(a.id, b.id));
    return rows;
  }

  private void addMembers(int project, List<Row> members, Changes changes) throws SQLException {
    if (members.isEmpty()) {
      return;
    }
    try (CopyRows rows =
        new CopyRows(
            connection,
            "members",
            "project, distinct_id, first_id, survivor, touched_at, touched_by, change,"
                + " changed_at")) {
      for (Row row : members) {
        Member member = row.member;
        rows.row()
            .int4(project)
            .text(row.id.value())
            .text(member.first().value())
            .text(member.survivor().value())
            .int8(member.touched().timestampMicros())
            .uuid(member.touched().uuid())
            .int8(changes.next())
            .int8(changes.atMillis());
      }
      rows.end();
    }
  }

  private void changeMembers(int project, List<Row> members, Changes changes) throws SQLException {
    if (members.isEmpty()) {
      return;
    }
    Columns rows = new Columns("text", "text", "text", "int8", "uuid", "int8");
    for (Row row : members) {
      Member member = row.member;
      rows.add(
          row.id.value(),
          member.first().value(),
          member.survivor().value(),
          member.touched().timestampMicros(),
          Rows.uuid(member.touched().uuid()),
          changes.next());
    }
    // Every row is there. An UPDATE that joins them leaves the planner to find that out.
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO members
              (distinct_id, first_id, survivor, touched_at, touched_by, change, project, changed_at)
            SELECT *, ?, ? FROM unnest(?, ?, ?, ?, ?, ?)
            ON CONFLICT (project, distinct_id) DO UPDATE SET
              first_id = excluded.first_id, survivor = excluded.survivor,
              touched_at = excluded.touched_at, touched_by = excluded.touched_by,
              change = CASE members.survivor
                WHEN excluded.survivor THEN members.change ELSE excluded.change END,
              changed_at = CASE members.survivor
                WHEN excluded.survivor THEN members.changed_at ELSE excluded.changed_at END\
            """)) {
      statement.setInt(1, project);
      statement.setLong(2, changes.atMillis());
      rows.set(statement, 3);
      statement.executeUpdate();
    }
  }

  private void writeStatuses(FoldStep.OfProject step, Fold fold) throws SQLException {
    Columns rows = new Columns("uuid", "int8", "text", "text", "text", "text");
    for (Map.Entry<MergeFact, MergeOutcome> outcome : fold.outcomes().entrySet()) {
      MergeFact fact = outcome.getKey();
      @Nullable String status = Rows.status(outcome.getValue());
      if (!Objects.equals(status, step.statuses().get(fact))) {
        rows.add(
            Rows.uuid(fact.at().uuid()),
            fact.at().timestampMicros(),
            fact.into().value(),
            fact.other().value(),
            fact.kind().name(),
            status);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    // As above.
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO merges (uuid, at, into_id, other_id, kind, status, project, import)
            SELECT *, ?, 0 FROM unnest(?, ?, ?, ?, ?, ?)
            ON CONFLICT (uuid, project) DO UPDATE SET status = excluded.status\
            """)) {
      statement.setInt(1, step.project());
      rows.set(statement, 2);
      statement.executeUpdate();
    }
  }

  /// By their places, without a search. The number is there for the case that somebody rewrites the
  /// table just now (`VACUUM FULL`): then a mark too many stays.
  private void deleteMarks(Set<FoldStep.Mark> marks) throws SQLException {
    if (marks.isEmpty()) {
      return;
    }
    Columns rows = new Columns("tid", "int8");
    marks.forEach(mark -> rows.add(mark.place(), mark.number()));
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM dirty USING unnest(?, ?) AS done (place, number)
            WHERE dirty.ctid = done.place AND dirty.number = done.number\
            """)) {
      rows.set(statement, 1);
      statement.executeUpdate();
    }
  }
}
