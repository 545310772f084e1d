package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ArrivalLimit;
import dev.headgate.admit.LoadTestLedger;
import dev.headgate.admit.LoadTestPolicy;
import dev.headgate.admit.LoadTestRecord;
import dev.headgate.admit.LoadTestState;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.admit.Seal;
import dev.headgate.admit.Subject;
import dev.headgate.admit.sqlite.SqliteControlPlane;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.json.MalformedJson;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.file.PlanText;
import dev.headgate.pace.Governor;
import dev.headgate.pace.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a load test gives way, on a clock that the test moves and a real control plane.
class LoadTestGuardIT {
  private static final Actor TEAM = Actor.pipelineTeam("team");
  private static final JsonBytes PLAN =
      JsonBytes.of(
          "{\"name\":\"n\",\"contact\":\"c\",\"reason\":\"r\",\"executor\":\"constant-arrival-rate\","
              + "\"rate\":1,\"duration\":\"10m\"}");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private SqliteControlPlane control;
  private LoadTestDesk desk;
  private LoadTestGuard guard;
  private int number;

  @BeforeEach
  void aLoadTestRuns() throws Exception {
    control =
        SqliteControlPlane.open(
            folder.resolve("control.db"),
            new HeadFile(folder.resolve("audit.head"), new Seal("key")),
            new Seal("key"),
            () -> now,
            RandomGenerator.getDefault());
    control.projects().putDefault(new ProjectToken("phc_t"), "customer");
    LoadTestLedger ledger = new LoadTestLedger(() -> now, (_, _) -> unlimited());
    desk =
        new LoadTestDesk(control.loadTests(), ledger, LoadTestPolicy.EMBEDDED, codec(), () -> now);
    guard = new LoadTestGuard(desk, Governor.Targets.DEFAULT);
    Project project = control.projects().list().getFirst();
    LoadTestRecord record = desk.submit(project, PLAN, TEAM);
    number = record.number();
    assertThat(desk.greenLight(record, "", TEAM)).isInstanceOf(Outcome.Done.class);
    assertThat(desk.start(number, TEAM)).isInstanceOf(Outcome.Done.class);
  }

  @AfterEach
  void close() {
    control.close();
  }

  private static LoadTestDesk.Codec codec() {
    return new LoadTestDesk.Codec() {
      @Override
      public LoadTestPlan plan(JsonBytes json) throws MalformedJson {
        return PlanText.read(json);
      }

      @Override
      public JsonBytes plan(LoadTestPlan plan) {
        return PlanText.write(plan);
      }
    };
  }

  private static ArrivalLimit unlimited() {
    return new ArrivalLimit() {
      @Override
      public Optional<Duration> tooEarlyBy(int events, Duration elapsed) {
        return Optional.empty();
      }

      @Override
      public Duration lead(Duration elapsed) {
        return Duration.ZERO;
      }

      @Override
      public void slowTo(double factor, Duration elapsed) {}
    };
  }

  /// Half a second later, live requests taking this share of what they may.
  private boolean look(double pressure) {
    now = now.plusMillis(500);
    desk.heard(number);
    double millis = Governor.Targets.DEFAULT.captureLatency().toMillis() * pressure;
    Duration latency = Duration.ofNanos(Math.round(millis * 1e6));
    return guard.look(
        new Signals(Duration.ZERO, Duration.ZERO, latency, 100, 0, 0, 0, Duration.ZERO), now);
  }

  private LoadTestState state() throws Exception {
    return control.loadTests().find(number).orElseThrow().state();
  }

  @Test
  void itGivesWayBeforeImportsAreSlowedAndTheyKeepTheirPaceMeanwhile() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(look(0.79)).isFalse();
    }
    assertThat(look(3)).as("one slow look is no pressure").isFalse();
    assertThat(look(0.1)).isFalse();
    assertThat(state()).isEqualTo(LoadTestState.RUNNING);
    assertThat(look(0.85)).as("two of three").isTrue();
    assertThat(state()).isEqualTo(LoadTestState.STOPPED);
    LoadTestRecord stopped = control.loadTests().find(number).orElseThrow();
    assertThat(stopped.why()).startsWith("it gives way to live traffic");
    for (int halves = 1; halves < 10; halves++) {
      assertThat(look(2)).as("%d half seconds after", halves).isTrue();
    }
    assertThat(look(2)).as("what is felt now is no load test's").isFalse();
  }

  @Test
  void withoutALoadTestImportsAreGovernedAtOnce() throws Exception {
    assertThat(desk.stopRunning("enough", TEAM)).contains(number);
    for (int i = 0; i < 5; i++) {
      assertThat(look(5)).isFalse();
    }
  }

  @Test
  void aSenderThatIsSilentHasEnded() throws Exception {
    now = now.plusSeconds(6);
    guard.look(
        new Signals(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, Duration.ZERO), now);
    assertThat(state()).isEqualTo(LoadTestState.STOPPED);
    desk.endThoseOfBefore();
    assertThat(control.trail().of(Subject.ofLoadTest(number))).hasSize(4);
  }

  @Test
  void oneThatRanWhenThePipelineEndedDoesNotRunAnyMore() throws Exception {
    LoadTestDesk anew =
        new LoadTestDesk(
            control.loadTests(),
            new LoadTestLedger(() -> now, (_, _) -> unlimited()),
            LoadTestPolicy.EMBEDDED,
            codec(),
            () -> now);
    anew.endThoseOfBefore();
    assertThat(state()).isEqualTo(LoadTestState.STOPPED);
    assertThat(control.loadTests().find(number).orElseThrow().why())
        .isEqualTo("the pipeline was started anew while it ran");
  }
}
