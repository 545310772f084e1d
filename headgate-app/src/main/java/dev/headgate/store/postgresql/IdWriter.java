package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.IdRegisters;
import dev.headgate.store.FullIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds what is new about ids, within one transaction, and marks those that a merge names and whose
/// sightings moved.
///
/// First the rows that are there are locked, in the order of ids, then those that are not are
/// added, in the same order: so no two of these transactions ever wait for each other. (Two that
/// race may; then the server ends one, which begins again.)
final class IdWriter {
  private static final Logger LOG = LoggerFactory.getLogger(IdWriter.class);

  /// Ids in one statement.
  private static final int SLICE = 5_000;

  private final Connection connection;
  private final ProjectId project;
  private final Map<DistinctId, IdRegisters> news;
  private final Set<DistinctId> named;
  private final Set<DistinctId> live;
  private final List<DistinctId> dirty = new ArrayList<>();

  /// @param news what is new of each id
  /// @param named the ids that new merges name
  /// @param live the ids of live events
  IdWriter(
      Connection connection,
      ProjectId project,
      Map<DistinctId, IdRegisters> news,
      Set<DistinctId> named,
      Set<DistinctId> live) {
    this.connection = connection;
    this.project = project;
    this.news = news;
    this.named = named;
    this.live = live;
  }

  /// @param racing somebody may be adding the same ids just now. If not said and it happens all the
  ///   same, this ends with 23505, and nothing is written
  void write(boolean racing) throws SQLException {
    List<DistinctId> ids = new ArrayList<>(news.keySet());
    named.stream().filter(id -> !news.containsKey(id)).forEach(ids::add);
    ids.sort(Rows::inOrder);
    List<DistinctId> unknown = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += SLICE) {
      List<DistinctId> slice = ids.subList(from, Math.min(ids.size(), from + SLICE));
      if (racing) {
        Set<DistinctId> added = addUnlessThere(slice);
        mergeKnown(slice.stream().filter(id -> !added.contains(id)).toList());
      } else {
        Set<DistinctId> known = mergeKnown(slice);
        slice.stream().filter(id -> !known.contains(id)).forEach(unknown::add);
      }
    }
    if (!unknown.isEmpty()) {
      add(unknown);
    }
    Marks.write(connection, project, dirty, live);
  }

  private void add(List<DistinctId> ids) throws SQLException {
    try (CopyRows rows =
        new CopyRows(connection, "ids", "project, distinct_id, registers, named")) {
      for (DistinctId id : ids) {
        IdRegisters registers = newsOf(id);
        warnIfFull(id, IdRegisters.EMPTY, registers);
        rows.row()
            .int4(project.number())
            .text(id.value())
            .bytes(registers.encode())
            .bool(named.contains(id));
      }
      rows.end();
    }
  }

  /// Adds the ids that have no row yet, and answers which those were.
  private Set<DistinctId> addUnlessThere(List<DistinctId> ids) throws SQLException {
    Columns rows = new Columns("text", "bytea", "bool");
    for (DistinctId id : ids) {
      rows.add(id.value(), newsOf(id).encode(), named.contains(id));
    }
    Set<DistinctId> added = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO ids (distinct_id, registers, named, project)
            SELECT *, ? FROM unnest(?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING distinct_id\
            """)) {
      statement.setInt(1, project.number());
      rows.set(statement, 2);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = new DistinctId(row.getString(1));
          added.add(id);
          warnIfFull(id, IdRegisters.EMPTY, newsOf(id));
        }
      }
    }
    return added;
  }

  /// Locks the rows that are there and adds to them; answers which those are.
  private Set<DistinctId> mergeKnown(List<DistinctId> ids) throws SQLException {
    Set<DistinctId> found = new HashSet<>();
    Columns changes = new Columns("text", "bytea", "bool");
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT wanted.place, known.* FROM unnest(?) WITH ORDINALITY AS wanted (id, place),
            LATERAL (
              SELECT registers, named FROM ids
              WHERE project = ? AND distinct_id = wanted.id FOR UPDATE) AS known\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, project.number());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = ids.get(row.getInt(1) - 1);
          found.add(id);
          IdRegisters known = IdRegisters.decode(row.getBytes(2));
          IdRegisters merged = known.merge(newsOf(id));
          warnIfFull(id, known, merged);
          boolean wasNamed = row.getBoolean(3);
          boolean isNamed = wasNamed || named.contains(id);
          if (wasNamed && !known.sightings().equals(merged.sightings())) {
            dirty.add(id);
          }
          if (isNamed != wasNamed || !merged.equals(known)) {
            changes.add(id.value(), merged.encode(), isNamed);
          }
        }
      }
    }
    if (!changes.isEmpty()) {
      change(changes);
    }
    return found;
  }

  private void change(Columns changes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO ids (distinct_id, registers, named, project)
            SELECT *, ? FROM unnest(?, ?, ?)
            ON CONFLICT (project, distinct_id) DO UPDATE SET
              registers = excluded.registers, named = excluded.named\
            """)) {
      statement.setInt(1, project.number());
      changes.set(statement, 2);
      statement.executeUpdate();
    }
  }

  private IdRegisters newsOf(DistinctId id) {
    return news.getOrDefault(id, IdRegisters.EMPTY);
  }

  private void warnIfFull(DistinctId id, IdRegisters before, IdRegisters after) {
    FullIds.warning(project, id, before, after).ifPresent(LOG::warn);
  }
}
