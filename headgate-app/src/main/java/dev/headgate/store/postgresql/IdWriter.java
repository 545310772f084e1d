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
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds what is new about ids, within one transaction.
///
/// First the rows that are there are changed, in the order of ids, then those that are not are
/// added, in the same order: so no two of these transactions ever wait for each other. (Two that
/// race may; then the server ends one, which begins again.)
///
/// A row is changed where it was read from (`ctid`), and only if that is still the version that was
/// read (`xmin`): no search, and no lock before it is needed. If somebody else has changed it
/// meanwhile, all of it begins again, and locks what it reads.
final class IdWriter {
  private static final Logger LOG = LoggerFactory.getLogger(IdWriter.class);

  private final Connection connection;
  private final ProjectId project;
  private final Map<DistinctId, IdRegisters> news;
  private final List<DistinctId> seenAnew = new ArrayList<>();

  /// @param news what is new of each id
  IdWriter(Connection connection, ProjectId project, Map<DistinctId, IdRegisters> news) {
    this.connection = connection;
    this.project = project;
    this.news = news;
  }

  /// Adds all of it.
  ///
  /// @param racing somebody may be writing the same ids just now. If not said and it happens all
  ///   the same, this ends with 23505 or 40001, and nothing is written
  /// @return sorted, the ids of which a sighting is told that stands now: their persons may be
  ///   other ones than before, if merges name them. Some had it before, as when all of it is
  ///   written a second time
  List<DistinctId> write(boolean racing) throws SQLException {
    List<DistinctId> ids = new ArrayList<>(news.keySet());
    ids.sort(Rows::inOrder);
    List<DistinctId> unknown = new ArrayList<>();
    for (List<DistinctId> slice : Rows.slices(ids)) {
      if (racing) {
        Set<DistinctId> added = addUnlessThere(slice);
        var _ = mergeKnown(slice.stream().filter(id -> !added.contains(id)).toList(), true);
        seenAnew.addAll(added);
      } else {
        Set<DistinctId> known = mergeKnown(slice, false);
        slice.stream().filter(id -> !known.contains(id)).forEach(unknown::add);
      }
    }
    if (!unknown.isEmpty()) {
      add(unknown);
      seenAnew.addAll(unknown);
    }
    seenAnew.sort(Rows::inOrder);
    return seenAnew;
  }

  private void add(List<DistinctId> ids) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "ids", "project, distinct_id, registers")) {
      for (DistinctId id : ids) {
        IdRegisters registers = newsOf(id);
        warnIfFull(id, IdRegisters.EMPTY, registers);
        rows.row().int4(project.number()).text(id.value()).bytes(registers.encode());
      }
      rows.end();
    }
  }

  /// Adds the ids that have no row yet, and answers which those were.
  private Set<DistinctId> addUnlessThere(List<DistinctId> ids) throws SQLException {
    Columns rows = new Columns("text", "bytea");
    for (DistinctId id : ids) {
      rows.add(id.value(), newsOf(id).encode());
    }
    Set<DistinctId> added = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO ids (distinct_id, registers, project)
            SELECT *, ? FROM unnest(?, ?)
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

  /// Adds to the rows that are there; answers which those are.
  ///
  /// @param locking whether nobody else may change them meanwhile
  private Set<DistinctId> mergeKnown(List<DistinctId> ids, boolean locking) throws SQLException {
    Set<DistinctId> found = HashSet.newHashSet(ids.size());
    Columns changes = new Columns("tid", "xid", "bytea");
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT wanted.place, known.* FROM unnest(?) WITH ORDINALITY AS wanted (id, place),
            LATERAL (
              SELECT registers, ctid, xmin FROM ids
              WHERE project = ? AND distinct_id = wanted.id %s) AS known\
            """
                .formatted(locking ? "FOR UPDATE" : "OFFSET 0"))) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, project.number());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = ids.get(row.getInt(1) - 1);
          found.add(id);
          IdRegisters known = IdRegisters.decode(row.getBytes(2));
          IdRegisters newsOfIt = newsOf(id);
          IdRegisters merged = known.merge(newsOfIt);
          warnIfFull(id, known, merged);
          if (newsOfIt.sightings().sharesOneWith(merged.sightings())) {
            seenAnew.add(id);
          }
          if (!merged.equals(known)) {
            changes.add(row.getString(3), row.getString(4), merged.encode());
          }
        }
      }
    }
    if (!changes.isEmpty()) {
      PostgresPersonStore.byPlace(connection);
      change(changes);
      PostgresPersonStore.byIndex(connection);
    }
    return found;
  }

  private void change(Columns changes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE ids SET registers = changed.registers
            FROM unnest(?, ?, ?) AS changed (place, version, registers)
            WHERE ids.ctid = changed.place AND ids.xmin = changed.version\
            """)) {
      changes.set(statement, 1);
      if (statement.executeUpdate() != changes.size()) {
        throw new SQLException("somebody else changed an id", PostgresFaults.BEGIN_AGAIN);
      }
    }
  }

  private IdRegisters newsOf(DistinctId id) {
    return Objects.requireNonNull(news.get(id));
  }

  private void warnIfFull(DistinctId id, IdRegisters before, IdRegisters after) {
    FullIds.warning(project, id, before, after).ifPresent(LOG::warn);
  }
}
