package dev.headgate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.headgate.assess.Assessment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final Capacity.Measurement BY =
      new Capacity.Measurement(Instant.parse("2026-11-27T12:00:00Z"), "a machine", 6);

  /// What the runs below are made of.
  private static final Capacity TRUTH =
      new Capacity(
          1,
          8,
          1.9,
          2,
          new Costs(
              new Cost(3, 0.005, 0),
              new Cost(4, 0.004, 0),
              new Cost(4, 0.002, 0),
              new Cost(2, 0, 30),
              new Cost(2, 0.003, 0)),
          new Capacity.Warming(12, 90_000),
          new Capacity.Proof(0.4, 1.5, 10),
          500,
          0.05,
          BY);

  @Test
  void figuresThatTheRunsWereMadeOfAreFound() {
    List<CalibrationRun> runs = sixRuns();

    Capacity found = Calibration.of(runs, 8, 500, BY);
    assertThat(found.warming().events()).isEqualTo(90_000);
    assertThat(found.warming().cpuSeconds()).isCloseTo(12, withPercentage(2));
    for (LoadProfile.Mix mix :
        List.of(
            LoadProfile.Mix.USUAL, new LoadProfile.Mix(3_000, 0), new LoadProfile.Mix(500, 0.5))) {
      assertThat(found.costs().micros(mix)).isCloseTo(TRUTH.costs().micros(mix), withPercentage(3));
    }
    assertThat(found.proof().fixedSeconds()).isCloseTo(0.4, offset(0.01));
    assertThat(found.proof().eventMicros()).isCloseTo(1.5, offset(0.05));
    assertThat(found.cores()).isCloseTo(1.9, withPercentage(10));
    assertThat(found.measured()).isTrue();
    assertThat(found.spread()).isLessThan(0.1);
    assertThat(found.eventsPerSecond())
        .isCloseTo(1.9e6 / TRUTH.costs().micros(LoadProfile.Mix.USUAL), withPercentage(10));
  }

  @Test
  void otherImportsArePredictedFromIt() {
    List<CalibrationRun> runs = sixRuns();
    Capacity found = Calibration.of(runs, 8, 500, BY);

    for (Assessment export :
        List.of(
            Exports.of(1_000_000, 745, 40_000, 50_000, List.of()),
            Exports.of(300_000, 2_000, 5_000, 50_000, List.of()),
            Exports.of(400_000, 600, 100_000, 50_000, List.of()))) {
      for (double peak : new double[] {20_000, 1e6}) {
        ImportPlan plan = Planner.plan(export, Wishes.peak(peak), TRUTH, Conditions.ALONE);
        LoadProfile load = LoadProfile.of(export, 8, String::length, 1);
        SimulatedRun truth = Simulation.of(load, plan, TRUTH, Conditions.ALONE);
        SimulatedRun said = Simulation.of(load, plan, found, Conditions.ALONE);
        assertThat(said.finishSeconds().likely())
            .isCloseTo(truth.finishSeconds().likely(), withPercentage(8));
      }
    }
  }

  @Test
  void oneRunOfAWarmProgramIsEnoughToSayHowLongThatOneTakes() {
    List<CalibrationRun> runs = new ArrayList<>();
    add(runs, 10_000_000, 100_000, 745, 4_000);
    Capacity found = Calibration.of(runs, 8, 500, BY);
    assertThat(Calibration.miss(runs.getFirst(), found)).isCloseTo(0, offset(0.02));
  }

  /// As `headgate calibrate` makes them.
  private static List<CalibrationRun> sixRuns() {
    List<CalibrationRun> runs = new ArrayList<>();
    double before = 0;
    before = add(runs, before, 150_000, 745, 6_000);
    before = add(runs, before, 150_000, 745, 6_000);
    before = add(runs, before, 80_000, 3_000, 3_000);
    before = add(runs, before, 80_000, 700, 40_000);
    before = add(runs, before, 150_000, 745, 6_000);
    add(runs, before, 150_000, 745, 6_000);
    return runs;
  }

  private static double add(
      List<CalibrationRun> runs, double before, long events, long bytes, long merges) {
    Assessment export = Exports.of(events, bytes, merges, events / 20, List.of());
    ImportPlan plan = Planner.plan(export, Wishes.peak(1e6), TRUTH, Conditions.ALONE);
    LoadProfile load = LoadProfile.of(export, 8, String::length, 1);
    Play.Played played = new Play(load, plan, TRUTH, new Conditions(0, List.of(), before)).run();
    double cold = TRUTH.warming().seconds(before, before + events);
    double warm = TRUTH.costs().micros(load.mix()) * events / 1e6;
    double part = (warm + cold) / warm;
    Costs costs = TRUTH.costs();
    runs.add(
        new CalibrationRun(
            "usual",
            load,
            plan,
            before,
            played.storedSeconds(),
            TRUTH.proof().seconds((double) events, (double) merges),
            played.waitingEvents(),
            new CalibrationRun.StageCpu(
                seconds(costs.importer(), load) * part * 0.7,
                seconds(costs.capture(), load) * part * 0.7,
                seconds(costs.worker(), load) * part * 0.7,
                seconds(costs.facts(), load) * part * 0.7,
                seconds(costs.events(), load) * part * 0.7,
                warm + cold)));
    return before + events;
  }

  private static double seconds(Cost cost, LoadProfile load) {
    return cost.micros(load.mix()) * load.events() / 1e6;
  }
}
