package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Secret;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Projects in a table, all of them also in memory: there are few, and they are asked for often.
final class SqliteProjects implements Projects {
  private static final int MAX_PROJECTS = 10_000;
  private static final int MAX_NAME_CHARACTERS = 100;

  private final Database database;
  private final InstantSource clock;
  private final RandomGenerator secrets;
  private volatile List<Project> all;

  private SqliteProjects(
      Database database, InstantSource clock, RandomGenerator secrets, List<Project> all) {
    this.database = database;
    this.clock = clock;
    this.secrets = secrets;
    this.all = all;
  }

  static SqliteProjects load(Database database, InstantSource clock, RandomGenerator secrets)
      throws ControlFault {
    return new SqliteProjects(database, clock, secrets, database.read(() -> rows(database)));
  }

  @Override
  public Project putDefault(ProjectToken token, String customerKey) throws ControlFault {
    all =
        database.write(() -> {
          database.update(
              """
              insert into projects (number, name, token, customer_key, created_at)
              values (?, ?, ?, ?, ?)
              on conflict (number) do update
                set token = excluded.token, customer_key = excluded.customer_key
              """,
              ProjectId.DEFAULT.number(),
              Project.DEFAULT_NAME,
              token.value(),
              customerKey,
              Columns.micros(clock.instant()));
          return rows(database);
        });
    return byName(Project.DEFAULT_NAME).orElseThrow();
  }

  @Override
  public Outcome<Project> add(String name, Optional<ProjectToken> token) throws ControlFault {
    if (name.isBlank() || name.length() > MAX_NAME_CHARACTERS) {
      return new Outcome.Refused<>(
          "'" + name + "' is no name for a project",
          "choose one of 1 to " + MAX_NAME_CHARACTERS + " characters");
    }
    return database.write(() -> {
      Optional<Outcome<Project>> refusal = refusal(name, token);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      insert(name, token);
      List<Project> now = rows(database);
      all = now;
      return new Outcome.Done<>(
          now.stream().filter(project -> project.name().equals(name)).findFirst().orElseThrow());
    });
  }

  private Optional<Outcome<Project>> refusal(String name, Optional<ProjectToken> token) {
    if (byName(name).isPresent()) {
      return Optional.of(
          new Outcome.Refused<>(
              "there is a project '" + name + "' already",
              "choose another name; 'project list' shows all of them"));
    }
    if (token.flatMap(this::byToken).isPresent()) {
      return Optional.of(
          new Outcome.Refused<>(
              "another project has this token",
              "choose another token, or leave it out to have one made"));
    }
    if (all.size() >= MAX_PROJECTS) {
      return Optional.of(
          new Outcome.Refused<>(
              "there are " + MAX_PROJECTS + " projects already",
              "use one of them, or another pipeline"));
    }
    return Optional.empty();
  }

  private void insert(String name, Optional<ProjectToken> token) throws SQLException {
    String ownToken =
        token.map(ProjectToken::value).orElseGet(() -> Secret.make(Project.TOKEN_PREFIX, secrets));
    database.update(
        "insert into projects (name, token, customer_key, created_at) values (?, ?, ?, ?)",
        name,
        ownToken,
        Secret.make(Project.CUSTOMER_KEY_PREFIX, secrets),
        Columns.micros(clock.instant()));
  }

  @Override
  public List<Project> list() {
    return all;
  }

  @Override
  public Optional<Project> byName(String name) {
    return find(project -> project.name().equals(name));
  }

  @Override
  public Optional<Project> byToken(ProjectToken token) {
    return find(project -> project.token().equals(token));
  }

  @Override
  public Optional<Project> byCustomerKey(String customerKey) {
    return find(project -> Secret.same(project.customerKey(), customerKey));
  }

  private Optional<Project> find(Predicate<Project> wanted) {
    return all.stream().filter(wanted).findFirst();
  }

  private static List<Project> rows(Database database) throws SQLException, ControlFault {
    return List.copyOf(
        database.query("select * from projects order by number", SqliteProjects::project));
  }

  private static Project project(ResultSet row) throws SQLException {
    return new Project(
        new ProjectId(row.getInt("number")),
        row.getString("name"),
        new ProjectToken(row.getString("token")),
        row.getString("customer_key"),
        Columns.instant(row.getLong("created_at")));
  }
}
