package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AppChoice;
import dev.headgate.admit.AppVersion;
import dev.headgate.admit.AppVersions;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Subject;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Versions of apps in a table; nothing in it is ever changed or deleted.
final class SqliteAppVersions implements AppVersions {
  private static final int SALT_BYTES = 32;
  private static final long MICROS_OF_A_MILLISECOND = 1000;

  private final Database database;
  private final SqliteTrail trail;
  private final InstantSource clock;
  private final RandomGenerator secrets;

  SqliteAppVersions(
      Database database, SqliteTrail trail, InstantSource clock, RandomGenerator secrets) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
    this.secrets = secrets;
  }

  @Override
  public AppVersion put(
      ProjectId project, String definition, Map<String, String> files, Actor by, String why)
      throws ControlFault {
    return database.write(() -> {
      List<AppVersion> before = rows(project);
      long from = (clock.millis() + 1) * MICROS_OF_A_MILLISECOND;
      if (!before.isEmpty()) {
        from = Math.max(from, Columns.micros(before.getLast().from()) + MICROS_OF_A_MILLISECOND);
      }
      AppVersion version =
          new AppVersion(
              project, before.size() + 1, Columns.instant(from), by, why, definition, files);
      database.update(
          "insert into app_versions values (?, ?, ?, ?, ?, ?, ?, ?)",
          project.number(),
          version.number(),
          from,
          by.name(),
          by.role().key(),
          why,
          definition,
          Columns.textMap(files));
      trail.append(
          new AuditEntry(
              project,
              Subject.ofApps(project),
              clock.instant(),
              by,
              "set",
              before.isEmpty() ? "" : "version " + before.size(),
              "version " + version.number(),
              why,
              "",
              Evidence.of(version)));
      return version;
    });
  }

  @Override
  public List<AppVersion> list(ProjectId project) throws ControlFault {
    return database.read(() -> rows(project));
  }

  private List<AppVersion> rows(ProjectId project) throws SQLException, ControlFault {
    return database.query(
        "select * from app_versions where project = ? order by version",
        this::version,
        project.number());
  }

  private AppVersion version(ResultSet row) throws SQLException, ControlFault {
    try {
      return new AppVersion(
          new ProjectId(row.getInt("project")),
          row.getInt("version"),
          Columns.instant(row.getLong("from_at")),
          new Actor(row.getString("actor"), Actor.Role.ofKey(row.getString("role"))),
          row.getString("why"),
          row.getString("definition"),
          Columns.textMap(row.getString("files")));
    } catch (MalformedJson | IllegalArgumentException e) {
      throw database.corrupt("a version of apps", e);
    }
  }

  @Override
  public Optional<AppChoice> fixed(int importNumber) throws ControlFault {
    return database.read(() ->
        database.first(
            "select version, names from import_apps where import = ?", this::choice, importNumber));
  }

  private AppChoice choice(ResultSet row) throws SQLException, ControlFault {
    try {
      return new AppChoice(row.getInt("version"), Columns.texts(row.getString("names")));
    } catch (MalformedJson e) {
      throw database.corrupt("the apps of an import", e);
    }
  }

  @Override
  public byte[] salt(ProjectId project) throws ControlFault {
    return database.write(() -> {
      byte[] fresh = new byte[SALT_BYTES];
      secrets.nextBytes(fresh);
      database.update(
          "insert or ignore into app_salts values (?, ?)",
          project.number(),
          HexFormat.of().formatHex(fresh));
      return database
          .first(
              "select salt from app_salts where project = ?",
              row -> HexFormat.of().parseHex(row.getString(1)),
              project.number())
          .orElseThrow();
    });
  }
}
