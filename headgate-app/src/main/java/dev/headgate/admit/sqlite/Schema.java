package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.TrailHead;
import java.io.IOException;
import java.sql.SQLException;

/// The tables of `control.db` and their version (`user_version`). Times are microseconds since
/// 1970; JSON and lists of text are kept as JSON text, so that the file can be read with `sqlite3`.
final class Schema {
  /// From here on there is one audit trail.
  private static final int WITH_TRAIL = 4;

  private static final int WITH_ACKNOWLEDGEMENTS = 5;
  private static final int WITH_TELLING = 6;

  /// From here on grants are sealed.
  private static final int WITH_SEALS = 7;

  private static final int WITH_FOUR_EYES = 8;

  /// Counts up with every change of the tables.
  static final int VERSION = WITH_FOUR_EYES;

  private static final String[] TABLES = {
    """
    create table projects (
      number integer primary key,
      name text not null unique,
      token text not null unique,
      customer_key text not null unique,
      created_at integer not null
    ) strict
    """,
    """
    create table imports (
      number integer primary key autoincrement,
      project integer not null references projects,
      identity text not null unique,
      mapping_digest text not null,
      content_digests text not null,
      format text not null,
      sources text not null,
      assessment text not null,
      created_at integer not null,
      state text not null,
      plan text,
      findings text,
      truncation_accepted integer not null default 0,
      hold_by text,
      hold_role text,
      hold_reason text,
      started_at integer,
      wall_seconds real not null default 0,
      events_per_second real not null default 0,
      verification text
    ) strict
    """,
    """
    create table import_content (
      import integer not null references imports,
      content_digest text not null,
      primary key (content_digest, import)
    ) strict, without rowid
    """,
    """
    create table import_sketches (
      import integer primary key references imports,
      hashes blob not null
    ) strict
    """,
    """
    create table import_files (
      project integer not null,
      path text not null,
      bytes integer not null,
      modified_micros integer not null,
      content_digests text not null,
      primary key (project, path)
    ) strict, without rowid
    """,
    """
    create table grants (
      import integer primary key references imports,
      secret text not null,
      window_from integer not null,
      window_to integer not null,
      envelope text not null,
      batch_events integer not null,
      batch_bytes integer not null
    ) strict
    """,
    """
    create table checkpoints (
      import integer primary key references imports,
      checkpoint text not null
    ) strict
    """,
    """
    create table audit (
      id integer primary key autoincrement,
      import integer not null references imports,
      at integer not null,
      actor text not null,
      role text not null,
      step text not null,
      from_state text,
      to_state text not null,
      why text not null,
      saw text not null
    ) strict
    """,
    "create index audit_by_import on audit (import, id)",
  };

  /// What version 2 added.
  private static final String[] FLOODS = {
    """
    create table floods (
      number integer primary key autoincrement,
      project integer not null,
      address text not null,
      client text not null,
      since integer not null,
      until integer,
      state text not null,
      drain_per_second real not null default 0,
      usual_per_second real not null,
      peak_per_second real not null,
      many_ids integer not null,
      requests integer not null,
      events integer not null,
      refused integer not null
    ) strict
    """,
    "create index floods_open on floods (number) where until is null",
    """
    create table flood_audit (
      id integer primary key autoincrement,
      flood integer not null references floods,
      at integer not null,
      actor text not null,
      role text not null,
      step text not null,
      from_state text,
      to_state text not null,
      why text not null,
      saw text not null
    ) strict
    """,
    "create index flood_audit_by_flood on flood_audit (flood, id)",
  };

  /// What version 3 added: the apps of projects and imports.
  private static final String[] APPS = {
    "alter table imports add column apps_version integer not null default 0",
    "alter table imports add column apps text not null default '[]'",
    """
    create table app_versions (
      project integer not null references projects,
      version integer not null,
      from_at integer not null,
      actor text not null,
      role text not null,
      why text not null,
      definition text not null,
      files text not null,
      primary key (project, version)
    ) strict
    """,
    """
    create table app_salts (
      project integer primary key references projects,
      salt text not null
    ) strict
    """,
    """
    create table import_apps (
      import integer primary key references imports,
      version integer not null,
      names text not null
    ) strict
    """,
  };

  /// Load tests: the release of version 3 made these beside its versions.
  static final String[] LOAD_TESTS = {
    """
    create table if not exists load_tests (
      number integer primary key autoincrement,
      project integer not null references projects,
      created_at integer not null,
      state text not null,
      plan text not null,
      findings text not null,
      secret text,
      window_from integer,
      window_to integer,
      envelope text,
      batch_events integer,
      batch_bytes integer,
      started_at integer,
      why text not null,
      result text
    ) strict
    """,
    """
    create table if not exists load_test_audit (
      id integer primary key autoincrement,
      load_test integer not null references load_tests,
      at integer not null,
      actor text not null,
      role text not null,
      step text not null,
      from_state text,
      to_state text not null,
      why text not null,
      saw text not null
    ) strict
    """,
  };

  /// What version 4 added: what people answered and amended, the calendar ...
  private static final String[] ANSWERS = {
    "alter table imports add column answers text not null default '{}'",
    "alter table grants add column most_per_second real",
    """
    create table calendar_versions (
      version integer primary key,
      set_at integer not null,
      actor text not null,
      role text not null,
      why text not null,
      definition text not null
    ) strict
    """,
  };

  /// ... and what it made of the three audits.
  private static final String[] TRAIL = {
    """
    create table audit_trail (
      sequence integer primary key,
      project integer not null,
      kind text not null,
      number integer not null,
      at integer not null,
      actor text not null,
      role text not null,
      address text not null,
      step text not null,
      from_state text not null,
      to_state text not null,
      why text not null,
      saw text not null,
      saw_digest text not null,
      previous_hash text not null,
      hash text not null
    ) strict
    """,
    "create index audit_trail_by_subject on audit_trail (kind, number, sequence)",
    """
    create table audit_evidence (
      digest text primary key,
      document text not null
    ) strict
    """,
    // Also against "insert or replace", which fires no trigger of a delete.
    """
    create trigger audit_trail_is_only_appended_to before insert on audit_trail
    when new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_trail)
    begin select raise(abort, 'the audit trail is only appended to'); end
    """,
    """
    create trigger audit_trail_is_not_altered before update on audit_trail
    begin select raise(abort, 'the audit trail is not altered'); end
    """,
    """
    create trigger audit_trail_is_not_deleted before delete on audit_trail
    begin select raise(abort, 'nothing is deleted from the audit trail'); end
    """,
    """
    create trigger audit_evidence_is_not_altered before update on audit_evidence
    begin select raise(abort, 'what the audit trail rests on is not altered'); end
    """,
    """
    create trigger audit_evidence_is_not_deleted before delete on audit_evidence
    begin select raise(abort, 'what the audit trail rests on is not deleted'); end
    """,
  };

  /// What version 5 added: who has read the notice of a green light.
  private static final String[] ACKNOWLEDGEMENTS = {
    "alter table grants add column acknowledged_by text",
    "alter table grants add column acknowledged_role text",
    "alter table grants add column acknowledged_at integer",
  };

  /// What version 6 added: whom the pipeline tells, and how far each has been told.
  private static final String[] TELL = {
    """
    create table tell_setting (
      number integer primary key check (number = 1),
      set_at integer not null,
      actor text not null,
      role text not null,
      why text not null,
      definition text not null,
      secrets text not null
    ) strict
    """,
    """
    create table tell_places (
      target text primary key,
      alerts integer not null,
      notes integer not null
    ) strict
    """,
  };

  /// What version 7 added.
  private static final String[] SEALS = {
    "alter table grants add column seal text not null default ''"
  };

  /// What version {@link #WITH_FOUR_EYES} added: keys of members of the team ...
  private static final String[] FOUR_EYES = {
    """
    create table team_members (
      number integer primary key autoincrement,
      name text not null,
      key_sha256 text not null unique,
      added_at integer not null,
      added_by text not null,
      removed_at integer
    ) strict
    """,
    // ... and the first of two yeses to an import.
    """
    create table first_yeses (
      import integer primary key references imports,
      actor text not null,
      at integer not null,
      why text not null,
      window_from integer not null,
      window_to integer not null,
      envelope text not null,
      batch_events integer not null,
      batch_bytes integer not null,
      plan text not null,
      findings text not null,
      rests_on text not null
    ) strict
    """,
  };

  private Schema() {}

  /// Makes the tables in an empty file, and those that are missing in one of an earlier release;
  /// refuses a file of a later one.
  ///
  /// @param heads is told the head of a trail that is made
  static void prepare(Database database, HeadPlace heads, GrantSeals seals) throws ControlFault {
    int found =
        database.write(() -> {
          int version = version(database);
          if (version < WITH_TRAIL) {
            raise(database, version, WITH_TRAIL - 1);
            database.execute(LOAD_TESTS);
            database.execute(ANSWERS);
            database.execute(TRAIL);
            TrailHead head = EarlierAudits.moveInto(new TrailRows(database), database);
            // Before the commit: a trail has its head from the first moment on. What is committed
            // not at all is made once more, with the same head.
            keep(heads, head);
          }
          if (version < WITH_ACKNOWLEDGEMENTS) {
            database.execute(ACKNOWLEDGEMENTS);
          }
          if (version < WITH_TELLING) {
            database.execute(TELL);
          }
          if (version < WITH_SEALS) {
            database.execute(SEALS);
          }
          if (version < WITH_FOUR_EYES) {
            database.execute(FOUR_EYES);
          }
          if (version < WITH_SEALS) {
            seals.putAll();
          }
          if (version < VERSION) {
            database.execute("pragma user_version = " + VERSION);
          }
          return version;
        });
    if (found > VERSION) {
      throw new ControlFault(
          "the control plane was written by a later release of Headgate (version "
              + found
              + " of its tables, this release knows "
              + VERSION
              + ")",
          "use that release, or another data directory",
          new IllegalStateException("user_version " + found));
    }
  }

  /// Makes the tables of versions before the trail. For use inside {@link Database#write}.
  ///
  /// @param from the version that is there; 0 for none
  /// @param to at most 3
  static void raise(Database database, int from, int to) throws SQLException {
    if (from < 1) {
      database.execute(TABLES);
    }
    if (from < 2 && to >= 2) {
      database.execute(FLOODS);
    }
    if (from < 3 && to >= 3) {
      database.execute(APPS);
    }
    database.execute("pragma user_version = " + to);
  }

  private static void keep(HeadPlace heads, TrailHead head) throws ControlFault {
    try {
      heads.write(head);
    } catch (IOException e) {
      throw SqliteTrail.faultOfHead(e);
    }
  }

  private static int version(Database database) throws SQLException, ControlFault {
    return database.first("pragma user_version", row -> row.getInt(1)).orElse(0);
  }
}
