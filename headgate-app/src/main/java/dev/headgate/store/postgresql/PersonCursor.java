package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.Component;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads folded persons one after the other, sorted by smallest id: two streams sorted alike, one
/// of ids and one of joins. Memory is bounded by the largest person.
final class PersonCursor implements AutoCloseable {
  static final int ROWS_AT_ONCE = 1_000;

  private static final String JOINS =
      """
      SELECT f.at, f.uuid, f.into_id, f.other_id, f.kind, m.first_id
      FROM merges f JOIN members m ON m.project = f.project AND m.distinct_id = f.into_id
      WHERE f.project = ? AND f.reason IS NULL AND f.status IS NULL\
      """;

  private final PreparedStatement idStatement;
  private final PreparedStatement joinStatement;
  private final ResultSet id;
  private final ResultSet join;
  private boolean idIsThere;
  private boolean joinIsThere;

  /// A person, and what is known of its ids.
  record Entry(Component component, Map<DistinctId, IdRegisters> registers) {
    IdRegisters registersOf(DistinctId id) {
      return registers.getOrDefault(id, IdRegisters.EMPTY);
    }
  }

  private PersonCursor(PreparedStatement ids, PreparedStatement joins) throws SQLException {
    idStatement = ids;
    joinStatement = joins;
    id = ids.executeQuery();
    join = joins.executeQuery();
    idIsThere = id.next();
    joinIsThere = join.next();
  }

  /// All persons of a project.
  static PersonCursor all(Connection connection, ProjectId project) throws SQLException {
    return open(connection, project, null);
  }

  /// The person of which these are all the ids.
  static PersonCursor of(Connection connection, ProjectId project, Collection<DistinctId> ids)
      throws SQLException {
    return open(connection, project, ids);
  }

  private static PersonCursor open(
      Connection connection, ProjectId project, @Nullable Collection<DistinctId> only)
      throws SQLException {
    boolean all = only == null;
    PreparedStatement ids = connection.prepareStatement(ids(all));
    try {
      PreparedStatement joins =
          connection.prepareStatement(
              JOINS
                  + (all ? "" : " AND f.into_id = ANY (?)")
                  + " ORDER BY m.first_id, f.at, f.uuid");
      try {
        set(ids, set(ids, 1, project, only), project, only);
        set(joins, 1, project, only);
        return new PersonCursor(ids, joins);
      } catch (SQLException e) {
        joins.close();
        throw e;
      }
    } catch (SQLException e) {
      ids.close();
      throw e;
    }
  }

  /// An id may be known without being a member, and a member without being known. Twice the
  /// parameters: project, and which ids if not all.
  private static String ids(boolean all) {
    String which = all ? "" : " AND distinct_id = ANY (?)";
    return """
    SELECT coalesce(m.first_id, i.distinct_id) AS first,
      coalesce(i.distinct_id, m.distinct_id) AS id, i.registers,
      m.survivor, m.touched_at, m.touched_by
    FROM (SELECT * FROM ids WHERE project = ?%s) AS i
    FULL JOIN (SELECT * FROM members WHERE project = ?%s) AS m
      ON m.distinct_id = i.distinct_id
    ORDER BY first, id\
    """
        .formatted(which, which);
  }

  /// @return the place after these parameters
  private static int set(
      PreparedStatement statement,
      int place,
      ProjectId project,
      @Nullable Collection<DistinctId> only)
      throws SQLException {
    statement.setFetchSize(ROWS_AT_ONCE);
    statement.setInt(place, project.number());
    if (only == null) {
      return place + 1;
    }
    Rows.setIds(statement, place + 1, only);
    return place + 2;
  }

  /// The next person, or null after the last.
  @Nullable Entry next() throws SQLException {
    if (!idIsThere) {
      return null;
    }
    String first = id.getString(1);
    String survivor = id.getString(4);
    Stamp touched = survivor == null ? null : new Stamp(id.getLong(5), Rows.eventId(id, 6));
    List<DistinctId> ids = new ArrayList<>();
    Map<DistinctId, IdRegisters> registers = new HashMap<>();
    do {
      DistinctId member = new DistinctId(id.getString(2));
      ids.add(member);
      byte[] known = id.getBytes(3);
      registers.put(member, known == null ? IdRegisters.EMPTY : IdRegisters.decode(known));
      idIsThere = id.next();
    } while (idIsThere && id.getString(1).equals(first));
    List<MergeFact> joins = new ArrayList<>();
    while (joinIsThere && join.getString(6).equals(first)) {
      joins.add(Rows.fact(join));
      joinIsThere = join.next();
    }
    DistinctId surviving = survivor == null ? ids.getFirst() : new DistinctId(survivor);
    return new Entry(new Component(ids, surviving, joins, touched), registers);
  }

  @Override
  public void close() throws SQLException {
    try (idStatement;
        joinStatement) {
      join.close();
      id.close();
    }
  }
}
