package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.Person;
import dev.headgate.identity.Persons;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A read transaction on folded tables. Who is with whom stands in the tables; a person's
/// properties are computed here, from the registers of its ids.
final class PostgresPersonSnapshot implements PersonSnapshot {
  private final PostgresPersonStore store;
  private final Connection connection;
  private final Map<Partition, Long> offsets;
  private final Persons persons = new Persons();

  /// Begins the transaction: what is committed now is what it will see.
  PostgresPersonSnapshot(PostgresPersonStore store, Connection connection) throws SQLException {
    this.store = store;
    this.connection = connection;
    this.offsets = Rows.offsets(connection);
  }

  @Override
  public Map<Partition, Long> offsets() {
    return Map.copyOf(offsets);
  }

  @Override
  public void forEachPerson(ProjectId project, Consumer<Person> each) throws StoreFault {
    try (PersonCursor cursor = PersonCursor.all(connection, project)) {
      for (PersonCursor.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        persons.of(project, entry.component(), entry::registersOf).ifPresent(each);
      }
    } catch (SQLException e) {
      throw store.fault("reading persons", e);
    }
  }

  @Override
  public Optional<Person> person(ProjectId project, DistinctId id) throws StoreFault {
    try (PersonCursor cursor = PersonCursor.of(connection, project, idsWith(project, id))) {
      PersonCursor.Entry entry = cursor.next();
      return entry == null
          ? Optional.empty()
          : persons.of(project, entry.component(), entry::registersOf);
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
            (SELECT i.distinct_id AS id FROM ids i LEFT JOIN members m
               ON m.project = i.project AND m.distinct_id = i.distinct_id
             WHERE i.project = ? AND i.distinct_id > ? AND m.first_id IS NULL
             ORDER BY id LIMIT ?)
            UNION ALL
            (SELECT distinct_id FROM members
             WHERE project = ? AND distinct_id > ? AND first_id = distinct_id
             ORDER BY distinct_id LIMIT ?)
            ORDER BY id LIMIT ?\
            """)) {
      for (int place = 1; place <= 4; place += 3) {
        statement.setInt(place, project.number());
        statement.setString(place + 1, after.map(DistinctId::value).orElse(""));
        statement.setInt(place + 2, most);
      }
      statement.setInt(7, most);
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
            SELECT DISTINCT coalesce(m.survivor, i.distinct_id)
            FROM (SELECT * FROM ids WHERE project = ?) AS i
            FULL JOIN (SELECT * FROM members WHERE project = ?) AS m
              ON m.distinct_id = i.distinct_id\
            """)) {
      statement.setFetchSize(PersonCursor.ROWS_AT_ONCE);
      statement.setInt(1, project.number());
      statement.setInt(2, project.number());
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
    try (PersonCursor cursor = PersonCursor.of(connection, project, idsWith(project, id))) {
      PersonCursor.Entry entry = cursor.next();
      if (entry == null) {
        return Optional.empty();
      }
      return PersonHistory.of(
          project,
          persons,
          entry.component(),
          entry::registersOf,
          MergeRows.naming(connection, project, entry.component().ids()));
    } catch (SQLException e) {
      throw store.fault("reading a person's history", e);
    }
  }

  /// All ids of the person that this one belongs to, found by the merges that joined them.
  private List<DistinctId> idsWith(ProjectId project, DistinctId id) throws SQLException {
    List<DistinctId> ids = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH RECURSIVE reached (id) AS (
              SELECT ? COLLATE "C"
              UNION
              SELECT next.id FROM reached, LATERAL (
                SELECT other_id AS id FROM merges
                WHERE project = ? AND into_id = reached.id AND reason IS NULL AND status IS NULL
                UNION ALL
                SELECT into_id FROM merges
                WHERE project = ? AND other_id = reached.id AND reason IS NULL AND status IS NULL)
                AS next)
            SELECT id FROM reached\
            """)) {
      statement.setString(1, id.value());
      statement.setInt(2, project.number());
      statement.setInt(3, project.number());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(new DistinctId(row.getString(1)));
        }
      }
    }
    return ids;
  }

  @Override
  public MergeCounts merges(ProjectId project, int importNumber) throws StoreFault {
    try {
      return MergeRows.counts(connection, project, importNumber);
    } catch (SQLException e) {
      throw store.fault("counting merges", e);
    }
  }

  @Override
  public MergeWarnings warnings(ProjectId project, MergeWarnings.Question question)
      throws StoreFault {
    try {
      return MergeRows.warnings(connection, project, question);
    } catch (SQLException e) {
      throw store.fault("reading warnings", e);
    }
  }

  @Override
  public void forEachFacts(Consumer<PersonFacts> each) throws StoreFault {
    FactBatches batches = new FactBatches(each);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(PersonCursor.ROWS_AT_ONCE);
      try (ResultSet row =
          statement.executeQuery("SELECT project, distinct_id, registers FROM ids")) {
        while (row.next()) {
          batches.add(
              new ProjectId(row.getInt(1)),
              new DistinctId(row.getString(2)),
              IdRegisters.decode(row.getBytes(3)));
        }
      }
      MergeRows.all(statement, batches::add);
    } catch (SQLException e) {
      throw store.fault("reading facts", e);
    }
    batches.end();
  }

  @Override
  public void close() {
    store.giveBack(connection);
  }
}
