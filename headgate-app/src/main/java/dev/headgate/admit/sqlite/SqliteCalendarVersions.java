package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.CalendarVersion;
import dev.headgate.admit.CalendarVersions;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Subject;
import dev.headgate.event.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Versions of the calendar in a table; nothing in it is ever changed or deleted.
final class SqliteCalendarVersions implements CalendarVersions {
  private final Database database;
  private final SqliteTrail trail;
  private final InstantSource clock;

  SqliteCalendarVersions(Database database, SqliteTrail trail, InstantSource clock) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public CalendarVersion put(String definition, Actor by, String why) throws ControlFault {
    return database.write(() -> {
      int number = newest().map(CalendarVersion::number).orElse(0) + 1;
      database.update(
          "insert into calendar_versions values (?, ?, ?, ?, ?, ?)",
          number,
          Columns.micros(clock.instant()),
          by.name(),
          by.role().key(),
          why,
          definition);
      CalendarVersion version = newest().orElseThrow();
      trail.append(
          new AuditEntry(
              ProjectId.DEFAULT,
              Subject.CALENDAR,
              clock.instant(),
              by,
              "set",
              number == 1 ? "" : "version " + (number - 1),
              "version " + number,
              why,
              "",
              Evidence.of(version)));
      return version;
    });
  }

  @Override
  public Optional<CalendarVersion> last() throws ControlFault {
    return database.read(this::newest);
  }

  private Optional<CalendarVersion> newest() throws SQLException, ControlFault {
    return database.first(
        "select * from calendar_versions order by version desc limit 1", this::version);
  }

  @Override
  public List<CalendarVersion> list() throws ControlFault {
    return database.read(
        () -> database.query("select * from calendar_versions order by version", this::version));
  }

  private CalendarVersion version(ResultSet row) throws SQLException, ControlFault {
    try {
      return new CalendarVersion(
          row.getInt("version"),
          Columns.instant(row.getLong("set_at")),
          new Actor(row.getString("actor"), Actor.Role.ofKey(row.getString("role"))),
          row.getString("why"),
          row.getString("definition"));
    } catch (IllegalArgumentException e) {
      throw database.corrupt("a version of the calendar", e);
    }
  }
}
