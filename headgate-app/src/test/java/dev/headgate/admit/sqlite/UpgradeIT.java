package dev.headgate.admit.sqlite;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.newImport;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.AppChoice;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Requests;
import dev.headgate.admit.TellPlace;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailCheck;
import dev.headgate.admit.TrailEnds.Standing;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import dev.headgate.admit.TrailVerifier;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Control planes of earlier releases, opened by this one.
class UpgradeIT {
  private static final String[] IMPORTS = {
    "insert into projects values (1, 'default', 't', 'k', 0), (2, 'shop', 't2', 'k2', 0)",
    """
    insert into imports (project, identity, mapping_digest, content_digests, format, sources,
      assessment, created_at, state)
    values (2, 'i', 'm', '["a"]', 'posthog', '["a.jsonl"]', '{}', 1000, 'draft')
    """,
    """
    insert into audit values
      (1, 1, 1000, 'ada', 'customer', 'create', null, 'draft', '', ''),
      (2, 1, 3000, 'ada', 'customer', 'submit', 'draft', 'submitted', '', 'note merges_present'),
      (3, 1, 3000, 'grace', 'pipeline_team', 'decline', 'submitted', 'declined', 'no', 'x')
    """,
  };
  private static final String[] FLOODS = {
    "insert into floods values (1, 1, '10.0.0.7', 'loop', 3000, null, 'diverted', 0, 0, 9, 1, 9, 9, 0)",
    """
    insert into flood_audit values
      (1, 1, 3000, 'flood detector', 'pipeline', 'recognise', null, 'diverted', '', '9 requests'),
      (2, 1, 2000, 'grace', 'pipeline_team', 'slow', 'diverted', 'slowed', 'they mend it', '')
    """,
  };
  private static final String[] REST = {
    "insert into load_tests (project, created_at, state, plan, findings, why)"
        + " values (1, 3000, 'submitted', '{}', '[]', '')",
    "insert into load_test_audit values"
        + " (1, 1, 3000, 'grace', 'pipeline_team', 'submit', null, 'submitted', '', '')",
    "insert into app_versions values (1, 1, 500, 'grace', 'pipeline_team', 'first', 'apps: []', '{}'),"
        + " (1, 2, 9000, 'grace', 'pipeline_team', '', 'apps: []', '{}')",
  };

  /// Takes out what version 8 added.
  private static final String[] WITHOUT_TEAM = {
    "drop table first_yeses", "drop table team_members"
  };

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("control.db");
  }

  private ControlPlane open() throws Exception {
    return SqliteControlPlane.open(
        file, Heads.beside(file), Heads.SEAL, InstantSource.fixed(NOON), new Random(1));
  }

  private void ofVersion(int version) throws Exception {
    try (Database database = Database.open(file)) {
      database.write(() -> {
        Schema.raise(database, 0, version);
        database.execute(IMPORTS);
        if (version >= 2) {
          database.execute(FLOODS);
        }
        if (version >= 3) {
          database.execute(Schema.LOAD_TESTS);
          database.execute(REST);
        }
        return true;
      });
    }
  }

  private static List<TrailEntry> whole(ControlPlane plane) throws Exception {
    List<TrailEntry> entries = plane.trail().entries(Trail.Question.all(0, 1_000));
    TrailVerifier verifier = new TrailVerifier(List.of());
    entries.forEach(verifier::accept);
    assertThat(verifier.result())
        .isEqualTo(
            new TrailCheck.Whole(entries.isEmpty() ? TrailHead.NONE : entries.getLast().head()));
    assertThat(plane.trail().ends().standing()).isEqualTo(Standing.SAME);
    return entries;
  }

  /// Version 1 had neither floods nor apps nor load tests, version 2 floods only.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFileOfAnEarlierReleaseKeepsItsImportsAndItsAudit(int version) throws Exception {
    ofVersion(version);
    int entries = version == 1 ? 3 : version == 2 ? 5 : 8;
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(entries);
      assertThat(plane.imports().find(1).orElseThrow().apps()).isEqualTo(AppChoice.NONE);
      int versions = version < 3 ? 0 : 2;
      assertThat(plane.apps().put(ProjectId.DEFAULT, "apps: []", Map.of(), TEAM, "").number())
          .isEqualTo(versions + 1);
      assertThat(plane.imports().find(1).orElseThrow().answers()).isEqualTo(GivenAnswers.NONE);
      assertThat(plane.calendar().last()).isEmpty();
      assertThat(plane.floods().open()).hasSize(version < 2 ? 0 : 1);
      assertThat(plane.loadTests().list()).hasSize(version < 3 ? 0 : 1);
      plane.imports().create(newImport("m", "b"), Optional.empty(), CUSTOMER);
    }
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(entries + 2);
    }
  }

  @Test
  void aFileFromBeforeNoticesWereAcknowledgedKeepsItsGreenLights() throws Exception {
    try (ControlPlane plane = open()) {
      plane.projects().putDefault(new ProjectToken("phc_first"), "hgc_first");
      plane.imports().create(newImport("m", "b"), Optional.empty(), CUSTOMER);
      plane.imports().execute(1, new Command.Submit(Requests.request()), CUSTOMER);
      plane.imports().execute(1, new Command.GreenLight("fits", Requests.TERMS), TEAM);
    }
    try (Database database = Database.open(file)) {
      database.write(() -> {
        for (String column : List.of("by", "role", "at")) {
          database.execute("alter table grants drop column acknowledged_" + column);
        }
        database.execute(WITHOUT_TEAM);
        database.execute("drop table tell_setting", "drop table tell_places");
        database.execute("alter table grants drop column seal");
        database.execute("pragma user_version = 4");
        return true;
      });
    }
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(3);
      assertThat(plane.imports().find(1).orElseThrow().terms()).contains(Requests.TERMS);
      plane.imports().execute(1, new Command.Acknowledge(), CUSTOMER);
      assertThat(plane.imports().find(1).orElseThrow().acknowledgement()).isPresent();
      assertThat(plane.imports().grant(1)).as("sealed by this release").isPresent();
    }
  }

  @Test
  void aFileFromBeforeAnybodyWasToldTellsNobodyYet() throws Exception {
    try (ControlPlane plane = open()) {
      plane.calendar().put("teams: []", TEAM, "first");
    }
    try (Database database = Database.open(file)) {
      database.write(() -> {
        database.execute(WITHOUT_TEAM);
        database.execute("drop table tell_setting", "drop table tell_places");
        database.execute("alter table grants drop column seal");
        database.execute("pragma user_version = 5");
        return true;
      });
    }
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(1);
      assertThat(plane.tell().setting()).isEmpty();
      assertThat(plane.tell().places()).isEmpty();
      plane.tell().put("targets", Map.of(), List.of("ops"), TEAM, "");
      assertThat(plane.tell().places()).isEqualTo(Map.of("ops", new TellPlace(1, 1)));
    }
  }

  @Test
  void aFileFromBeforeMembersHadKeysHasNoneAndKeepsWhatItHas() throws Exception {
    try (ControlPlane plane = open()) {
      plane.projects().putDefault(new ProjectToken("phc_first"), "hgc_first");
      plane.imports().create(newImport("m", "b"), Optional.empty(), CUSTOMER);
      plane.imports().execute(1, new Command.Submit(Requests.request()), CUSTOMER);
    }
    try (Database database = Database.open(file)) {
      database.write(() -> {
        database.execute(WITHOUT_TEAM);
        database.execute("pragma user_version = 7");
        return true;
      });
    }
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(2);
      assertThat(plane.imports().find(1).orElseThrow().state()).isEqualTo(ImportState.SUBMITTED);
      assertThat(plane.team().list()).isEmpty();
      plane.team().add("Ada", TEAM);
    }
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(3);
      assertThat(plane.team().list()).hasSize(1);
    }
  }

  @Test
  void theOldAuditsAreInOrderOfTimeThenKindThenNumber() throws Exception {
    ofVersion(3);
    try (ControlPlane plane = open()) {
      List<TrailEntry> entries = whole(plane);
      assertThat(entries)
          .extracting(entry -> entry.subject() + " " + entry.step())
          .containsExactly(
              "apps:1 set",
              "import:1 create",
              "flood:1 slow",
              "flood:1 recognise",
              "import:1 submit",
              "import:1 decline",
              "load_test:1 submit",
              "apps:1 set");
      TrailEntry submit = entries.get(4);
      assertThat(submit.project()).isEqualTo(2);
      assertThat(submit.actor() + submit.role() + submit.address()).isEqualTo("adacustomer");
      assertThat(submit.from() + submit.to()).isEqualTo("draftsubmitted");
      assertThat(submit.saw()).isEqualTo("note merges_present");
      assertThat(submit.sawDigest()).isEmpty();
      assertThat(entries.getLast().from()).isEqualTo("version 1");
      assertThat(entries.getLast().to()).isEqualTo("version 2");
    }
  }

  @Test
  void anUpgradeThatWasKilledAfterItsHeadWasWrittenIsMadeOnceMore() throws Exception {
    ofVersion(3);
    Files.copy(file, folder.resolve("copy.db"));
    open().close();
    Files.deleteIfExists(folder.resolve("control.db-wal"));
    Files.deleteIfExists(folder.resolve("control.db-shm"));
    Files.copy(folder.resolve("copy.db"), file, StandardCopyOption.REPLACE_EXISTING);
    try (ControlPlane plane = open()) {
      assertThat(whole(plane)).hasSize(8);
    }
  }
}
