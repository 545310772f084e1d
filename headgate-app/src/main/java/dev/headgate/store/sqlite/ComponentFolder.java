package dev.headgate.store.sqlite;

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
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Computes anew the persons of dirty ids, thousands at once. From them the engine follows every
/// legal merge, whatever became of it, until no new id turns up; what is reached that way depends
/// on nothing else. Memory is bounded by what a step's ids reach.
final class ComponentFolder {
  /// Marks of one step.
  private static final int SEEDS = 10_000;

  /// Enough of an id's registers to hold its sightings.
  private static final int SIGHTINGS_BYTES = 64;

  private final Connection connection;
  private final int idLimit;
  private final PreparedStatement dirtyProject;
  private final PreparedStatement reach;
  private final PreparedStatement factsReached;
  private final PreparedStatement sightingsReached;
  private final PreparedStatement putMember;
  private final PreparedStatement putStatus;
  private final PreparedStatement cleanReached;
  private final PreparedStatement forgetReached;
  private final ChangeNumbers changes;

  ComponentFolder(Connection connection, int idLimit) throws SQLException {
    this.connection = connection;
    this.idLimit = idLimit;
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE reached (distinct_id TEXT PRIMARY KEY) WITHOUT ROWID");
    }
    connection.commit();
    dirtyProject =
        connection.prepareStatement(
            "SELECT project, historical FROM dirty ORDER BY historical, project LIMIT 1");
    // Without CROSS JOIN the engine, which has no statistics, would begin at the merges.
    reach =
        connection.prepareStatement(
            """
            WITH RECURSIVE found (id) AS (
              SELECT distinct_id FROM (
                SELECT distinct_id FROM dirty WHERE historical = ?2 AND project = ?1 LIMIT ?3)
              UNION
              SELECT other_id FROM found CROSS JOIN merges INDEXED BY merges_by_into
              WHERE reason IS NULL AND project = ?1 AND into_id = found.id
              UNION
              SELECT into_id FROM found CROSS JOIN merges INDEXED BY merges_by_other
              WHERE reason IS NULL AND project = ?1 AND other_id = found.id)
            INSERT INTO reached SELECT id FROM found\
            """);
    factsReached =
        connection.prepareStatement(
            "SELECT "
                + FactRows.FACT_COLUMNS
                + """
                , status FROM reached CROSS JOIN merges INDEXED BY merges_by_into
                WHERE reason IS NULL AND project = ? AND into_id = reached.distinct_id\
                """);
    sightingsReached =
        connection.prepareStatement(
            """
            SELECT reached.distinct_id, substr(registers, 1, ?) FROM reached CROSS JOIN ids
            WHERE project = ? AND ids.distinct_id = reached.distinct_id\
            """);
    putMember =
        connection.prepareStatement(
            """
            INSERT INTO members
              (project, distinct_id, first_id, survivor, touched_at, touched_by, change, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              first_id = excluded.first_id, survivor = excluded.survivor,
              touched_at = excluded.touched_at, touched_by = excluded.touched_by,
              change = iif(survivor = excluded.survivor, change, excluded.change),
              changed_at = iif(survivor = excluded.survivor, changed_at, excluded.changed_at)
            WHERE (first_id, survivor, touched_at, touched_by)
              IS NOT (excluded.first_id, excluded.survivor, excluded.touched_at, excluded.touched_by)\
            """);
    putStatus =
        connection.prepareStatement("UPDATE merges SET status = ? WHERE project = ? AND uuid = ?");
    cleanReached =
        connection.prepareStatement(
            """
            DELETE FROM dirty
            WHERE historical IN (0, 1) AND project = ? AND distinct_id IN reached\
            """);
    forgetReached = connection.prepareStatement("DELETE FROM reached");
    changes = new ChangeNumbers(connection);
  }

  /// Folds some dirty ids in one transaction, those that live events marked first. Between two
  /// steps the tables are half folded: a reader waits until nothing is dirty.
  ///
  /// @return whether any may be left
  boolean step() throws SQLException {
    int project;
    int historical;
    try (ResultSet row = dirtyProject.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      project = row.getInt(1);
      historical = row.getInt(2);
    }
    fold(project, historical);
    changes.write();
    connection.commit();
    return true;
  }

  private void fold(int project, int historical) throws SQLException {
    reach.setInt(1, project);
    reach.setInt(2, historical);
    reach.setInt(3, SEEDS);
    reach.executeUpdate();
    Map<MergeFact, @Nullable String> statuses = facts(project);
    Map<DistinctId, Sightings> sightings = sightings(project);
    Fold fold =
        Fold.of(statuses.keySet(), id -> sightings.getOrDefault(id, Sightings.NONE), idLimit);
    long now = System.currentTimeMillis();
    for (Component component : fold.components()) {
      write(project, component, now);
    }
    for (Map.Entry<MergeFact, MergeOutcome> outcome : fold.outcomes().entrySet()) {
      @Nullable String status = FactRows.status(outcome.getValue());
      if (!Objects.equals(status, statuses.get(outcome.getKey()))) {
        putStatus.setString(1, status);
        putStatus.setInt(2, project);
        putStatus.setBytes(3, FactRows.bytes(outcome.getKey().at().uuid()));
        putStatus.executeUpdate();
      }
    }
    cleanReached.setInt(1, project);
    cleanReached.executeUpdate();
    forgetReached.executeUpdate();
  }

  /// All legal merges that name a reached id, each with what is written of it.
  private Map<MergeFact, @Nullable String> facts(int project) throws SQLException {
    Map<MergeFact, @Nullable String> statuses = new HashMap<>();
    factsReached.setInt(1, project);
    try (ResultSet row = factsReached.executeQuery()) {
      while (row.next()) {
        statuses.put(FactRows.fact(row), row.getString(6));
      }
    }
    return statuses;
  }

  private Map<DistinctId, Sightings> sightings(int project) throws SQLException {
    Map<DistinctId, Sightings> sightings = new HashMap<>();
    sightingsReached.setInt(1, SIGHTINGS_BYTES);
    sightingsReached.setInt(2, project);
    try (ResultSet row = sightingsReached.executeQuery()) {
      while (row.next()) {
        sightings.put(
            new DistinctId(row.getString(1)), IdRegisters.decodeSightings(row.getBytes(2)));
      }
    }
    return sightings;
  }

  private void write(int project, Component component, long now) throws SQLException {
    Stamp touched = Objects.requireNonNull(component.touched());
    for (DistinctId id : component.ids()) {
      long change = changes.next(project);
      putMember.setInt(1, project);
      putMember.setString(2, id.value());
      putMember.setString(3, component.ids().getFirst().value());
      putMember.setString(4, component.survivor().value());
      putMember.setLong(5, touched.timestampMicros());
      putMember.setBytes(6, FactRows.bytes(touched.uuid()));
      putMember.setLong(7, change);
      putMember.setLong(8, now);
      if (putMember.executeUpdate() == 1) {
        changes.use(project, change);
      }
    }
  }
}
