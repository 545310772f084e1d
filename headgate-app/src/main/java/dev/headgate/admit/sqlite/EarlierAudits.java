package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailHead;
import dev.headgate.event.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The audits of versions 1 to 3, which had a table for imports, one for floods and one for load
/// tests, and versions of apps that say themselves who set them. They knew no addresses and no
/// digests.
final class EarlierAudits {
  private static final String ALL =
      """
      select a.at, 'import' as kind, a.id, a.import as number, i.project, a.actor, a.role, a.step,
        coalesce(a.from_state, '') as from_state, a.to_state, a.why, a.saw
      from audit a join imports i on i.number = a.import
      union all
      select a.at, 'flood', a.id, a.flood, f.project, a.actor, a.role, a.step,
        coalesce(a.from_state, ''), a.to_state, a.why, a.saw
      from flood_audit a join floods f on f.number = a.flood
      union all
      select a.at, 'load_test', a.id, a.load_test, l.project, a.actor, a.role, a.step,
        coalesce(a.from_state, ''), a.to_state, a.why, a.saw
      from load_test_audit a join load_tests l on l.number = a.load_test
      union all
      select from_at, 'apps', version, project, project, actor, role, 'set',
        case when version > 1 then 'version ' || (version - 1) else '' end, 'version ' || version,
        why, ''
      from app_versions
      order by 1, 2, 3
      """;

  private static final String[] DROP = {
    "drop table audit", "drop table flood_audit", "drop table load_test_audit"
  };

  private EarlierAudits() {}

  /// Appends all of them to the empty trail, in order of time, then kind, then id, and drops their
  /// tables.
  ///
  /// @return the head they lead to
  static TrailHead moveInto(TrailRows trail, Database database) throws SQLException, ControlFault {
    TrailHead head = TrailHead.NONE;
    for (AuditEntry entry : database.query(ALL, row -> entry(row, database))) {
      head = trail.append(head, entry).head();
    }
    database.execute(DROP);
    return head;
  }

  private static AuditEntry entry(ResultSet row, Database database)
      throws SQLException, ControlFault {
    try {
      return entry(row);
    } catch (IllegalArgumentException e) {
      throw database.corrupt("an entry of the audit", e);
    }
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        new ProjectId(row.getInt("project")),
        new Subject(row.getString("kind"), row.getLong("number")),
        Columns.instant(row.getLong("at")),
        new Actor(row.getString("actor"), Actor.Role.ofKey(row.getString("role"))),
        row.getString("step"),
        row.getString("from_state"),
        row.getString("to_state"),
        row.getString("why"),
        row.getString("saw"),
        Optional.empty());
  }
}
