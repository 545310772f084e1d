package dev.headgate.store.duckdb;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.store.PersonChange;
import dev.headgate.store.PersonOf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Writes the tables `person_of` and `followed`, a batch in one transaction: the rows of its ids
/// are deleted and inserted anew. As with events there is no index: to look for a batch in a
/// million rows takes some ten milliseconds, an index would be kept in memory.
final class PersonOfTable {
  /// The tables, and a view for people who query the file: every event with its person. An id
  /// without a row is its own person, whose id is a uuidv5 ({@link
  /// dev.headgate.identity.Persons#idOf}).
  static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS person_of (
        project INTEGER NOT NULL, distinct_id VARCHAR NOT NULL, person UUID NOT NULL);
      CREATE TABLE IF NOT EXISTS followed (
        project INTEGER PRIMARY KEY, person_store UUID NOT NULL, up_to BIGINT NOT NULL);
      CREATE VIEW IF NOT EXISTS person_events AS
        SELECT events.*, coalesce(person_of.person, (
          SELECT (hash[1:8] || '-' || hash[9:12] || '-5' || hash[14:16] || '-'
            || substr('89ab', (strpos('0123456789abcdef', hash[17]) - 1) % 4 + 1, 1)
            || hash[18:20] || '-' || hash[21:32])::UUID
          FROM (SELECT sha1(from_hex('932979b465c3442484670b66ec27bc22')
            || encode(events.project || ':' || events.distinct_id)) AS hash))) AS person
        FROM events LEFT JOIN person_of USING (project, distinct_id);
      """;

  private final DuckDBConnection writer;

  /// @param writer which nobody else uses meanwhile
  PersonOfTable(DuckDBConnection writer) {
    this.writer = writer;
  }

  static PersonOf.Followed followed(Connection reader) throws SQLException {
    Map<ProjectId, Long> upTo = new HashMap<>();
    List<EventId> stores = new ArrayList<>();
    EventRows.query(
        reader,
        "SELECT project, person_store, up_to FROM followed",
        row -> {
          upTo.put(new ProjectId(row.getInt(1)), row.getLong(3));
          stores.add(EventRows.uuid(row, 2));
        });
    return new PersonOf.Followed(stores.stream().findFirst(), Map.copyOf(upTo));
  }

  void follow(PersonOf.Batch batch) throws SQLException {
    inTransaction(() -> {
      if (!batch.changes().isEmpty()) {
        putPersons(batch);
      }
      try (PreparedStatement statement =
          writer.prepareStatement("INSERT OR REPLACE INTO followed VALUES (?, ?::UUID, ?)")) {
        statement.setInt(1, batch.project().number());
        statement.setString(2, batch.personStore().toString());
        statement.setLong(3, batch.upTo());
        statement.executeUpdate();
      }
    });
  }

  private void putPersons(PersonOf.Batch batch) throws SQLException {
    Database.execute(
        writer, "CREATE OR REPLACE TEMP TABLE changed (distinct_id VARCHAR, person UUID)");
    try (DuckDBAppender changed = writer.createAppender("temp", "main", "changed")) {
      for (PersonChange change : batch.changes()) {
        changed
            .beginRow()
            .append(change.distinctId().value())
            .appendUUID(change.person().high(), change.person().low())
            .endRow();
      }
    }
    int project = batch.project().number();
    Database.execute(
        writer,
        "DELETE FROM person_of WHERE project = "
            + project
            + " AND distinct_id IN (SELECT distinct_id FROM temp.changed)");
    Database.execute(
        writer,
        "INSERT INTO person_of SELECT " + project + ", distinct_id, person FROM temp.changed");
  }

  void forget() throws SQLException {
    inTransaction(() -> {
      Database.execute(writer, "DELETE FROM person_of");
      Database.execute(writer, "DELETE FROM followed");
    });
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    Database.execute(writer, "BEGIN TRANSACTION");
    try {
      work.run();
      Database.execute(writer, "COMMIT");
    } catch (SQLException | RuntimeException e) {
      try {
        Database.execute(writer, "ROLLBACK");
      } catch (SQLException rollback) {
        e.addSuppressed(rollback);
      }
      throw e;
    }
  }
}
