package dev.headgate.admit.sqlite;

import dev.headgate.admit.AppVersions;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Floods;
import dev.headgate.admit.Imports;
import dev.headgate.admit.LoadTests;
import dev.headgate.admit.Projects;
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

  private SqliteControlPlane(
      Database database,
      SqliteProjects projects,
      SqliteImports imports,
      SqliteLoadTests loadTests,
      SqliteFloods floods,
      SqliteAppVersions apps) {
    this.database = database;
    this.projects = projects;
    this.imports = imports;
    this.loadTests = loadTests;
    this.floods = floods;
    this.apps = apps;
  }

  /// Opens the file, or makes it.
  ///
  /// @param secrets outside tests a `SecureRandom`
  public static SqliteControlPlane open(Path file, InstantSource clock, RandomGenerator secrets)
      throws ControlFault {
    return on(Database.open(file), clock, secrets);
  }

  /// Takes the database over, also where it fails.
  static SqliteControlPlane on(Database database, InstantSource clock, RandomGenerator secrets)
      throws ControlFault {
    boolean ready = false;
    try {
      Schema.prepare(database);
      SqliteControlPlane plane =
          new SqliteControlPlane(
              database,
              SqliteProjects.load(database, clock, secrets),
              new SqliteImports(database, clock, secrets),
              new SqliteLoadTests(database, clock, secrets),
              new SqliteFloods(database, clock),
              new SqliteAppVersions(database, clock, secrets));
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
  public void close() {
    database.close();
  }
}
