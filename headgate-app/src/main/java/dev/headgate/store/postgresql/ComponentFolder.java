package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.identity.Component;
import dev.headgate.identity.Fold;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Sightings;
import dev.headgate.identity.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Computes anew the persons of dirty ids, thousands at once. From them the server follows every
/// legal merge, whatever became of it, until no new id turns up; what is reached that way depends
/// on nothing else. Memory is bounded by what a step's ids reach.
///
/// A step sees the tables as of one moment, its marks included: what is added meanwhile has marks
/// that it does not see, and does not delete.
final class ComponentFolder {
  /// Marks of one step.
  private static final int SEEDS = 10_000;

  /// Enough of an id's registers to hold its sightings.
  private static final int SIGHTINGS_BYTES = 64;

  private final Connection connection;
  private final int idLimit;

  ComponentFolder(Connection connection, int idLimit) {
    this.connection = connection;
    this.idLimit = idLimit;
  }

  /// One step, to be committed; false if nothing was dirty.
  boolean step() throws SQLException {
    Map<Integer, Set<DistinctId>> seeds = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT project, distinct_id FROM dirty LIMIT " + SEEDS)) {
      while (row.next()) {
        seeds
            .computeIfAbsent(row.getInt(1), project -> new HashSet<>())
            .add(new DistinctId(row.getString(2)));
      }
    }
    for (Map.Entry<Integer, Set<DistinctId>> entry : seeds.entrySet()) {
      fold(entry.getKey(), entry.getValue());
    }
    return !seeds.isEmpty();
  }

  private void fold(int project, Set<DistinctId> seeds) throws SQLException {
    Map<MergeFact, @Nullable String> statuses = follow(project, seeds);
    Set<DistinctId> ids = new HashSet<>(seeds);
    for (MergeFact fact : statuses.keySet()) {
      ids.add(fact.into());
      ids.add(fact.other());
    }
    Map<DistinctId, Sightings> sightings = sightings(project, ids);
    Fold fold =
        Fold.of(statuses.keySet(), id -> sightings.getOrDefault(id, Sightings.NONE), idLimit);
    writeMembers(project, fold);
    writeStatuses(project, fold, statuses);
    clean(project, ids);
  }

  /// All legal merges reached from these ids, each with what is written of it.
  private Map<MergeFact, @Nullable String> follow(int project, Set<DistinctId> ids)
      throws SQLException {
    Map<MergeFact, @Nullable String> statuses = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH RECURSIVE reached (id) AS (
              SELECT unnest(?) COLLATE "C"
              UNION
              SELECT next.id FROM reached, LATERAL (
                SELECT other_id AS id FROM merges
                WHERE project = ? AND into_id = reached.id AND reason IS NULL
                UNION ALL
                SELECT into_id FROM merges
                WHERE project = ? AND other_id = reached.id AND reason IS NULL) AS next)
            SELECT at, uuid, into_id, other_id, kind, status
            FROM reached, LATERAL (
              SELECT * FROM merges
              WHERE project = ? AND into_id = reached.id AND reason IS NULL OFFSET 0) AS facts\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, project);
      statement.setInt(3, project);
      statement.setInt(4, project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          statuses.put(Rows.fact(row), row.getString(6));
        }
      }
    }
    return statuses;
  }

  private Map<DistinctId, Sightings> sightings(int project, Set<DistinctId> ids)
      throws SQLException {
    Map<DistinctId, Sightings> sightings = HashMap.newHashMap(ids.size());
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT wanted.id, known.bytes FROM unnest(?) AS wanted (id), LATERAL (
              SELECT substring(registers FROM 1 FOR ?) AS bytes FROM ids
              WHERE project = ? AND distinct_id = wanted.id OFFSET 0) AS known\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, SIGHTINGS_BYTES);
      statement.setInt(3, project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sightings.put(
              new DistinctId(row.getString(1)), IdRegisters.decodeSightings(row.getBytes(2)));
        }
      }
    }
    return sightings;
  }

  private void writeMembers(int project, Fold fold) throws SQLException {
    Columns rows = new Columns("text", "text", "text", "int8", "uuid", "int8");
    long change = lastChange(project);
    for (Component component : fold.components()) {
      Stamp touched = Objects.requireNonNull(component.touched());
      for (DistinctId id : component.ids()) {
        rows.add(
            id.value(),
            component.ids().getFirst().value(),
            component.survivor().value(),
            touched.timestampMicros(),
            Rows.uuid(touched.uuid()),
            ++change);
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO members
              (distinct_id, first_id, survivor, touched_at, touched_by, change, project, changed_at)
            SELECT *, ?, %s FROM unnest(?, ?, ?, ?, ?, ?)
            ON CONFLICT (project, distinct_id) DO UPDATE SET
              first_id = excluded.first_id, survivor = excluded.survivor,
              touched_at = excluded.touched_at, touched_by = excluded.touched_by,
              change = CASE members.survivor
                WHEN excluded.survivor THEN members.change ELSE excluded.change END,
              changed_at = CASE members.survivor
                WHEN excluded.survivor THEN members.changed_at ELSE excluded.changed_at END
            WHERE (members.first_id, members.survivor, members.touched_at, members.touched_by)
              IS DISTINCT FROM
              (excluded.first_id, excluded.survivor, excluded.touched_at, excluded.touched_by)\
            """
                .formatted(ChangeRows.NOW_MILLIS))) {
      statement.setInt(1, project);
      rows.set(statement, 2);
      if (statement.executeUpdate() > 0) {
        putLastChange(project, change);
      }
    }
  }

  /// One folds at a time, and commits before another begins: so numbers grow in the order in which
  /// changes are seen.
  private long lastChange(int project) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT last FROM changes WHERE project = ?")) {
      statement.setInt(1, project);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private void putLastChange(int project, long last) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO changes (project, last) VALUES (?, ?)
            ON CONFLICT (project) DO UPDATE SET last = excluded.last\
            """)) {
      statement.setInt(1, project);
      statement.setLong(2, last);
      statement.executeUpdate();
    }
  }

  private void writeStatuses(int project, Fold fold, Map<MergeFact, @Nullable String> known)
      throws SQLException {
    Columns rows = new Columns("uuid", "int8", "text", "text", "text", "text");
    for (Map.Entry<MergeFact, MergeOutcome> outcome : fold.outcomes().entrySet()) {
      MergeFact fact = outcome.getKey();
      @Nullable String status = Rows.status(outcome.getValue());
      if (!Objects.equals(status, known.get(fact))) {
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
    // Every row is there. An UPDATE that joins them leaves the planner to find that out.
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO merges (uuid, at, into_id, other_id, kind, status, project, import)
            SELECT *, ?, 0 FROM unnest(?, ?, ?, ?, ?, ?)
            ON CONFLICT (uuid, project) DO UPDATE SET status = excluded.status\
            """)) {
      statement.setInt(1, project);
      rows.set(statement, 2);
      statement.executeUpdate();
    }
  }

  private void clean(int project, Set<DistinctId> ids) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM dirty WHERE project = ? AND distinct_id = ANY (?)")) {
      statement.setInt(1, project);
      Rows.setIds(statement, 2, ids);
      statement.executeUpdate();
    }
  }
}
