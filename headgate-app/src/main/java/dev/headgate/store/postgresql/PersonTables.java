package dev.headgate.store.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The tables of persons, in the schema that the connection's `search_path` begins with.
///
/// ```
/// ids        what is known of an id by events of its own, as bytes (IdRegisters)
/// merges     every merge an event asked for. reason: why it is no legal one, else null. status: what
///            became of a legal one, null if it joined, as nearly all do
/// members    every id that a legal merge names: the smallest id of its person, the first id of the
///            surviving person, the earliest merge that names the id; the number of the change by
///            which the surviving one became so, and when that was written (ms since 1970)
/// changes    the number of the last change of each project
/// store      the id of these tables, made with them
/// dirty      ids whose person has to be computed anew, each one that a merge goes into: a row a
///            mark, so that an id marked while it is being folded is marked still. Folded in the
///            order of the key, so live before historical
/// positions  the next offset of each partition
/// layout     the one number that says which tables these are
/// ```
///
/// A person without a row in `members` is one id, alone and not identified; a member without a row
/// in `ids` is known from merges only. `members` and `status` can be computed from the other tables
/// at any time; all the rest are facts.
final class PersonTables {
  private static final int LAYOUT = 4;

  /// One that kept rows of ids that only merges name, and whether a merge names an id. What is in
  /// those rows is true still.
  private static final int LAYOUT_BEFORE = 3;

  /// Ids compare by code point, as in the rest of the house, whatever the database's locale. Where
  /// a table has several indexes, none begins with the project: a planner without statistics takes
  /// whichever it likes for any search, and reads the whole project to find an id.
  private static final String CREATE =
      """
      CREATE TABLE ids (
        project int NOT NULL, distinct_id text COLLATE "C" NOT NULL, registers bytea NOT NULL,
        PRIMARY KEY (project, distinct_id)) WITH (fillfactor = 80);
      CREATE TABLE merges (
        project int NOT NULL, uuid uuid NOT NULL, at bigint NOT NULL,
        into_id text COLLATE "C" NOT NULL, other_id text COLLATE "C" NOT NULL, kind text NOT NULL,
        import int NOT NULL, reason text, status text, PRIMARY KEY (uuid, project));
      CREATE INDEX merges_by_into ON merges (into_id, project);
      CREATE INDEX merges_by_other ON merges (other_id, project) WHERE reason IS NULL;
      CREATE TABLE members (
        project int NOT NULL, distinct_id text COLLATE "C" NOT NULL,
        first_id text COLLATE "C" NOT NULL, survivor text COLLATE "C" NOT NULL,
        touched_at bigint NOT NULL, touched_by uuid NOT NULL,
        change bigint NOT NULL, changed_at bigint NOT NULL, PRIMARY KEY (project, distinct_id));
      CREATE INDEX members_by_change ON members (change, project);
      CREATE TABLE changes (project int PRIMARY KEY, last bigint NOT NULL);
      CREATE TABLE store (id uuid NOT NULL);
      INSERT INTO store VALUES (gen_random_uuid());
      CREATE TABLE dirty (
        project int NOT NULL, distinct_id text COLLATE "C" NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY, historical boolean NOT NULL,
        PRIMARY KEY (historical, distinct_id, project, number));
      CREATE TABLE positions (
        lane text NOT NULL, number int NOT NULL, next_offset bigint NOT NULL,
        PRIMARY KEY (lane, number));
      CREATE TABLE layout (number int NOT NULL);
      """;

  /// Makes the layout before to this one.
  private static final String FROM_LAYOUT_BEFORE =
      """
      ALTER TABLE ids DROP COLUMN named;
      ALTER TABLE ids SET (fillfactor = 80);
      UPDATE layout SET number = \
      """
          + LAYOUT;

  private PersonTables() {}

  /// Makes the tables where there are none, and alters those of the layout before, in one
  /// transaction; several programs may do it at once.
  static void make(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(Locks.LAYOUT.forTransaction());
      int layout = layout(statement);
      if (layout == 0) {
        statement.execute(CREATE + "INSERT INTO layout VALUES (" + LAYOUT + ")");
      } else if (layout == LAYOUT_BEFORE) {
        statement.execute(FROM_LAYOUT_BEFORE);
      } else if (layout != LAYOUT) {
        throw new UnknownLayout(layout);
      }
      connection.commit();
    }
  }

  private static int layout(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT 1 FROM pg_tables WHERE schemaname = current_schema()
              AND tablename IN ('layout', 'ids', 'merges')\
            """)) {
      if (!row.next()) {
        return 0;
      }
    }
    try (ResultSet row = statement.executeQuery("SELECT number FROM layout")) {
      return row.next() ? row.getInt(1) : -1;
    }
  }

  /// The schema was filled by a program that keeps persons in another way.
  static final class UnknownLayout extends SQLException {
    private static final long serialVersionUID = 1;

    UnknownLayout(int layout) {
      super("layout " + layout + ", this program knows " + LAYOUT);
    }
  }
}
