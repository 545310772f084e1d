package dev.headgate.admit.sqlite;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.newImport;
import static dev.headgate.admit.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.ControlPlaneContract;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Imports;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Seal;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteControlPlaneIT extends ControlPlaneContract {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("control.db");
  }

  @Override
  protected ControlPlane open() throws ControlFault {
    return SqliteControlPlane.open(file(), Heads.beside(file()), Heads.SEAL, clock, random);
  }

  @Test
  void theFileIsItsOwnersOnly() throws IOException {
    for (String name : List.of("control.db", "control.db-wal")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void commandsAtOnceAreOneAfterTheOther() throws Exception {
    try (ControlPlane plane = open(other());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      Imports imports = plane.imports();
      imports.create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      imports.execute(1, new Command.Submit(request()), CUSTOMER);

      List<Callable<Boolean>> lights = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Command light = new Command.GreenLight("thread " + i, TERMS);
        lights.add(() -> imports.execute(1, light, TEAM) instanceof Outcome.Done);
      }
      assertThat(trues(threads.invokeAll(lights))).as("one green light of fifty").isEqualTo(1);

      imports.execute(1, new Command.Start(), CUSTOMER);
      List<Callable<Boolean>> pauses = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Command command = i % 2 == 0 ? new Command.Pause("p" + i) : new Command.Resume();
        pauses.add(() -> imports.execute(1, command, TEAM) instanceof Outcome.Done);
      }
      int accepted = trues(threads.invokeAll(pauses));
      List<TrailEntry> audit = plane.trail().of(Subject.ofImport(1));
      assertThat(audit).hasSize(4 + accepted);
      for (int i = 1; i < audit.size(); i++) {
        assertThat(audit.get(i).from()).isEqualTo(audit.get(i - 1).to());
      }
      assertThat(imports.find(1).orElseThrow().state().key()).isEqualTo(audit.getLast().to());
    }
  }

  @Test
  void ofYesesAtOnceOneIsTheFirstAndOneTheSecond() throws Exception {
    try (ControlPlane plane = open(other());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      Imports imports = plane.imports();
      imports.create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      imports.execute(1, new Command.Submit(request()), CUSTOMER);
      for (String state : List.of("submitted", "green_lit")) {
        ImportRecord seen = imports.find(1).orElseThrow();
        Command.GreenLight.Basis basis =
            new Command.GreenLight.Basis(request(), seen.answers(), seen.firstYes(), request());
        Command light =
            new Command.GreenLight("fits", TERMS, Optional.of(basis), Map.of(), Eyes.FOUR);
        List<Callable<Boolean>> yeses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          Actor member = Actor.member("member " + i);
          yeses.add(() -> imports.execute(1, light, member) instanceof Outcome.Done);
        }
        assertThat(trues(threads.invokeAll(yeses))).as(state).isEqualTo(1);
        assertThat(imports.find(1).orElseThrow().state().key()).isEqualTo(state);
      }
      List<TrailEntry> audit = plane.trail().of(Subject.ofImport(1));
      assertThat(audit)
          .extracting(TrailEntry::step)
          .containsExactly("create", "submit", "first_yes", "green_light");
      assertThat(audit.get(2).actor()).isNotEqualTo(audit.get(3).actor());
    }
  }

  @Test
  void importsCreatedAtOnceGetNumbersOfTheirOwnAndEachIsMadeOnce() throws Exception {
    try (ControlPlane plane = open(other());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      List<Callable<Integer>> creations = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String digest = "d" + i % 20;
        creations.add(() ->
            plane.imports().create(newImport("m", digest), Optional.empty(), CUSTOMER).number());
      }
      List<Integer> numbers = new ArrayList<>();
      for (Future<Integer> number : threads.invokeAll(creations)) {
        numbers.add(number.get());
      }
      assertThat(numbers.stream().distinct()).hasSize(20).allMatch(n -> n >= 1 && n <= 20);
      assertThat(plane.imports().list()).hasSize(20);
    }
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesTheOneBefore() throws ControlFault, SQLException {
    try (ControlPlane plane = open(other())) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      Imports imports = plane.imports();
      imports.create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      imports.putCheckpoint(1, JsonBytes.of("{\"at\":1}"), 1, 10);
      // The second statement of a checkpoint fails: the first must not stay.
      behindItsBack(
          "create trigger no_timing before update of wall_seconds on imports"
              + " begin select raise(abort, 'no'); end");

      assertThatExceptionOfType(ControlFault.class)
          .isThrownBy(() -> imports.putCheckpoint(1, JsonBytes.of("{\"at\":2}"), 2, 20));
      assertThat(imports.checkpoint(1)).contains(JsonBytes.of("{\"at\":1}"));
      assertThat(imports.find(1).orElseThrow().timing().wallSeconds()).isEqualTo(1);

      behindItsBack("drop trigger no_timing");
      imports.putCheckpoint(1, JsonBytes.of("{\"at\":3}"), 3, 30);
      assertThat(imports.checkpoint(1)).contains(JsonBytes.of("{\"at\":3}"));
    }
  }

  @Test
  void aFullDiskIsSaidToBeFullAndNothingIsLost() throws ControlFault, SQLException {
    Database database = Database.open(other());
    try (ControlPlane plane =
        SqliteControlPlane.on(database, Heads.beside(other()), Heads.SEAL, clock, random)) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      Imports imports = plane.imports();
      imports.create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      imports.putCheckpoint(1, JsonBytes.of("{\"at\":1}"), 1, 10);
      database.execute("pragma max_page_count = 1");
      JsonBytes large = JsonBytes.of("\"" + "x".repeat(1_000_000) + "\"");
      assertThatExceptionOfType(ControlFault.class)
          .isThrownBy(() -> imports.putCheckpoint(1, large, 2, 20))
          .withMessageContaining("no room left")
          .satisfies(fault -> assertThat(fault.next()).contains("make room"));
      assertThat(imports.checkpoint(1)).contains(JsonBytes.of("{\"at\":1}"));
      database.execute("pragma max_page_count = 1000000");
      imports.putCheckpoint(1, large, 2, 20);
      assertThat(imports.checkpoint(1)).contains(large);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update grants set window_to = window_to + 3600000000",
        "update grants set envelope = replace(envelope, '1000.0', '100000.0')",
        "update grants set batch_events = 100000",
        "update grants set most_per_second = 1",
        "update grants set secret = 'sesame'",
        "update grants set seal = ''",
        "update imports set content_digests = '[\"b\"]'",
        "update imports set mapping_digest = 'other'",
        "update imports set apps = '[\"mask\"]'",
        "update imports set plan = '{\"hot_ids\":[{\"distinct_id\":\"bot\"}]}'"
      })
  void aGrantThatWasAlteredBehindItsBackLetsNobodyIn(String alteration) throws Exception {
    try (ControlPlane plane = open(other())) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      Imports imports = plane.imports();
      imports.create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      imports.execute(1, new Command.Submit(request()), CUSTOMER);
      imports.execute(1, new Command.GreenLight("fits", TERMS), TEAM);
      assertThat(imports.sealedGrant(1)).isPresent();
      behindItsBack(alteration);

      assertThat(imports.grant(1)).isEmpty();
      assertThat(imports.sealedGrant(1)).isEmpty();
      for (Command relying : List.of(new Command.Start(), new Command.Amend("more", TERMS))) {
        assertThat(imports.execute(1, relying, TEAM))
            .isInstanceOfSatisfying(
                Outcome.Refused.class,
                refused -> {
                  assertThat(refused.what()).contains("not as it was sealed");
                  assertThat(refused.next()).contains("revoke it");
                });
      }
      imports.execute(1, new Command.Revoke("altered"), TEAM);
      imports.execute(1, new Command.GreenLight("anew", TERMS), TEAM);
      assertThat(imports.execute(1, new Command.Start(), CUSTOMER))
          .isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void anotherPipelineKeyIsAnotherInstallation() throws Exception {
    try (ControlPlane plane = open(other())) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      plane.imports().create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      plane.imports().execute(1, new Command.Submit(request()), CUSTOMER);
      plane.imports().execute(1, new Command.GreenLight("fits", TERMS), TEAM);
    }
    try (ControlPlane plane =
        SqliteControlPlane.open(
            other(), Heads.beside(other()), new Seal("hgp_other"), clock, random)) {
      assertThat(plane.imports().grant(1)).isEmpty();
      assertThat(plane.imports().execute(1, new Command.Start(), CUSTOMER))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void whatIsNoControlPlaneIsRefusedWithAWayOut() throws Exception {
    Files.writeString(other(), "this is no database, but it is long enough to be read as one....");
    assertThatExceptionOfType(ControlFault.class)
        .isThrownBy(() -> open(other()))
        .withMessageContaining("no SQLite file")
        .satisfies(fault -> assertThat(fault.next()).contains("backup"));
    assertThatExceptionOfType(ControlFault.class)
        .isThrownBy(() -> open(folder.resolve("missing/control.db")));
  }

  @Test
  void aFileOfALaterReleaseIsLeftAlone() throws Exception {
    open(other()).close();
    behindItsBack("pragma user_version = 99");
    assertThatExceptionOfType(ControlFault.class)
        .isThrownBy(() -> open(other()))
        .withMessageContaining("later release")
        .satisfies(fault -> assertThat(fault.next()).contains("use that release"));
  }

  @Test
  void aStateNobodyKnowsIsAFaultOfTheFile() throws Exception {
    try (ControlPlane plane = open(other())) {
      plane.projects().putDefault(new ProjectToken("t"), "k");
      plane.imports().create(newImport("m", "a"), Optional.empty(), CUSTOMER);
      assertThat(plane.imports().find(1).orElseThrow().state()).isEqualTo(ImportState.DRAFT);
      behindItsBack("update imports set state = 'dreaming'");
      assertThatExceptionOfType(ControlFault.class)
          .isThrownBy(() -> plane.imports().find(1))
          .withMessageContaining("import 1");
    }
  }

  private ControlPlane open(Path file) throws ControlFault {
    return SqliteControlPlane.open(file, Heads.beside(file), Heads.SEAL, clock, random);
  }

  private Path other() {
    return folder.resolve("other.db");
  }

  private void behindItsBack(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + other());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int trues(List<Future<Boolean>> answers)
      throws InterruptedException, ExecutionException {
    int count = 0;
    for (Future<Boolean> answer : answers) {
      count += answer.get() ? 1 : 0;
    }
    return count;
  }
}
