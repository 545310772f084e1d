package dev.headgate.admit.sqlite;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.newImport;
import static dev.headgate.admit.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Flood;
import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailCheck;
import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import dev.headgate.admit.TrailEnds.Standing;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import dev.headgate.admit.TrailVerifier;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trail in its table, and what is found of what is done behind its back.
class SqliteTrailIT {
  @TempDir private Path folder;
  private final InstantSource clock = InstantSource.fixed(NOON.plusNanos(123_456_789));
  private Path file;
  private ControlPlane plane;

  @BeforeEach
  void start() throws Exception {
    file = folder.resolve("control.db");
    plane = open();
    plane.projects().putDefault(new ProjectToken("t"), "k");
  }

  private ControlPlane open() throws ControlFault {
    return SqliteControlPlane.open(file, Heads.beside(file), Heads.SEAL, clock, new Random(1));
  }

  @AfterEach
  void end() {
    plane.close();
  }

  private void reopen() throws ControlFault {
    plane.close();
    plane = open();
  }

  private Trail trail() {
    return plane.trail();
  }

  /// Six entries: an import up to its start, apps, a flood.
  private void sixEntries() throws ControlFault {
    plane.imports().create(newImport("m", "a"), Optional.empty(), CUSTOMER);
    plane.imports().execute(1, new Command.Submit(request()), CUSTOMER.at("10.0.0.9"));
    plane.imports().execute(1, new Command.GreenLight("fits", TERMS), TEAM.at("127.0.0.1"));
    plane.imports().execute(1, new Command.Start(), CUSTOMER.at("10.0.0.9"));
    plane.apps().put(ProjectId.DEFAULT, "apps: []", Map.of(), TEAM, "none");
    plane
        .floods()
        .begin(
            new Flood.Origin(ProjectId.DEFAULT, "10.0.0.7", "loop"),
            NOON,
            new Flood.Amount(0, 700, true, 800, 8, 0));
  }

  private static List<TrailEntry> all(Trail trail) throws ControlFault {
    return trail.entries(Trail.Question.all(0, 1_000));
  }

  /// As a command verifies it.
  private TrailCheck check(TrailHead... noted) throws ControlFault {
    List<TrailHead> known = new ArrayList<>(List.of(noted));
    if (trail().ends().kept() instanceof HeadPlace.Kept.At(TrailHead kept)) {
      known.add(kept);
    }
    TrailVerifier verifier = new TrailVerifier(known);
    all(trail()).forEach(verifier::accept);
    TrailCheck check = verifier.result();
    Optional<Broken> doubt = trail().ends().doubt();
    return check instanceof TrailCheck.Whole && doubt.isPresent() ? doubt.get() : check;
  }

  private Broken broken(TrailHead... noted) throws ControlFault {
    TrailCheck check = check(noted);
    assertThat(check).isInstanceOf(Broken.class);
    return (Broken) check;
  }

  private void behindItsBack(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void withoutTriggers(String... statements) throws SQLException {
    behindItsBack(
        "drop trigger if exists audit_trail_is_not_altered",
        "drop trigger if exists audit_trail_is_not_deleted",
        "drop trigger if exists audit_trail_is_only_appended_to",
        "drop trigger if exists audit_evidence_is_not_altered",
        "drop trigger if exists audit_evidence_is_not_deleted");
    behindItsBack(statements);
  }

  @Test
  void oneTrailTellsOfImportsAppsAndFloodsAndIsWhole() throws Exception {
    sixEntries();
    reopen();
    assertThat(all(trail()))
        .extracting(entry -> entry.subject() + " " + entry.step() + " " + entry.address())
        .containsExactly(
            "import:1 create ",
            "import:1 submit 10.0.0.9",
            "import:1 green_light 127.0.0.1",
            "import:1 start 10.0.0.9",
            "apps:1 set ",
            "flood:1 recognise ");
    assertThat(check()).isEqualTo(new TrailCheck.Whole(all(trail()).getLast().head()));
    assertThat(trail().ends().standing()).isEqualTo(Standing.SAME);
    assertThat(trail().of(Subject.ofFlood(1))).hasSize(1);
    assertThat(
            trail()
                .entries(
                    new Trail.Question(
                        Optional.of("import"),
                        Optional.empty(),
                        Optional.of(NOON.plusNanos(123_456_000)),
                        1,
                        2)))
        .extracting(TrailEntry::sequence)
        .containsExactly(2L, 3L);
  }

  @Test
  void whatSomebodySawIsKeptUnderItsDigest() throws Exception {
    sixEntries();
    TrailEntry light = all(trail()).get(2);
    JsonBytes document = trail().evidence(light.sawDigest()).orElseThrow();
    assertThat(document.toString())
        .isEqualTo(
            "{\"assessment\":{\"events\":1000},\"plan\":{\"events\":1000},\"findings\":[],\"answers\":{}}");
    assertThat(Evidence.digest(document)).isEqualTo(light.sawDigest());
    assertThat(trail().evidence("")).isEmpty();
    assertThat(trail().lostEvidence(9)).isEmpty();
    withoutTriggers("update audit_evidence set document = '{}' where document like '%assess%'");
    assertThat(trail().lostEvidence(9)).extracting(Broken::first).containsExactly(2L);
    behindItsBack("delete from audit_evidence");
    assertThat(trail().lostEvidence(9)).extracting(Broken::first).containsExactly(2L, 5L, 6L);
    assertThat(trail().lostEvidence(1)).hasSize(1);
  }

  @Test
  void theTableRefusesWhatIsNoAppending() throws Exception {
    sixEntries();
    for (String sql :
        List.of(
            "update audit_trail set why = 'x' where sequence = 3",
            "delete from audit_trail where sequence = 6",
            "insert or replace into audit_trail select * from audit_trail where sequence = 3",
            "insert into audit_trail select 9, project, kind, number, at, actor, role, address,"
                + " step, from_state, to_state, why, saw, saw_digest, previous_hash, hash"
                + " from audit_trail where sequence = 3",
            "update audit_evidence set document = '{}'",
            "delete from audit_evidence")) {
      assertThatExceptionOfType(SQLException.class)
          .as(sql)
          .isThrownBy(() -> behindItsBack(sql))
          .withMessageContaining("audit");
    }
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
  }

  @Test
  void everyColumnThatIsAlteredBehindItsBackIsFoundAndNamed() throws Exception {
    sixEntries();
    for (String text :
        List.of(
            "kind",
            "actor",
            "role",
            "address",
            "step",
            "from_state",
            "to_state",
            "why",
            "saw",
            "saw_digest",
            "previous_hash",
            "hash")) {
      altered(text, text + " || 'x'", "substr(" + text + ", 1, length(" + text + ") - 1)");
    }
    for (String number : List.of("project", "number", "at")) {
      altered(number, number + " + 4294967296", number + " - 4294967296");
    }
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
  }

  private void altered(String column, String to, String back) throws Exception {
    for (int sequence : List.of(1, 4, 6)) {
      String where = " where sequence = " + sequence;
      withoutTriggers("update audit_trail set " + column + " = " + to + where);
      Broken broken = broken();
      assertThat(broken.damage()).as(column).isEqualTo(Damage.ALTERED);
      assertThat(broken.first()).as(column).isEqualTo(sequence);
      behindItsBack("update audit_trail set " + column + " = " + back + where);
    }
  }

  @Test
  void whatIsRemovedMovedOrAddedBehindItsBackIsFoundAndNamed() throws Exception {
    sixEntries();
    TrailHead head = trail().ends().end();
    withoutTriggers("create table kept as select * from audit_trail");
    for (int sequence = 1; sequence <= 6; sequence++) {
      behindItsBack("delete from audit_trail where sequence = " + sequence);
      assertThat(broken().first()).isEqualTo(sequence);
      assertThat(broken().damage()).isEqualTo(sequence < 6 ? Damage.REMOVED : Damage.CUT_OFF);
      behindItsBack("insert into audit_trail select * from kept where sequence = " + sequence);
    }
    behindItsBack(
        "update audit_trail set sequence = 99 where sequence = 2",
        "update audit_trail set sequence = 2 where sequence = 3",
        "update audit_trail set sequence = 3 where sequence = 99");
    assertThat(broken()).extracting(Broken::damage, Broken::first).contains(Damage.ALTERED, 2L);
    behindItsBack("delete from audit_trail", "insert into audit_trail select * from kept");
    assertThat(check(head)).isInstanceOf(TrailCheck.Whole.class);

    // Chained as it should be, by somebody who knows how.
    TrailEntry seventh = TrailEntry.after(head, AuditEntry.created(draft(), TEAM));
    TrailEntry eighth = TrailEntry.after(seventh.head(), AuditEntry.created(draft(), TEAM));
    insert(seventh);
    assertThat(check()).as("as after a crash").isInstanceOf(TrailCheck.Whole.class);
    insert(eighth);
    assertThat(broken())
        .extracting(Broken::damage, Broken::first, Broken::last)
        .containsExactly(Damage.INSERTED, 7L, 8L);
    behindItsBack("delete from audit_trail where sequence > 4");
    assertThat(broken())
        .extracting(Broken::damage, Broken::first, Broken::last)
        .containsExactly(Damage.CUT_OFF, 5L, 6L);
  }

  private ImportRecord draft() throws ControlFault {
    return plane.imports().find(1).orElseThrow();
  }

  private void insert(TrailEntry entry) throws SQLException {
    behindItsBack(
        "insert into audit_trail select %d, project, kind, number, %d, '%s', '%s', '', 'create', '',"
                .formatted(
                    entry.sequence(), Columns.micros(entry.at()), entry.actor(), entry.role())
            + " '%s', '', '', '', '%s', '%s' from audit_trail where sequence = 1"
                .formatted(entry.to(), entry.previousHash(), entry.hash()));
  }

  @Test
  void aCrashBetweenTheRowAndTheHeadIsNoAlarm() throws Exception {
    sixEntries();
    Path head = Heads.fileBeside(file);
    byte[] before = Files.readAllBytes(head);
    plane.imports().execute(1, new Command.Pause("rest"), TEAM);
    plane.close();
    Files.write(head, before);
    plane = open();
    assertThat(trail().ends().standing()).isEqualTo(Standing.ONE_BEHIND);
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
    plane.imports().execute(1, new Command.Resume(), TEAM);
    assertThat(trail().ends().standing()).isEqualTo(Standing.SAME);
    assertThat(check()).isEqualTo(new TrailCheck.Whole(all(trail()).getLast().head()));
    assertThat(all(trail())).hasSize(8);

    plane.close();
    Files.write(head, before);
    plane = open();
    assertThat(broken().damage()).as("two behind is no crash").isEqualTo(Damage.INSERTED);
  }

  @Test
  void whereTheHeadCannotBeWrittenNothingMoreIsDoneAndNothingIsLost() throws Exception {
    sixEntries();
    Path head = Heads.fileBeside(file);
    Path inTheWay = Files.createDirectories(head.resolveSibling("control.db.head.new/x"));
    Outcome<?> paused = plane.imports().execute(1, new Command.Pause("rest"), TEAM);
    assertThat(paused).as("it is done and in the trail").isInstanceOf(Outcome.Done.class);
    assertThat(trail().ends().standing()).isEqualTo(Standing.ONE_BEHIND);
    assertThatExceptionOfType(ControlFault.class)
        .isThrownBy(() -> plane.imports().execute(1, new Command.Resume(), TEAM))
        .withMessageContaining("head of the audit trail")
        .satisfies(fault -> assertThat(fault.next()).contains("free space"));
    assertThat(all(trail())).hasSize(7);
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    assertThat(plane.imports().execute(1, new Command.Resume(), TEAM))
        .isInstanceOf(Outcome.Done.class);
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
    assertThat(trail().ends().standing()).isEqualTo(Standing.SAME);
  }

  @Test
  void aHeadThatIsLostStaysAnAlarmUntilPeopleAcceptTheTrail() throws Exception {
    sixEntries();
    assertThat(trail().accept("why", TEAM)).isInstanceOf(Outcome.Refused.class);
    Files.delete(Heads.fileBeside(file));
    plane.imports().execute(1, new Command.Pause("rest"), TEAM);
    reopen();
    assertThat(broken().damage()).isEqualTo(Damage.HEAD_LOST);
    assertThat(Heads.fileBeside(file)).doesNotExist();
    Outcome<TrailEntry> accepted = trail().accept("a backup without it", TEAM.at("127.0.0.1"));
    if (!(accepted instanceof Outcome.Done<TrailEntry>(TrailEntry entry))) {
      throw new AssertionError(accepted);
    }
    assertThat(entry.sequence()).isEqualTo(8);
    assertThat(entry.saw()).contains("is missing");
    assertThat(check()).isEqualTo(new TrailCheck.Whole(entry.head()));
    assertThat(trail().of(Subject.TRAIL)).containsExactly(entry);
  }

  @Test
  void anEndThatIsCutOffStaysAnAlarmHoweverMuchIsAppended() throws Exception {
    sixEntries();
    withoutTriggers("delete from audit_trail where sequence > 3");
    for (int i = 0; i < 5; i++) {
      plane.imports().execute(1, i % 2 == 0 ? new Command.Pause("p") : new Command.Resume(), TEAM);
    }
    assertThat(all(trail())).hasSize(8);
    assertThat(broken()).extracting(Broken::damage, Broken::last).contains(Damage.REPLACED, 6L);
  }

  @Test
  void entriesAppendedAtOnceAreOneChain() throws Exception {
    plane.imports().create(newImport("m", "a"), Optional.empty(), CUSTOMER);
    List<Callable<Boolean>> works = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String name = "d" + i;
      works.add(() -> {
        switch (name.length() + name.charAt(name.length() - 1) % 3) {
          case 2 -> plane.apps().put(ProjectId.DEFAULT, name, Map.of(), TEAM, "");
          case 3 ->
              plane.loadTests().submit(ProjectId.DEFAULT, JsonBytes.of("{}"), List.of(), TEAM);
          default -> plane.imports().create(newImport("m", name), Optional.empty(), CUSTOMER);
        }
        return true;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> work : threads.invokeAll(works)) {
        assertThat(work.get()).isTrue();
      }
    }
    assertThat(all(trail())).hasSizeGreaterThan(30);
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
    assertThat(trail().ends().standing()).isEqualTo(Standing.SAME);
    reopen();
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
  }

  @Test
  void whatIsRolledBackIsNotInTheTrail() throws Exception {
    sixEntries();
    behindItsBack(
        "create trigger no_pause before update of state on imports when new.state = 'paused'"
            + " begin select raise(abort, 'no'); end",
        "create trigger no_apps after insert on audit_trail when new.kind = 'apps'"
            + " begin select raise(abort, 'no'); end");
    assertThatExceptionOfType(ControlFault.class)
        .isThrownBy(() -> plane.imports().execute(1, new Command.Pause("rest"), TEAM));
    assertThatExceptionOfType(ControlFault.class)
        .isThrownBy(() -> plane.apps().put(ProjectId.DEFAULT, "x", Map.of(), TEAM, ""));
    assertThat(all(trail())).hasSize(6);
    assertThat(plane.apps().list(ProjectId.DEFAULT)).hasSize(1);
    assertThat(check()).isInstanceOf(TrailCheck.Whole.class);
    plane.imports().execute(1, new Command.Complete(), CUSTOMER);
    assertThat(trail().ends().standing()).isEqualTo(Standing.SAME);
  }

  @Test
  void timesAreThoseOfTheSteps() throws Exception {
    sixEntries();
    assertThat(all(trail()).getFirst().at())
        .isEqualTo(Instant.parse("2026-11-23T12:00:00.123456Z"));
    assertThat(all(trail()).getLast().at()).isEqualTo(NOON);
  }
}
