package dev.headgate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.headgate.assess.Assessment;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of every simulation. The seed stands in the name of each case.
class SimulationPropertiesTest {
  /// By when a segment happens to be cut, an import may end so much later for less load.
  private static final double CUT_SECONDS = 4;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void whatIsSentIsStoredOrWaits(long seed) {
    Drawn drawn = new Drawn(seed);
    SimulatedRun run = drawn.run(drawn.capacity);
    double before = 0;
    for (SimulatedRun.Point point : run.points()) {
      assertThat(point.sent() - point.stored()).isLessThanOrEqualTo(point.waitingEvents() + 1);
      assertThat(point.stored()).isBetween(0.0, point.sent() + 1);
      assertThat(point.seconds()).isGreaterThanOrEqualTo(before);
      before = point.seconds();
    }
    SimulatedRun.Point last = run.points().getLast();
    assertThat(last.sent()).isCloseTo((double) drawn.export.events(), offset(1.0));
    assertThat(last.stored()).isCloseTo((double) drawn.export.events(), offset(1.0));
    assertThat(run.points()).hasSizeLessThanOrEqualTo(SimulatedRun.MOST_POINTS);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void nothingEndsBeforeItsEnvelope(long seed) {
    Drawn drawn = new Drawn(seed);
    SimulatedRun run = drawn.run(drawn.capacity);
    double envelope = drawn.plan().durationSeconds();
    assertThat(run.sendingSeconds()).isGreaterThan(envelope - 0.05);
    assertThat(run.finishSeconds().low()).isGreaterThan(envelope - 0.05);
    assertThat(run.finishSeconds().low()).isLessThanOrEqualTo(run.finishSeconds().likely());
    assertThat(run.finishSeconds().high()).isGreaterThanOrEqualTo(run.finishSeconds().likely());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void moreCoresNeverMakeItLater(long seed) {
    Drawn drawn = new Drawn(seed);
    double before = drawn.run(drawn.capacity).finishSeconds().likely();
    double after =
        drawn.run(drawn.capacity.on(4, drawn.capacity.sendingThreads())).finishSeconds().likely();
    assertThat(after).isLessThan(before * 1.02 + CUT_SECONDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyRunIsOverHoweverMuchIsLive(long seed) {
    Drawn drawn = new Drawn(seed);
    double all = drawn.capacity.cores() * 1e6 / drawn.capacity.liveMicros();
    Conditions crowded =
        new Conditions(all * new SplittableRandom(seed).nextDouble(0.5, 3), List.of(), 0);
    LoadProfile load = LoadProfile.of(drawn.export, 8, String::length, 1);
    SimulatedRun run = Simulation.of(load, drawn.plan(), drawn.capacity, crowded);
    SimulatedRun.Point last = run.points().getLast();
    assertThat(run.ends()).isEqualTo(last.stored() > drawn.export.events() - 1);
    new CheapestChange(load, drawn.capacity, crowded)
        .of(drawn.plan(), run)
        .ifPresent(change -> assertThat(change.lagSeconds()).isLessThanOrEqualTo(10));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void theSameQuestionGetsTheSameAnswer(long seed) {
    assertThat(new Drawn(seed).run(new Drawn(seed).capacity))
        .isEqualTo(new Drawn(seed).run(new Drawn(seed).capacity));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aChangeThatIsSaidToFitFits(long seed) {
    Drawn drawn = new Drawn(seed);
    Assessment export = Exports.of(3_000_000);
    Wishes wishes = Wishes.peak(2 * drawn.capacity.eventsPerSecond());
    ImportPlan plan = Planner.plan(export, wishes, drawn.capacity, Conditions.ALONE);
    LoadProfile load = LoadProfile.of(export, 8, String::length, seed);
    SimulatedRun run = Simulation.of(load, plan, drawn.capacity, Conditions.ALONE);
    CheapestChange search = new CheapestChange(load, drawn.capacity, Conditions.ALONE);
    search
        .of(plan, run)
        .ifPresent(change -> {
          assertThat(change.lagSeconds()).isLessThanOrEqualTo(10);
          assertThat(change.peakPerSecond()).isLessThanOrEqualTo(plan.peakPerSecond() + 1);
          assertThat(change.inWords()).contains("lag never above");
        });
  }

  /// A capacity, an export and an envelope, drawn by chance.
  private static final class Drawn {
    final Capacity capacity;
    final Assessment export;
    final Envelope envelope;
    final Conditions conditions;

    Drawn(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      Capacity stated = new Capacity(random.nextDouble(5_000, 200_000), 8);
      capacity =
          new Capacity(
              stated.eventsPerSecond(),
              8,
              random.nextDouble(0.5, 4),
              random.nextDouble(0.5, 6),
              stated.costs(),
              new Capacity.Warming(random.nextDouble(0, 20), random.nextDouble(1_000, 500_000)),
              new Capacity.Proof(random.nextDouble(), random.nextDouble(5), 20),
              100,
              random.nextDouble(0, 0.4),
              Capacity.Measurement.NONE);
      export = Exports.of(random.nextLong(1_000, 2_000_000));
      List<Stage> stages = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        stages.add(
            new Stage(
                Duration.ofSeconds(random.nextInt(1, 60)), random.nextDouble(2_000, 300_000)));
      }
      envelope = new Envelope(random.nextDouble(500, 100_000), stages);
      conditions = new Conditions(random.nextBoolean() ? 0 : random.nextDouble(500), List.of(), 0);
    }

    ImportPlan plan() {
      return Planner.plan(export, Wishes.envelope(envelope), capacity, Conditions.ALONE);
    }

    SimulatedRun run(Capacity with) {
      LoadProfile load = LoadProfile.of(export, 8, String::length, 1);
      return Simulation.of(load, plan(), with, conditions);
    }
  }
}
