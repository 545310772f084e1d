package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TellPlace;
import dev.headgate.admit.TellSetting;
import dev.headgate.admit.TellTargets;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whom the pipeline tells, in one row, and a row for each target's place.
final class SqliteTellTargets implements TellTargets {
  private final Database database;
  private final SqliteTrail trail;
  private final InstantSource clock;

  SqliteTellTargets(Database database, SqliteTrail trail, InstantSource clock) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public TellSetting put(
      String definition,
      Map<String, String> secrets,
      Collection<String> names,
      Actor by,
      String why)
      throws ControlFault {
    return database.write(() -> {
      database.update(
          "insert or replace into tell_setting values (1, ?, ?, ?, ?, ?, ?)",
          Columns.micros(clock.instant()),
          by.name(),
          by.role().key(),
          why,
          definition,
          Columns.textMap(secrets));
      for (String known : allPlaces().keySet()) {
        if (!names.contains(known)) {
          database.update("delete from tell_places where target = ?", known);
        }
      }
      for (String name : names) {
        database.update(
            """
            insert or ignore into tell_places
            select ?, last, last from (select coalesce(max(sequence), 0) as last from audit_trail)
            """,
            name);
      }
      TellSetting setting = found().orElseThrow();
      trail.append(
          new AuditEntry(
              ProjectId.DEFAULT,
              Subject.TELL,
              clock.instant(),
              by,
              "set",
              "",
              "",
              why,
              "",
              Evidence.of(setting)));
      return setting;
    });
  }

  @Override
  public Optional<TellSetting> setting() throws ControlFault {
    return database.read(this::found);
  }

  private Optional<TellSetting> found() throws SQLException, ControlFault {
    return database.first("select * from tell_setting", this::setting);
  }

  @Override
  public Map<String, TellPlace> places() throws ControlFault {
    return database.read(this::allPlaces);
  }

  private Map<String, TellPlace> allPlaces() throws SQLException, ControlFault {
    return database
        .query(
            "select * from tell_places",
            row ->
                Map.entry(
                    row.getString("target"),
                    new TellPlace(row.getLong("alerts"), row.getLong("notes"))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void keep(String target, TellPlace place) throws ControlFault {
    database.write(() ->
        database.update(
            "update tell_places set alerts = ?, notes = ? where target = ?",
            place.alerts(),
            place.notes(),
            target));
  }

  private TellSetting setting(ResultSet row) throws SQLException, ControlFault {
    try {
      return new TellSetting(
          Columns.instant(row.getLong("set_at")),
          new Actor(row.getString("actor"), Actor.Role.ofKey(row.getString("role"))),
          row.getString("why"),
          row.getString("definition"),
          Columns.textMap(row.getString("secrets")));
    } catch (IllegalArgumentException | MalformedJson e) {
      throw database.corrupt("whom the pipeline tells", e);
    }
  }
}
