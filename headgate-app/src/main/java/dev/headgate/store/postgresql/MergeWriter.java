package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.store.PersonFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds merges, within one transaction, and marks of each that is new and legal the id it goes
/// into, by which the other is reached. Of two merges under one uuid the first stays.
///
/// They are added in the order of their ids, so that two of the three indexes grow in one place.
final class MergeWriter {
  private final Connection connection;
  private final ProjectId project;
  private final Set<DistinctId> live;

  /// As they came.
  private final List<Row> rows;

  /// Those that were not there.
  private List<Row> added = List.of();

  /// @param reason why it is not legal; null if it is
  private record Row(
      EventId uuid,
      long micros,
      DistinctId into,
      String otherId,
      String kind,
      int importNumber,
      @Nullable String reason) {

    static int inOrder(Row a, Row b) {
      int order = Rows.inOrder(a.into, b.into);
      order = order == 0 ? a.otherId.compareTo(b.otherId) : order;
      order = order == 0 ? Long.compare(a.uuid.high(), b.uuid.high()) : order;
      return order == 0 ? Long.compare(a.uuid.low(), b.uuid.low()) : order;
    }

    static Row of(PersonFacts.Merge merge) {
      return switch (merge) {
        case PersonFacts.Asked(var _, int importNumber, MergeFact fact) ->
            new Row(
                fact.at().uuid(),
                fact.at().timestampMicros(),
                fact.into(),
                fact.other().value(),
                fact.kind().name(),
                importNumber,
                null);
        case PersonFacts.Illegal(var _, int importNumber, MergeRefusal refusal) ->
            new Row(
                refusal.at().uuid(),
                refusal.at().timestampMicros(),
                refusal.into(),
                refusal.otherId(),
                refusal.kind().name(),
                importNumber,
                refusal.reason().name());
      };
    }
  }

  /// @param live the ids of live events
  MergeWriter(
      Connection connection,
      ProjectId project,
      List<PersonFacts.Merge> merges,
      Set<DistinctId> live) {
    this.live = live;
    this.connection = connection;
    this.project = project;
    rows = merges.stream().map(Row::of).toList();
  }

  /// @param repeated some may be there already. If not said and one is all the same, this ends with
  ///   23505, and nothing is written
  void write(boolean repeated) throws SQLException {
    added = List.of();
    if (rows.isEmpty()) {
      return;
    }
    added = repeated ? addUnlessThere() : add();
    List<DistinctId> dirty = new ArrayList<>();
    for (Row row : added) {
      boolean marked = !dirty.isEmpty() && dirty.getLast().equals(row.into);
      if (row.reason == null && !marked) {
        dirty.add(row.into);
      }
    }
    Marks.write(connection, project, dirty, live);
  }

  /// Marks those of these ids whose persons are not marked by what was just written, where merges
  /// name them.
  ///
  /// @param seenAnew sorted
  void markNamed(List<DistinctId> seenAnew) throws SQLException {
    if (seenAnew.isEmpty()) {
      return;
    }
    Set<DistinctId> marked = HashSet.newHashSet(2 * added.size());
    for (Row row : added) {
      if (row.reason == null) {
        marked.add(row.into);
        marked.add(new DistinctId(row.otherId));
      }
    }
    List<DistinctId> unmarked = seenAnew.stream().filter(id -> !marked.contains(id)).toList();
    Marks.writeNamed(connection, project, unmarked, live);
  }

  private List<Row> add() throws SQLException {
    List<Row> sorted = rows.stream().sorted(Row::inOrder).toList();
    try (CopyRows copy =
        new CopyRows(
            connection, "merges", "project, uuid, at, into_id, other_id, kind, import, reason")) {
      for (Row row : sorted) {
        copy.row()
            .int4(project.number())
            .uuid(row.uuid)
            .int8(row.micros)
            .text(row.into.value())
            .text(row.otherId)
            .text(row.kind)
            .int4(row.importNumber)
            .text(row.reason);
      }
      copy.end();
    }
    return sorted;
  }

  private List<Row> addUnlessThere() throws SQLException {
    Map<EventId, Row> first = HashMap.newHashMap(rows.size());
    rows.forEach(row -> first.putIfAbsent(row.uuid, row));
    List<Row> each = first.values().stream().sorted(Row::inOrder).toList();
    Columns columns = new Columns("uuid", "int8", "text", "text", "text", "int4", "text");
    for (Row row : each) {
      columns.add(
          Rows.uuid(row.uuid),
          row.micros,
          row.into.value(),
          row.otherId,
          row.kind,
          row.importNumber,
          row.reason);
    }
    Set<EventId> added = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO merges (uuid, at, into_id, other_id, kind, import, reason, project)
            SELECT *, ? FROM unnest(?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING uuid\
            """)) {
      statement.setInt(1, project.number());
      columns.set(statement, 2);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          added.add(Rows.eventId(row, 1));
        }
      }
    }
    return each.stream().filter(row -> added.contains(row.uuid)).toList();
  }
}
