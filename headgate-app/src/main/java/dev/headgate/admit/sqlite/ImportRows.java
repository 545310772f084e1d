package dev.headgate.admit.sqlite;

import dev.headgate.admit.Acknowledgement;
import dev.headgate.admit.Actor;
import dev.headgate.admit.AnswersFile;
import dev.headgate.admit.AppChoice;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.FindingJson;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.Hold;
import dev.headgate.admit.ImportIdentity;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.NewImport;
import dev.headgate.admit.Timing;
import dev.headgate.admit.Window;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.MalformedYaml;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Between rows and records of imports. Its methods run inside the caller's transaction.
final class ImportRows {
  private static final String SELECT =
      "select i.*, g.window_from, g.window_to, g.envelope, g.batch_events, g.batch_bytes,"
          + " g.most_per_second, g.acknowledged_by, g.acknowledged_role, g.acknowledged_at"
          + " from imports i left join grants g on g.import = i.number ";

  private final Database database;
  private final FirstYesRows firstYeses;

  ImportRows(Database database) {
    this.database = database;
    this.firstYeses = new FirstYesRows(database);
  }

  Optional<ImportRecord> byNumber(int number) throws SQLException, ControlFault {
    return database.first(SELECT + "where i.number = ?", this::importRecord, number);
  }

  Optional<ImportRecord> byIdentity(ImportIdentity identity) throws SQLException, ControlFault {
    return database.first(SELECT + "where i.identity = ?", this::importRecord, identity.digest());
  }

  List<ImportRecord> all() throws SQLException, ControlFault {
    return database.query(SELECT + "order by i.number", this::importRecord);
  }

  /// Stores a new draft; answers its number.
  int insert(NewImport facts, long createdAtMicros) throws SQLException, ControlFault {
    ImportIdentity identity = facts.identity();
    database.update(
        """
        insert into imports (project, identity, mapping_digest, content_digests, format, sources,
          assessment, created_at, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        identity.project().number(),
        identity.digest(),
        identity.mappingDigest(),
        Columns.texts(identity.contentDigests()),
        facts.format(),
        Columns.texts(facts.sources()),
        facts.assessment().toString(),
        createdAtMicros,
        ImportState.DRAFT.key());
    int number = database.first("select last_insert_rowid()", row -> row.getInt(1)).orElseThrow();
    for (String digest : identity.contentDigests()) {
      database.update("insert or ignore into import_content values (?, ?)", number, digest);
    }
    return number;
  }

  /// Stores what a change can change.
  void update(ImportRecord record) throws SQLException {
    Optional<ImportRequest> request = record.request();
    Optional<Hold> hold = record.hold();
    database.update(
        """
        update imports set state = ?, answers = ?, plan = ?, findings = ?, truncation_accepted = ?,
          apps_version = ?, apps = ?, hold_by = ?, hold_role = ?, hold_reason = ?, started_at = ?, verification = ?
        where number = ?
        """,
        record.state().key(),
        record.answers().toJson().toString(),
        request.map(asked -> asked.plan().toString()).orElse(null),
        request.map(asked -> FindingJson.write(asked.findings()).toString()).orElse(null),
        record.truncationAccepted() ? 1 : 0,
        record.apps().version(),
        Columns.texts(record.apps().names()),
        hold.map(held -> held.by().name()).orElse(null),
        hold.map(held -> held.by().role().key()).orElse(null),
        hold.map(Hold::reason).orElse(null),
        record.timing().startedAt().map(Columns::micros).orElse(null),
        record.verification().map(JsonBytes::toString).orElse(null),
        record.number());
    firstYeses.put(record.number(), record.firstYes());
  }

  void insertGrant(int number, GrantTerms terms, String secret) throws SQLException {
    database.update(
        """
        insert or replace into grants (import, secret, window_from, window_to, envelope, batch_events,
          batch_bytes, most_per_second)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        number,
        secret,
        Columns.micros(terms.window().from()),
        Columns.micros(terms.window().to()),
        Columns.envelope(terms.envelope()),
        terms.batchEvents(),
        terms.batchBytes(),
        most(terms));
  }

  /// Writes other terms under the same secret: who sends by it goes on.
  void amendGrant(int number, GrantTerms terms) throws SQLException {
    database.update(
        "update grants set window_from = ?, window_to = ?, most_per_second = ? where import = ?",
        Columns.micros(terms.window().from()),
        Columns.micros(terms.window().to()),
        most(terms),
        number);
  }

  void acknowledge(int number, Acknowledgement read) throws SQLException {
    database.update(
        "update grants set acknowledged_by = ?, acknowledged_role = ?, acknowledged_at = ? where import = ?",
        read.by().name(),
        read.by().role().key(),
        Columns.micros(read.at()),
        number);
  }

  private static @Nullable Double most(GrantTerms terms) {
    return terms.mostPerSecond().isPresent() ? terms.mostPerSecond().getAsDouble() : null;
  }

  /// Fixes what the import's events go through, unless an earlier green light did.
  void fixApps(int number, AppChoice apps) throws SQLException {
    database.update(
        "insert or ignore into import_apps values (?, ?, ?)",
        number,
        apps.version(),
        Columns.texts(apps.names()));
  }

  void deleteGrant(int number) throws SQLException {
    database.update("delete from grants where import = ?", number);
  }

  private ImportRecord importRecord(ResultSet row) throws SQLException, ControlFault {
    int number = row.getInt("number");
    try {
      Optional<ImportRequest> request = request(row);
      return new ImportRecord(
          number,
          facts(row),
          Columns.instant(row.getLong("created_at")),
          ImportState.ofKey(row.getString("state")),
          AnswersFile.kept(row.getString("answers")),
          request,
          firstYeses.find(number, request),
          terms(row),
          acknowledgement(row),
          hold(row),
          new Timing(
              Columns.optionalInstant(row, "started_at"),
              row.getDouble("wall_seconds"),
              row.getDouble("events_per_second")),
          Columns.optionalText(row, "verification").map(JsonBytes::of));
    } catch (MalformedJson | MalformedYaml | IllegalArgumentException e) {
      throw database.corrupt("import " + number, e);
    }
  }

  private static NewImport facts(ResultSet row) throws SQLException, MalformedJson {
    return new NewImport(
        new ImportIdentity(
            new ProjectId(row.getInt("project")),
            Columns.texts(row.getString("content_digests")),
            row.getString("mapping_digest")),
        row.getString("format"),
        Columns.texts(row.getString("sources")),
        Columns.json(row, "assessment"));
  }

  private static Optional<ImportRequest> request(ResultSet row) throws SQLException, MalformedJson {
    if (row.getString("plan") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ImportRequest(
            Columns.json(row, "plan"),
            FindingJson.read(Columns.json(row, "findings")),
            row.getInt("truncation_accepted") != 0,
            new AppChoice(row.getInt("apps_version"), Columns.texts(row.getString("apps")))));
  }

  private static Optional<GrantTerms> terms(ResultSet row) throws SQLException, MalformedJson {
    if (row.getString("envelope") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new GrantTerms(
            new Window(
                Columns.instant(row.getLong("window_from")),
                Columns.instant(row.getLong("window_to"))),
            Columns.envelope(row.getString("envelope")),
            row.getInt("batch_events"),
            row.getInt("batch_bytes"),
            Columns.optionalDouble(row, "most_per_second")));
  }

  private static Optional<Acknowledgement> acknowledgement(ResultSet row) throws SQLException {
    if (row.getString("acknowledged_by") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Acknowledgement(
            new Actor(
                row.getString("acknowledged_by"),
                Actor.Role.ofKey(row.getString("acknowledged_role"))),
            Columns.instant(row.getLong("acknowledged_at"))));
  }

  private static Optional<Hold> hold(ResultSet row) throws SQLException {
    if (row.getString("hold_by") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Hold(
            new Actor(row.getString("hold_by"), Actor.Role.ofKey(row.getString("hold_role"))),
            row.getString("hold_reason")));
  }
}
