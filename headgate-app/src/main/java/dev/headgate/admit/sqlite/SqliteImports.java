package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Decision;
import dev.headgate.admit.EarlierImport;
import dev.headgate.admit.Grant;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.GrantToken;
import dev.headgate.admit.ImportIdentity;
import dev.headgate.admit.ImportLifecycle;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Imports;
import dev.headgate.admit.KnownFile;
import dev.headgate.admit.KnownFile.Fingerprint;
import dev.headgate.admit.NewImport;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.SealedGrant;
import dev.headgate.admit.Secret;
import dev.headgate.assess.RecordSketch;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Imports in SQLite. What a command changes is decided by {@link ImportLifecycle} inside the
/// transaction that stores it, so two commands at once are two commands one after the other.
final class SqliteImports implements Imports {
  private final Database database;
  private final ImportRows rows;
  private final Repetitions repetitions;
  private final SqliteTrail trail;
  private final GrantSeals seals;
  private final InstantSource clock;
  private final RandomGenerator secrets;

  SqliteImports(
      Database database,
      SqliteTrail trail,
      GrantSeals seals,
      InstantSource clock,
      RandomGenerator secrets) {
    this.database = database;
    this.rows = new ImportRows(database);
    this.repetitions = new Repetitions(database);
    this.trail = trail;
    this.seals = seals;
    this.clock = clock;
    this.secrets = secrets;
  }

  @Override
  public Optional<ImportRecord> findByFiles(
      ProjectId project, List<Fingerprint> files, String mappingDigest) throws ControlFault {
    Optional<List<KnownFile>> known = knownFiles(project, files);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<String> digests =
        known.get().stream().flatMap(file -> file.contentDigests().stream()).toList();
    return findByIdentity(new ImportIdentity(project, digests, mappingDigest));
  }

  @Override
  public Optional<List<KnownFile>> knownFiles(ProjectId project, List<Fingerprint> files)
      throws ControlFault {
    return database.read(() -> {
      List<KnownFile> known = new ArrayList<>();
      for (Fingerprint file : files) {
        Optional<String> digests =
            database.first(
                """
                select content_digests from import_files
                where project = ? and path = ? and bytes = ? and modified_micros = ?
                """,
                row -> row.getString(1),
                project.number(),
                file.path(),
                file.bytes(),
                file.modifiedMicros());
        if (digests.isEmpty()) {
          return Optional.empty();
        }
        known.add(new KnownFile(file, texts(digests.get())));
      }
      return Optional.of(known);
    });
  }

  private List<String> texts(String json) throws ControlFault {
    try {
      return Columns.texts(json);
    } catch (MalformedJson e) {
      throw database.corrupt("the content of a file", e);
    }
  }

  @Override
  public void rememberFiles(ProjectId project, Collection<KnownFile> files) throws ControlFault {
    write(() -> {
      for (KnownFile file : files) {
        database.update(
            "insert or replace into import_files values (?, ?, ?, ?, ?)",
            project.number(),
            file.fingerprint().path(),
            file.fingerprint().bytes(),
            file.fingerprint().modifiedMicros(),
            Columns.texts(file.contentDigests()));
      }
    });
  }

  @Override
  public Optional<ImportRecord> findByIdentity(ImportIdentity identity) throws ControlFault {
    return database.read(() -> rows.byIdentity(identity));
  }

  @Override
  public Optional<ImportRecord> find(int number) throws ControlFault {
    return database.read(() -> rows.byNumber(number));
  }

  @Override
  public List<ImportRecord> list() throws ControlFault {
    return database.read(rows::all);
  }

  @Override
  public List<Integer> closedBefore(Instant time) throws ControlFault {
    return database.read(() ->
        database.query(
            """
            select i.number from imports i join grants g on g.import = i.number
            where g.window_to <= ? and i.state in (?, ?, ?) order by i.number
            """,
            row -> row.getInt(1),
            Columns.micros(time),
            ImportState.GREEN_LIT.key(),
            ImportState.RUNNING.key(),
            ImportState.PAUSED.key()));
  }

  @Override
  public ImportRecord create(NewImport facts, Optional<RecordSketch> sketch, Actor by)
      throws ControlFault {
    return database.write(() -> {
      Optional<ImportRecord> known = rows.byIdentity(facts.identity());
      if (known.isPresent()) {
        return known.get();
      }
      Instant now = now();
      int number = rows.insert(facts, Columns.micros(now));
      if (sketch.isPresent()) {
        repetitions.keep(number, sketch.get());
      }
      ImportRecord draft = ImportRecord.draft(number, facts, now);
      trail.append(AuditEntry.created(draft, by));
      return draft;
    });
  }

  @Override
  public List<EarlierImport> underAnotherMapping(
      ProjectId project,
      Collection<String> contentDigests,
      Optional<RecordSketch> sketch,
      String mappingDigest)
      throws ControlFault {
    return database.read(() -> repetitions.find(project, contentDigests, sketch, mappingDigest));
  }

  @Override
  public Outcome<ImportRecord> execute(int number, Command command, Actor by) throws ControlFault {
    return database.write(() -> {
      Optional<ImportRecord> found = rows.byNumber(number);
      if (found.isEmpty()) {
        return noImport(number);
      }
      if (command.step().goesByGrant() && seals.isBroken(found.get())) {
        return brokenSeal(number);
      }
      return switch (ImportLifecycle.decide(found.get(), command, by, now())) {
        case Decision.Refused(String what, String next) -> new Outcome.Refused<>(what, next);
        case Decision.Accepted accepted -> new Outcome.Done<>(carryOut(found.get(), accepted));
      };
    });
  }

  private static Outcome<ImportRecord> noImport(int number) {
    return new Outcome.Refused<>(
        "there is no import " + number, "look the number up in the list of imports");
  }

  private static Outcome<ImportRecord> brokenSeal(int number) {
    return new Outcome.Refused<>(
        "the grant of import "
            + number
            + " is not as it was sealed: it was changed by something else than this pipeline, or"
            + " sealed with another pipeline key",
        "revoke it and give the green light anew; headgate audit --import "
            + number
            + " shows what was agreed");
  }

  private ImportRecord carryOut(ImportRecord before, Decision.Accepted accepted)
      throws SQLException, ControlFault {
    ImportRecord after = ImportLifecycle.apply(before, accepted.change());
    rows.update(after);
    trail.append(accepted.audit());
    Optional<GrantTerms> terms = after.terms();
    if (terms.isEmpty()) {
      rows.deleteGrant(after.number());
    } else if (before.terms().isPresent() && !terms.equals(before.terms())) {
      rows.amendGrant(after.number(), terms.get());
    } else if (before.terms().isEmpty()) {
      rows.insertGrant(after.number(), terms.get(), Secret.make("", secrets));
      rows.fixApps(after.number(), after.apps());
    }
    if (!terms.equals(before.terms())) {
      seals.put(after);
    }
    if (after.acknowledgement().isPresent()
        && !after.acknowledgement().equals(before.acknowledgement())) {
      rows.acknowledge(after.number(), after.acknowledgement().get());
    }
    return after;
  }

  @Override
  public Optional<SealedGrant> sealedGrant(int number) throws ControlFault {
    return database.read(() -> {
      Optional<ImportRecord> record = rows.byNumber(number);
      return record.isPresent() ? seals.of(record.get()) : Optional.empty();
    });
  }

  @Override
  public Outcome<ImportRecord> check(int number, SealedGrant.Shown shown) throws ControlFault {
    return database.read(() -> {
      Optional<ImportRecord> record = rows.byNumber(number);
      return record.isEmpty() ? noImport(number) : seals.check(record.get(), shown);
    });
  }

  @Override
  public Optional<Grant> grant(int number) throws ControlFault {
    return database.read(() -> {
      Optional<ImportRecord> record = rows.byNumber(number);
      Optional<String> secret =
          database.first(
              "select secret from grants where import = ?", row -> row.getString(1), number);
      return record.isPresent() && secret.isPresent() && !seals.isBroken(record.get())
          ? Grant.of(record.get(), new GrantToken(number, secret.get()))
          : Optional.empty();
    });
  }

  @Override
  public void putAssessment(int number, JsonBytes assessment) throws ControlFault {
    write(() ->
        database.update(
            "update imports set assessment = ? where number = ?", assessment.toString(), number));
  }

  @Override
  public void putCheckpoint(
      int number, JsonBytes checkpoint, double wallSeconds, double eventsPerSecond)
      throws ControlFault {
    write(() -> {
      database.update(
          "insert or replace into checkpoints values (?, ?)", number, checkpoint.toString());
      database.update(
          "update imports set wall_seconds = ?, events_per_second = ? where number = ?",
          wallSeconds,
          eventsPerSecond,
          number);
    });
  }

  @Override
  public Optional<JsonBytes> checkpoint(int number) throws ControlFault {
    return database.read(() ->
        database.first(
            "select checkpoint from checkpoints where import = ?",
            row -> Columns.json(row, "checkpoint"),
            number));
  }

  /// To the microsecond, as it is stored.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @FunctionalInterface
  private interface Effect {
    void run() throws SQLException, ControlFault;
  }

  private void write(Effect effect) throws ControlFault {
    database.write(() -> {
      effect.run();
      return true;
    });
  }
}
