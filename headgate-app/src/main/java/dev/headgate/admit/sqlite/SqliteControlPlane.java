package dev.headgate.admit.sqlite;

import dev.headgate.admit.AppVersions;
import dev.headgate.admit.CalendarVersions;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Floods;
import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Imports;
import dev.headgate.admit.LoadTests;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Seal;
import dev.headgate.admit.TeamMembers;
import dev.headgate.admit.TellTargets;
import dev.headgate.admit.Trail;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The control plane in one SQLite file. One process at a time: the lock on the data directory sees
/// to that.
public final class SqliteControlPlane implements ControlPlane {
  private final Database database;
  private final SqliteProjects projects;
  private final SqliteImports imports;
  private final SqliteLoadTests loadTests;
  private final SqliteFloods floods;
  private final SqliteAppVersions apps;
  private final SqliteCalendarVersions calendar;
  private final SqliteTellTargets tell;
  private final SqliteTeamMembers team;
  private final SqliteTrail trail;

  private SqliteControlPlane(
      Database database,
      SqliteProjects projects,
      SqliteImports imports,
      SqliteLoadTests loadTests,
      SqliteFloods floods,
      SqliteAppVersions apps,
      SqliteCalendarVersions calendar,
      SqliteTellTargets tell,
      SqliteTeamMembers team,
      SqliteTrail trail) {
    this.database = database;
    this.projects = projects;
    this.imports = imports;
    this.loadTests = loadTests;
    this.floods = floods;
    this.apps = apps;
    this.calendar = calendar;
    this.tell = tell;
    this.team = team;
    this.trail = trail;
  }

  /// Opens the file, or makes it.
  ///
  /// @param heads where the head of the audit trail is kept
  /// @param seal of grants
  /// @param secrets outside tests a `SecureRandom`
  public static SqliteControlPlane open(
      Path file, HeadPlace heads, Seal seal, InstantSource clock, RandomGenerator secrets)
      throws ControlFault {
    return on(Database.open(file), heads, seal, clock, secrets);
  }

  /// Takes the database over, also where it fails.
  static SqliteControlPlane on(
      Database database, HeadPlace heads, Seal seal, InstantSource clock, RandomGenerator secrets)
      throws ControlFault {
    boolean ready = false;
    try {
      GrantSeals seals = new GrantSeals(database, seal);
      Schema.prepare(database, heads, seals);
      SqliteTrail trail = new SqliteTrail(database, heads, clock);
      SqliteControlPlane plane =
          new SqliteControlPlane(
              database,
              SqliteProjects.load(database, clock, secrets),
              new SqliteImports(database, trail, seals, clock, secrets),
              new SqliteLoadTests(database, trail, clock, secrets),
              new SqliteFloods(database, trail, clock),
              new SqliteAppVersions(database, trail, clock, secrets),
              new SqliteCalendarVersions(database, trail, clock),
              new SqliteTellTargets(database, trail, clock),
              SqliteTeamMembers.load(database, trail, clock, secrets),
              trail);
      ready = true;
      return plane;
    } finally {
      if (!ready) {
        database.close();
      }
    }
  }

  @Override
  public Projects projects() {
    return projects;
  }

  @Override
  public Imports imports() {
    return imports;
  }

  @Override
  public LoadTests loadTests() {
    return loadTests;
  }

  @Override
  public Floods floods() {
    return floods;
  }

  @Override
  public AppVersions apps() {
    return apps;
  }

  @Override
  public CalendarVersions calendar() {
    return calendar;
  }

  @Override
  public TellTargets tell() {
    return tell;
  }

  @Override
  public TeamMembers team() {
    return team;
  }

  @Override
  public Trail trail() {
    return trail;
  }

  @Override
  public void close() {
    database.close();
  }
}
