package dev.headgate.store.sqlite;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Component;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Person;
import dev.headgate.identity.Persons;
import dev.headgate.identity.Stamp;
import dev.headgate.store.FactBatches;
import dev.headgate.store.MergeCounts;
import dev.headgate.store.MergeWarnings;
import dev.headgate.store.PersonFacts;
import dev.headgate.store.PersonHistory;
import dev.headgate.store.PersonSnapshot;
import dev.headgate.store.StoreFault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A read transaction on folded tables. Who is with whom stands in the tables; a person's
/// properties are computed here, from the registers of its ids.
final class SqlitePersonSnapshot implements PersonSnapshot {
  private final SqlitePersonStore store;
  private final Connection connection;
  private final Map<Partition, Long> offsets;
  private final Persons persons = new Persons();

  /// Begins the transaction: what is committed now is what it will see.
  SqlitePersonSnapshot(SqlitePersonStore store, Connection connection) throws SQLException {
    this.store = store;
    this.connection = connection;
    this.offsets = readOffsets(connection);
  }

  static Map<Partition, Long> readOffsets(Connection connection) throws SQLException {
    Map<Partition, Long> offsets = new HashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT lane, number, next_offset FROM positions");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Partition partition = new Partition(Lane.valueOf(row.getString(1)), row.getInt(2));
        offsets.put(partition, row.getLong(3));
      }
    }
    return offsets;
  }

  @Override
  public Map<Partition, Long> offsets() {
    return Map.copyOf(offsets);
  }

  @Override
  public void forEachPerson(ProjectId project, Consumer<Person> each) throws StoreFault {
    try (PreparedStatement ids =
            connection.prepareStatement(
                """
                SELECT i.distinct_id, i.registers, m.first_id, m.survivor, m.touched_at, m.touched_by
                FROM ids i LEFT JOIN members m
                  ON m.project = i.project AND m.distinct_id = i.distinct_id
                WHERE i.project = ? ORDER BY i.distinct_id\
                """);
        ComponentReader components = new ComponentReader(connection, project)) {
      ids.setInt(1, project.number());
      try (ResultSet row = ids.executeQuery()) {
        while (row.next()) {
          DistinctId id = new DistinctId(row.getString(1));
          String firstId = row.getString(3);
          if (firstId != null && !firstId.equals(id.value())) {
            continue;
          }
          Map<DistinctId, IdRegisters> registers = new HashMap<>();
          registers.put(id, IdRegisters.decode(row.getBytes(2)));
          Component component =
              firstId == null
                  ? Component.untouched(id)
                  : components.read(
                      id,
                      new DistinctId(row.getString(4)),
                      new Stamp(row.getLong(5), FactRows.uuid(row.getBytes(6))),
                      registers);
          persons
              .of(project, component, of -> registers.getOrDefault(of, IdRegisters.EMPTY))
              .ifPresent(each);
        }
      }
    } catch (SQLException e) {
      throw store.fault("reading persons", e);
    }
  }

  @Override
  public Optional<Person> person(ProjectId project, DistinctId id) throws StoreFault {
    try (ComponentReader components = new ComponentReader(connection, project)) {
      Map<DistinctId, IdRegisters> registers = new HashMap<>();
      return persons.of(
          project,
          component(project, id, components, registers),
          of -> registers.getOrDefault(of, IdRegisters.EMPTY));
    } catch (SQLException e) {
      throw store.fault("reading a person", e);
    }
  }

  @Override
  public List<DistinctId> firstIds(ProjectId project, Optional<DistinctId> after, int most)
      throws StoreFault {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT i.distinct_id FROM ids i LEFT JOIN members m
              ON m.project = i.project AND m.distinct_id = i.distinct_id
            WHERE i.project = ? AND i.distinct_id > ?
              AND (m.first_id IS NULL OR m.first_id = i.distinct_id)
            ORDER BY i.distinct_id LIMIT ?\
            """)) {
      statement.setInt(1, project.number());
      statement.setString(2, after.map(DistinctId::value).orElse(""));
      statement.setInt(3, most);
      List<DistinctId> ids = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(new DistinctId(row.getString(1)));
        }
      }
      return ids;
    } catch (SQLException e) {
      throw store.fault("reading persons", e);
    }
  }

  @Override
  public Optional<DistinctId> namedBy(ProjectId project, EventId person) throws StoreFault {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT DISTINCT coalesce(m.survivor, i.distinct_id) FROM ids i LEFT JOIN members m
              ON m.project = i.project AND m.distinct_id = i.distinct_id
            WHERE i.project = ?\
            """)) {
      statement.setFetchSize(1_000);
      statement.setInt(1, project.number());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = new DistinctId(row.getString(1));
          if (persons.idOf(project, id).equals(person)) {
            return Optional.of(id);
          }
        }
      }
      return Optional.empty();
    } catch (SQLException e) {
      throw store.fault("looking up a person", e);
    }
  }

  @Override
  public EventId personOf(ProjectId project, DistinctId id) throws StoreFault {
    try (PreparedStatement survivor =
        connection.prepareStatement(
            "SELECT survivor FROM members WHERE project = ? AND distinct_id = ?")) {
      survivor.setInt(1, project.number());
      survivor.setString(2, id.value());
      try (ResultSet row = survivor.executeQuery()) {
        return persons.idOf(project, row.next() ? new DistinctId(row.getString(1)) : id);
      }
    } catch (SQLException e) {
      throw store.fault("looking up a person", e);
    }
  }

  @Override
  public Optional<PersonHistory> history(ProjectId project, DistinctId id) throws StoreFault {
    try (ComponentReader components = new ComponentReader(connection, project)) {
      Map<DistinctId, IdRegisters> registers = new HashMap<>();
      Component component = component(project, id, components, registers);
      return PersonHistory.of(
          project,
          persons,
          component,
          of -> registers.getOrDefault(of, IdRegisters.EMPTY),
          MergesNaming.of(connection, project, component.ids()));
    } catch (SQLException e) {
      throw store.fault("reading a person's history", e);
    }
  }

  private Component component(
      ProjectId project,
      DistinctId id,
      ComponentReader components,
      Map<DistinctId, IdRegisters> registers)
      throws SQLException {
    try (PreparedStatement member =
        connection.prepareStatement(
            """
            SELECT i.registers, m.first_id, m.survivor, m.touched_at, m.touched_by
            FROM ids i LEFT JOIN members m
              ON m.project = i.project AND m.distinct_id = i.distinct_id
            WHERE i.project = ? AND i.distinct_id = ?\
            """)) {
      member.setInt(1, project.number());
      member.setString(2, id.value());
      try (ResultSet row = member.executeQuery()) {
        if (!row.next()) {
          return Component.untouched(id);
        }
        registers.put(id, IdRegisters.decode(row.getBytes(1)));
        String firstId = row.getString(2);
        return firstId == null
            ? Component.untouched(id)
            : components.read(
                new DistinctId(firstId),
                new DistinctId(row.getString(3)),
                new Stamp(row.getLong(4), FactRows.uuid(row.getBytes(5))),
                registers);
      }
    }
  }

  @Override
  public MergeCounts merges(ProjectId project, int importNumber) throws StoreFault {
    try (PreparedStatement counts =
        connection.prepareStatement(
            """
            SELECT reason, status, count(*) FROM merges
            WHERE project = ? AND import = ? GROUP BY reason, status\
            """)) {
      counts.setInt(1, project.number());
      counts.setInt(2, importNumber);
      MergeCounts sum = MergeCounts.ZERO;
      try (ResultSet row = counts.executeQuery()) {
        while (row.next()) {
          sum = sum.plus(one(row.getString(1), row.getString(2)).times(row.getLong(3)));
        }
      }
      return sum;
    } catch (SQLException e) {
      throw store.fault("counting merges", e);
    }
  }

  @Override
  public MergeWarnings warnings(ProjectId project, MergeWarnings.Question question)
      throws StoreFault {
    try {
      return WarningRows.of(connection, project, question);
    } catch (SQLException e) {
      throw store.fault("reading warnings", e);
    }
  }

  @Override
  public void forEachFacts(Consumer<PersonFacts> each) throws StoreFault {
    FactBatches batches = new FactBatches(each);
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT project, distinct_id, registers FROM ids")) {
        while (row.next()) {
          batches.add(
              new ProjectId(row.getInt(1)),
              new DistinctId(row.getString(2)),
              IdRegisters.decode(row.getBytes(3)));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT "
                  + FactRows.FACT_COLUMNS
                  + ", status, import, reason, project FROM merges")) {
        while (row.next()) {
          batches.add(MergesNaming.merge(new ProjectId(row.getInt(9)), row).asked());
        }
      }
    } catch (SQLException e) {
      throw store.fault("reading facts", e);
    }
    batches.end();
  }

  private static MergeCounts one(@Nullable String reason, @Nullable String status) {
    return reason == null
        ? MergeCounts.one(FactRows.outcome(status))
        : MergeCounts.one(MergeRefusal.Reason.valueOf(reason));
  }

  @Override
  public void close() {
    store.giveBack(connection);
  }

  /// Reads the rest of a person from its first id.
  private static final class ComponentReader implements AutoCloseable {
    private final PreparedStatement members;
    private final PreparedStatement joinsOf;
    private final int project;

    ComponentReader(Connection connection, ProjectId project) throws SQLException {
      this.project = project.number();
      members =
          connection.prepareStatement(
              """
              SELECT m.distinct_id, i.registers
              FROM members m JOIN ids i ON i.project = m.project AND i.distinct_id = m.distinct_id
              WHERE m.project = ? AND m.first_id = ? ORDER BY m.distinct_id\
              """);
      joinsOf =
          connection.prepareStatement(
              "SELECT "
                  + FactRows.FACT_COLUMNS
                  + " FROM merges "
                  + FactRows.BY_INTO
                  + " AND status IS NULL");
    }

    Component read(
        DistinctId first,
        DistinctId survivor,
        Stamp touched,
        Map<DistinctId, IdRegisters> registers)
        throws SQLException {
      List<DistinctId> ids = new ArrayList<>();
      members.setInt(1, project);
      members.setString(2, first.value());
      try (ResultSet row = members.executeQuery()) {
        while (row.next()) {
          DistinctId id = new DistinctId(row.getString(1));
          ids.add(id);
          registers.put(id, IdRegisters.decode(row.getBytes(2)));
        }
      }
      List<MergeFact> joins = new ArrayList<>();
      if (ids.size() > 1) {
        for (DistinctId id : ids) {
          addJoins(id, joins);
        }
        joins.sort(Comparator.comparing(MergeFact::at));
      }
      return new Component(ids, survivor, joins, touched);
    }

    private void addJoins(DistinctId into, List<MergeFact> joins) throws SQLException {
      joinsOf.setInt(1, project);
      joinsOf.setString(2, into.value());
      try (ResultSet row = joinsOf.executeQuery()) {
        while (row.next()) {
          joins.add(FactRows.fact(row));
        }
      }
    }

    @Override
    public void close() throws SQLException {
      members.close();
      joinsOf.close();
    }
  }
}
