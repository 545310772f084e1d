package dev.headgate.admit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Finding;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.LoadTestLifecycle.Wish;
import dev.headgate.admit.LoadTestRecord;
import dev.headgate.admit.LoadTestState;
import dev.headgate.admit.LoadTestStep;
import dev.headgate.admit.LoadTests;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.Window;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLoadTestsIT {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final ProjectId PROJECT = new ProjectId(1);
  private static final Actor TEAM = Actor.pipelineTeam("team");
  private static final List<Finding> FINDINGS =
      List.of(new Finding("load_test_volume", Finding.Level.NOTE, "so many", "nothing"));
  private static final GrantTerms TERMS =
      new GrantTerms(
          new Window(NOON, NOON.plusSeconds(60)),
          new Envelope(0.001, List.of(new Stage(Duration.ofMillis(1), 500))),
          20,
          1_000);

  @TempDir Path folder;

  private SqliteControlPlane open() throws Exception {
    SqliteControlPlane plane =
        SqliteControlPlane.open(
            folder.resolve("control.db"),
            Heads.beside(folder.resolve("control.db")),
            Heads.SEAL,
            InstantSource.fixed(NOON),
            RandomGenerator.getDefault());
    plane.projects().putDefault(new ProjectToken("phc_t"), "customer");
    return plane;
  }

  private static LoadTestRecord done(Outcome<LoadTestRecord> outcome) {
    if (outcome instanceof Outcome.Done<LoadTestRecord>(LoadTestRecord record)) {
      return record;
    }
    throw new AssertionError(outcome);
  }

  @Test
  void aLoadTestAndItsAuditSurviveTheProcess() throws Exception {
    int number;
    String secret;
    try (SqliteControlPlane plane = open()) {
      LoadTests loadTests = plane.loadTests();
      JsonBytes plan = JsonBytes.of("{\"name\":\"a\"}");
      number = loadTests.submit(PROJECT, plan, FINDINGS, TEAM).number();
      assertThat(loadTests.submit(PROJECT, plan, FINDINGS, TEAM).number())
          .as("the same plan while it waits")
          .isEqualTo(number);
      assertThat(
              loadTests.submit(PROJECT, JsonBytes.of("{\"name\":\"b\"}"), FINDINGS, TEAM).number())
          .isNotEqualTo(number);
      assertThat(loadTests.token(number)).isEmpty();
      done(
          loadTests.execute(
              number, new Wish(LoadTestStep.GREEN_LIGHT, "fine", Optional.of(TERMS)), TEAM));
      secret = loadTests.token(number).orElseThrow().header();
      done(loadTests.execute(number, Wish.of(LoadTestStep.START, ""), TEAM));
      done(loadTests.execute(number, Wish.of(LoadTestStep.STOP, "enough"), TEAM));
      loadTests.putResult(number, JsonBytes.of("{\"passed\":false}"));
      assertThat(loadTests.submit(PROJECT, plan, FINDINGS, TEAM).number())
          .as("the same plan when it has run")
          .isNotEqualTo(number);
    }
    try (SqliteControlPlane plane = open()) {
      LoadTestRecord found = plane.loadTests().find(number).orElseThrow();
      assertThat(found.state()).isEqualTo(LoadTestState.STOPPED);
      assertThat(found.why()).isEqualTo("enough");
      assertThat(found.terms()).contains(TERMS);
      assertThat(found.startedAt()).contains(NOON);
      assertThat(found.findings()).isEqualTo(FINDINGS);
      assertThat(found.result()).contains(JsonBytes.of("{\"passed\":false}"));
      assertThat(plane.loadTests().token(number).orElseThrow().header()).isEqualTo(secret);
      List<TrailEntry> audit = plane.trail().of(Subject.ofLoadTest(number));
      assertThat(audit.stream().map(TrailEntry::step))
          .containsExactly("submit", "green_light", "start", "stop");
      assertThat(audit.getLast().why()).isEqualTo("enough");
      assertThat(audit.getLast().saw()).isEqualTo("note load_test_volume");
      assertThat(plane.loadTests().list()).hasSize(3);
      assertThat(plane.loadTests().execute(99, Wish.of(LoadTestStep.STOP, ""), TEAM))
          .isInstanceOf(Outcome.Refused.class);
    }
  }
}
