package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Secret;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TeamMember;
import dev.headgate.admit.TeamMembers;
import dev.headgate.event.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Members in a table, all of them also in memory: there are few, and they are asked for often.
final class SqliteTeamMembers implements TeamMembers {
  private static final int MAX_MEMBERS = 1_000;

  /// Letters of any script, digits, and what stands between them in names and addresses of mail.
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N} .'@_-]{0,58}[\\p{L}\\p{M}\\p{N}.])?");

  private final Database database;
  private final SqliteTrail trail;
  private final InstantSource clock;
  private final RandomGenerator secrets;
  private volatile List<TeamMember> all;

  private SqliteTeamMembers(
      Database database,
      SqliteTrail trail,
      InstantSource clock,
      RandomGenerator secrets,
      List<TeamMember> all) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
    this.secrets = secrets;
    this.all = all;
  }

  static SqliteTeamMembers load(
      Database database, SqliteTrail trail, InstantSource clock, RandomGenerator secrets)
      throws ControlFault {
    return new SqliteTeamMembers(
        database, trail, clock, secrets, database.read(() -> rows(database)));
  }

  @Override
  public Outcome<Added> add(String name, Actor by) throws ControlFault {
    if (!NAME.matcher(name).matches() || TeamMember.sameName(name, Actor.OF_THE_TEAM)) {
      return new Outcome.Refused<>(
          "'" + name + "' is no name for a member of the team",
          "choose one of 1 to 60 letters and digits, such as Grace Hopper or grace@example.com");
    }
    return database.write(() -> {
      if (member(name).isPresent()) {
        return new Outcome.Refused<>(
            "there is a member '" + name + "' already",
            "choose another name; for a new key remove them first");
      }
      if (all.size() >= MAX_MEMBERS) {
        return new Outcome.Refused<>(
            "the team has had " + MAX_MEMBERS + " members already", "use another pipeline");
      }
      String key = Secret.make(TeamMember.KEY_PREFIX, secrets);
      database.update(
          "insert into team_members (name, key_sha256, added_at, added_by) values (?, ?, ?, ?)",
          name,
          Evidence.digest(key),
          Columns.micros(clock.instant()),
          by.name());
      return new Outcome.Done<>(new Added(changed("add", name, by).getLast(), key));
    });
  }

  @Override
  public Optional<TeamMember> remove(String name, Actor by) throws ControlFault {
    return database.write(() -> {
      Optional<TeamMember> member = member(name);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      int number = member.get().number();
      database.update(
          "update team_members set removed_at = ? where number = ?",
          Columns.micros(clock.instant()),
          number);
      return changed("remove", member.get().name(), by).stream()
          .filter(each -> each.number() == number)
          .findFirst();
    });
  }

  /// Audits a change, and answers with it from the commit on.
  private List<TeamMember> changed(String step, String name, Actor by)
      throws SQLException, ControlFault {
    List<TeamMember> now = rows(database);
    List<TeamMember> members = now.stream().filter(TeamMember::isMember).toList();
    Instant at = clock.instant();
    trail.append(
        new AuditEntry(
            ProjectId.DEFAULT,
            Subject.TEAM,
            at,
            by,
            step,
            "",
            "",
            name,
            members.stream().map(TeamMember::name).collect(Collectors.joining(", ")),
            Evidence.of(members)));
    database.onceCommitted(() -> all = now);
    return now;
  }

  private Optional<TeamMember> member(String name) {
    return find(each -> each.isNamed(name));
  }

  @Override
  public Optional<TeamMember> byKey(String key) {
    String digest = Evidence.digest(key);
    return find(each -> Secret.same(each.keyDigest(), digest));
  }

  private Optional<TeamMember> find(Predicate<TeamMember> wanted) {
    return all.stream().filter(TeamMember::isMember).filter(wanted).findFirst();
  }

  @Override
  public List<TeamMember> list() {
    return all;
  }

  private static List<TeamMember> rows(Database database) throws SQLException, ControlFault {
    return List.copyOf(
        database.query("select * from team_members order by number", SqliteTeamMembers::member));
  }

  private static TeamMember member(ResultSet row) throws SQLException {
    return new TeamMember(
        row.getInt("number"),
        row.getString("name"),
        row.getString("key_sha256"),
        Columns.instant(row.getLong("added_at")),
        row.getString("added_by"),
        Columns.optionalInstant(row, "removed_at"));
  }
}
