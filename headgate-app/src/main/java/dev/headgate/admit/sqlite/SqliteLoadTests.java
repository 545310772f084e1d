package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FindingJson;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.LoadTestLifecycle;
import dev.headgate.admit.LoadTestRecord;
import dev.headgate.admit.LoadTestState;
import dev.headgate.admit.LoadTestStep;
import dev.headgate.admit.LoadTestToken;
import dev.headgate.admit.LoadTests;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Secret;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Window;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Load tests in SQLite. What a wish makes of one is decided by {@link LoadTestLifecycle} inside
/// the transaction that stores it.
final class SqliteLoadTests implements LoadTests {
  private final Database database;
  private final SqliteTrail trail;
  private final InstantSource clock;
  private final RandomGenerator secrets;

  SqliteLoadTests(
      Database database, SqliteTrail trail, InstantSource clock, RandomGenerator secrets) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
    this.secrets = secrets;
  }

  @Override
  public Optional<LoadTestRecord> find(int number) throws ControlFault {
    return database.read(() -> byNumber(number));
  }

  @Override
  public List<LoadTestRecord> list() throws ControlFault {
    return database.read(
        () -> database.query("select * from load_tests order by number", this::loadTest));
  }

  @Override
  public LoadTestRecord submit(ProjectId project, JsonBytes plan, List<Finding> findings, Actor by)
      throws ControlFault {
    return database.write(() -> {
      Optional<LoadTestRecord> waiting =
          database.first(
              """
              select * from load_tests where project = ? and plan = ? and state in (?, ?)
              order by number desc
              """,
              this::loadTest,
              project.number(),
              plan.toString(),
              LoadTestState.SUBMITTED.key(),
              LoadTestState.GREEN_LIT.key());
      if (waiting.isPresent()) {
        return asFoundNow(waiting.get(), findings);
      }
      database.update(
          """
          insert into load_tests (project, created_at, state, plan, findings, why)
          values (?, ?, ?, ?, ?, '')
          """,
          project.number(),
          Columns.micros(now()),
          LoadTestState.SUBMITTED.key(),
          plan.toString(),
          FindingJson.write(findings).toString());
      int number = database.first("select last_insert_rowid()", row -> row.getInt(1)).orElseThrow();
      LoadTestRecord submitted = byNumber(number).orElseThrow();
      trail.append(told(submitted, now(), by, "submit", "", ""));
      return submitted;
    });
  }

  private LoadTestRecord asFoundNow(LoadTestRecord waiting, List<Finding> findings)
      throws SQLException, ControlFault {
    database.update(
        "update load_tests set findings = ? where number = ?",
        FindingJson.write(findings).toString(),
        waiting.number());
    return byNumber(waiting.number()).orElseThrow();
  }

  @Override
  public Outcome<LoadTestRecord> execute(int number, LoadTestLifecycle.Wish wish, Actor by)
      throws ControlFault {
    return database.write(() -> {
      Optional<LoadTestRecord> found = byNumber(number);
      if (found.isEmpty()) {
        return new Outcome.Refused<>(
            "there is no load test " + number, "headgate load-test list names them");
      }
      Instant now = now();
      Outcome<LoadTestRecord> outcome = LoadTestLifecycle.decide(found.get(), wish, by, now);
      if (outcome instanceof Outcome.Done<LoadTestRecord>(LoadTestRecord after)) {
        update(after, wish.step());
        trail.append(
            told(after, now, by, wish.step().key(), found.get().state().key(), wish.why()));
      }
      return outcome;
    });
  }

  private static AuditEntry told(
      LoadTestRecord after, Instant at, Actor by, String step, String from, String why) {
    return new AuditEntry(
        after.project(),
        Subject.ofLoadTest(after.number()),
        at,
        by,
        step,
        from,
        after.state().key(),
        why,
        Finding.summary(after.findings()),
        Evidence.of(after));
  }

  private void update(LoadTestRecord record, LoadTestStep step) throws SQLException {
    database.update(
        "update load_tests set state = ?, started_at = ?, why = ? where number = ?",
        record.state().key(),
        record.startedAt().map(Columns::micros).orElse(null),
        record.why(),
        record.number());
    if (step == LoadTestStep.GREEN_LIGHT) {
      GrantTerms terms = record.terms().orElseThrow();
      database.update(
          """
          update load_tests set secret = ?, window_from = ?, window_to = ?, envelope = ?,
            batch_events = ?, batch_bytes = ? where number = ?
          """,
          Secret.make("", secrets),
          Columns.micros(terms.window().from()),
          Columns.micros(terms.window().to()),
          Columns.envelope(terms.envelope()),
          terms.batchEvents(),
          terms.batchBytes(),
          record.number());
    }
  }

  @Override
  public Optional<LoadTestToken> token(int number) throws ControlFault {
    return database.read(() ->
        database
            .first(
                "select secret from load_tests where number = ? and secret is not null",
                row -> row.getString(1),
                number)
            .map(secret -> new LoadTestToken(number, secret)));
  }

  @Override
  public void putResult(int number, JsonBytes result) throws ControlFault {
    database.write(() ->
        database.update(
            "update load_tests set result = ? where number = ?", result.toString(), number));
  }

  private Optional<LoadTestRecord> byNumber(int number) throws SQLException, ControlFault {
    return database.first("select * from load_tests where number = ?", this::loadTest, number);
  }

  private LoadTestRecord loadTest(ResultSet row) throws SQLException, ControlFault {
    int number = row.getInt("number");
    try {
      return new LoadTestRecord(
          number,
          new ProjectId(row.getInt("project")),
          Columns.instant(row.getLong("created_at")),
          LoadTestState.ofKey(row.getString("state")),
          Columns.json(row, "plan"),
          FindingJson.read(Columns.json(row, "findings")),
          terms(row),
          Columns.optionalInstant(row, "started_at"),
          row.getString("why"),
          Columns.optionalText(row, "result").map(JsonBytes::of));
    } catch (MalformedJson | IllegalArgumentException e) {
      throw database.corrupt("load test " + number, e);
    }
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
            row.getInt("batch_bytes")));
  }

  /// To the microsecond, as it is stored.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
