package dev.headgate.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/// Merges as the field does them: one event, one transaction, on tables of persons and of their
/// distinct_ids. The person is written where it changes, so the order of events decides.
final class TransactionPerMerge implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement insertPerson;
  private final PreparedStatement insertId;
  private final PreparedStatement update;
  private final PreparedStatement moveIds;
  private final PreparedStatement delete;

  static void makeTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE person (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uuid uuid NOT NULL,
            team_id int NOT NULL, properties jsonb NOT NULL, is_identified boolean NOT NULL,
            created_at timestamptz NOT NULL, version bigint NOT NULL);
          CREATE UNIQUE INDEX person_uuid ON person (team_id, uuid);
          CREATE TABLE person_distinct_id (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, team_id int NOT NULL,
            distinct_id varchar(400) NOT NULL, person_id bigint NOT NULL REFERENCES person,
            version bigint NOT NULL, UNIQUE (team_id, distinct_id));
          CREATE INDEX person_distinct_id_person ON person_distinct_id (person_id);
          """);
    }
    connection.commit();
  }

  TransactionPerMerge(Connection connection) throws SQLException {
    this.connection = connection;
    find =
        connection.prepareStatement(
            """
            SELECT p.id, p.is_identified FROM person p
            JOIN person_distinct_id d ON d.person_id = p.id
            WHERE d.team_id = 1 AND d.distinct_id = ? FOR UPDATE OF p\
            """);
    insertPerson =
        connection.prepareStatement(
            """
            INSERT INTO person (uuid, team_id, properties, is_identified, created_at, version)
            VALUES (?, 1, ?::jsonb, true, to_timestamp(? / 1000000.0), 0) RETURNING id\
            """);
    insertId =
        connection.prepareStatement(
            """
            INSERT INTO person_distinct_id (team_id, distinct_id, person_id, version)
            VALUES (1, ?, ?, 0)\
            """);
    update =
        connection.prepareStatement(
            """
            UPDATE person SET properties = properties || ?::jsonb, is_identified = true,
              created_at = least(created_at, to_timestamp(? / 1000000.0)), version = version + 1
            WHERE id = ?\
            """);
    moveIds =
        connection.prepareStatement(
            """
            UPDATE person_distinct_id SET person_id = ?, version = version + 1
            WHERE person_id = ?\
            """);
    delete = connection.prepareStatement("DELETE FROM person WHERE id = ?");
  }

  /// @param id 0: there is none
  private record Found(long id, boolean identified) {}

  /// Merges `other` into `into`, and commits.
  void merge(String into, String other, String set, long micros) throws SQLException {
    Found target = find(into);
    Found source = find(other);
    if (target.id == 0 && source.id == 0) {
      long person = insert(set, micros);
      addId(into, person);
      addId(other, person);
    } else if (target.id == 0 || source.id == 0) {
      long person = target.id == 0 ? source.id : target.id;
      addId(target.id == 0 ? into : other, person);
      update(person, set, micros);
    } else if (target.id != source.id && !source.identified) {
      moveIds.setLong(1, target.id);
      moveIds.setLong(2, source.id);
      moveIds.executeUpdate();
      delete.setLong(1, source.id);
      delete.executeUpdate();
      update(target.id, set, micros);
    } else {
      update(target.id, set, micros);
    }
    connection.commit();
  }

  private Found find(String distinctId) throws SQLException {
    find.setString(1, distinctId);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? new Found(row.getLong(1), row.getBoolean(2)) : new Found(0, false);
    }
  }

  private long insert(String set, long micros) throws SQLException {
    insertPerson.setObject(1, UUID.randomUUID());
    insertPerson.setString(2, set);
    insertPerson.setLong(3, micros);
    try (ResultSet row = insertPerson.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void addId(String distinctId, long person) throws SQLException {
    insertId.setString(1, distinctId);
    insertId.setLong(2, person);
    insertId.executeUpdate();
  }

  private void update(long person, String set, long micros) throws SQLException {
    update.setString(1, set);
    update.setLong(2, micros);
    update.setLong(3, person);
    update.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
