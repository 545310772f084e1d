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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Computes anew the persons of dirty ids. From a dirty id it follows every legal merge, whatever
/// became of it, until no new id turns up; what is reached that way depends on nothing else, and is
/// folded at once. Memory is bounded by the largest such closure.
final class ComponentFolder {
  /// Ids folded in one step, unless one closure has more.
  private static final int IDS_PER_STEP = 10_000;

  /// Enough of an id's registers to hold its sightings.
  private static final int SIGHTINGS_BYTES = 64;

  private static final String FACTS = "SELECT " + FactRows.FACT_COLUMNS + ", status FROM merges ";

  private final Connection connection;
  private final int idLimit;
  private final PreparedStatement nextDirty;
  private final PreparedStatement clean;
  private final PreparedStatement factsByInto;
  private final PreparedStatement factsByOther;
  private final PreparedStatement sightingsOf;
  private final PreparedStatement putMember;
  private final PreparedStatement putStatus;

  ComponentFolder(Connection connection, int idLimit) throws SQLException {
    this.connection = connection;
    this.idLimit = idLimit;
    nextDirty =
        connection.prepareStatement(
            """
            SELECT project, distinct_id FROM dirty
            ORDER BY historical, project, distinct_id LIMIT 1\
            """);
    clean =
        connection.prepareStatement(
            """
            DELETE FROM dirty
            WHERE historical IN (0, 1) AND project = ? AND distinct_id = ?\
            """);
    factsByInto = connection.prepareStatement(FACTS + FactRows.BY_INTO);
    factsByOther = connection.prepareStatement(FACTS + FactRows.BY_OTHER);
    sightingsOf =
        connection.prepareStatement(
            "SELECT substr(registers, 1, "
                + SIGHTINGS_BYTES
                + ") FROM ids WHERE project = ? AND distinct_id = ?");
    putMember =
        connection.prepareStatement(
            """
            INSERT INTO members (project, distinct_id, first_id, survivor, touched_at, touched_by)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              first_id = excluded.first_id, survivor = excluded.survivor,
              touched_at = excluded.touched_at, touched_by = excluded.touched_by\
            """);
    putStatus =
        connection.prepareStatement("UPDATE merges SET status = ? WHERE project = ? AND uuid = ?");
  }

  /// Folds some dirty ids in one transaction. Between two steps the tables are half folded: a
  /// reader waits until nothing is dirty.
  ///
  /// @return whether any may be left
  boolean step() throws SQLException {
    int ids = 0;
    while (ids < IDS_PER_STEP) {
      Closure closure = nextClosure();
      if (closure == null) {
        break;
      }
      write(closure);
      ids += closure.ids.size();
    }
    connection.commit();
    return ids >= IDS_PER_STEP;
  }

  /// A set of ids and all legal merges that name any of them, each with what is written of it.
  private record Closure(
      int project, Set<DistinctId> ids, Map<MergeFact, @Nullable String> statuses) {}

  private @Nullable Closure nextClosure() throws SQLException {
    Closure closure;
    ArrayDeque<DistinctId> unvisited = new ArrayDeque<>();
    try (ResultSet row = nextDirty.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      closure = new Closure(row.getInt(1), new LinkedHashSet<>(), new HashMap<>());
      unvisited.add(new DistinctId(row.getString(2)));
    }
    closure.ids.addAll(unvisited);
    while (!unvisited.isEmpty()) {
      DistinctId id = unvisited.remove();
      follow(factsByInto, id, closure, unvisited);
      follow(factsByOther, id, closure, unvisited);
    }
    return closure;
  }

  private static void follow(
      PreparedStatement facts, DistinctId id, Closure closure, ArrayDeque<DistinctId> unvisited)
      throws SQLException {
    facts.setInt(1, closure.project);
    facts.setString(2, id.value());
    try (ResultSet row = facts.executeQuery()) {
      while (row.next()) {
        MergeFact fact = FactRows.fact(row);
        closure.statuses.put(fact, row.getString(6));
        if (closure.ids.add(fact.into())) {
          unvisited.add(fact.into());
        }
        if (closure.ids.add(fact.other())) {
          unvisited.add(fact.other());
        }
      }
    }
  }

  private void write(Closure closure) throws SQLException {
    Map<DistinctId, Sightings> sightings = HashMap.newHashMap(closure.ids.size());
    for (DistinctId id : closure.ids) {
      sightings.put(id, sightings(closure.project, id));
    }
    Fold fold =
        Fold.of(
            closure.statuses.keySet(), id -> sightings.getOrDefault(id, Sightings.NONE), idLimit);
    for (Component component : fold.components()) {
      write(closure.project, component);
    }
    for (Map.Entry<MergeFact, MergeOutcome> outcome : fold.outcomes().entrySet()) {
      String status = outcome.getValue().name();
      if (!status.equals(closure.statuses.get(outcome.getKey()))) {
        putStatus.setString(1, status);
        putStatus.setInt(2, closure.project);
        putStatus.setBytes(3, FactRows.bytes(outcome.getKey().at().uuid()));
        putStatus.executeUpdate();
      }
    }
    for (DistinctId id : closure.ids) {
      clean.setInt(1, closure.project);
      clean.setString(2, id.value());
      clean.executeUpdate();
    }
  }

  private void write(int project, Component component) throws SQLException {
    Stamp touched = Objects.requireNonNull(component.touched());
    for (DistinctId id : component.ids()) {
      putMember.setInt(1, project);
      putMember.setString(2, id.value());
      putMember.setString(3, component.ids().getFirst().value());
      putMember.setString(4, component.survivor().value());
      putMember.setLong(5, touched.timestampMicros());
      putMember.setBytes(6, FactRows.bytes(touched.uuid()));
      putMember.executeUpdate();
    }
  }

  private Sightings sightings(int project, DistinctId id) throws SQLException {
    sightingsOf.setInt(1, project);
    sightingsOf.setString(2, id.value());
    try (ResultSet row = sightingsOf.executeQuery()) {
      return row.next() ? IdRegisters.decodeSightings(row.getBytes(1)) : Sightings.NONE;
    }
  }
}
