package dev.headgate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.headgate.assess.Assessment;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Governor;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  /// An event takes 20 microseconds of two cores, 8 partitions.
  private static final Capacity CAPACITY = new Capacity(100_000, 8);

  @Test
  void belowWhatThePipelineCanDoAnImportEndsWhenItsEnvelopeDoes() {
    SimulatedRun run = play(100_000, constant(10_000), Conditions.ALONE);
    assertThat(run.sendingSeconds()).isCloseTo(10, offset(0.1));
    // A segment is open for 3 seconds and holds 30,000 events; storing them takes 30,000 * 6.4 us.
    assertThat(run.lagSeconds().likely()).isBetween(2.9, 3.6);
    assertThat(run.waitingEvents().likely()).isBetween(29_000.0, 36_000.0);
    assertThat(run.finishSeconds().likely()).isBetween(10.0, 11.0);
    assertThat(run.leastFactor()).isEqualTo(1);
  }

  @Test
  void aboveItTheCoresSayWhenItEnds() {
    // 1,000,000 * 20 us / 2 cores.
    SimulatedRun run = play(1_000_000, constant(400_000), Conditions.ALONE);
    assertThat(run.finishSeconds().likely()).isBetween(10.0, 11.5);
  }

  @Test
  void theGovernorHoldsWhatWaitsNearItsTarget() {
    SimulatedRun run = play(30_000_000, constant(400_000), Conditions.ALONE);
    assertThat(run.leastFactor()).isLessThan(1);
    assertThat(run.lagSeconds().likely()).isBetween(8.0, 40.0);
    assertThat(run.finishSeconds().likely()).isBetween(300.0, 345.0);
  }

  @Test
  void aStageOfOneThreadCanBeTheLimit() {
    Cost one = new Cost(10, 0, 0);
    Cost slow = new Cost(50, 0, 0);
    Capacity wide =
        new Capacity(
            1,
            8,
            64,
            3,
            new Costs(one, one, one, one, slow),
            Capacity.Warming.NONE,
            Capacity.Proof.NONE,
            0,
            0.1,
            Capacity.Measurement.NONE);
    SimulatedRun run = play(wide, 400_000, constant(1_000_000), Conditions.ALONE);
    // Events wait for nothing but their one thread: 400,000 * 50 us, after a first segment.
    assertThat(run.finishSeconds().likely()).isBetween(20.0, 25.0);
  }

  @Test
  void warmingAndTheProofAreTimeOnTop() {
    Capacity cold =
        new Capacity(
            100_000,
            8,
            2,
            3,
            CAPACITY.costs(),
            new Capacity.Warming(10, 50_000),
            new Capacity.Proof(1, 2, 0),
            0,
            0.1,
            Capacity.Measurement.NONE);
    double warm = play(3_000_000, constant(400_000), Conditions.ALONE).finishSeconds().likely();
    SimulatedRun run = play(cold, 3_000_000, constant(400_000), Conditions.ALONE);
    // 10 seconds of one of two cores, 1 s and 3,000,000 * 2 us.
    assertThat(run.finishSeconds().likely()).isCloseTo(warm + 5 + 7, offset(1.5));
    SimulatedRun later =
        play(cold, 3_000_000, constant(400_000), new Conditions(0, List.of(), 10_000_000));
    assertThat(later.finishSeconds().likely()).isCloseTo(warm + 7, offset(0.5));
  }

  @Test
  void whereCoresAreLeftWarmingHoldsNobodyUp() {
    Capacity cold =
        new Capacity(
            100_000,
            8,
            2,
            3,
            CAPACITY.costs(),
            new Capacity.Warming(10, 50_000),
            Capacity.Proof.NONE,
            0,
            0.1,
            Capacity.Measurement.NONE);
    SimulatedRun warm = play(300_000, constant(20_000), Conditions.ALONE);
    SimulatedRun run = play(cold, 300_000, constant(20_000), Conditions.ALONE);
    assertThat(run.waitingEvents().likely())
        .isCloseTo(warm.waitingEvents().likely(), withPercentage(10));
    assertThat(run.lagSeconds().likely()).isCloseTo(warm.lagSeconds().likely(), offset(0.3));
  }

  @Test
  void liveEventsWaitForNoMoreThanSomeSmallSegments() {
    SimulatedRun run = play(1_000_000, constant(50_000), new Conditions(200, List.of(), 0));
    assertThat(run.liveDelaySeconds().likely()).isBetween(0.4, 3.0);
    assertThat(play(1_000_000, constant(50_000), Conditions.ALONE).liveDelaySeconds().likely())
        .isZero();
  }

  @Test
  void whatElseRunsMakesItLater() {
    double alone = play(1_000_000, constant(400_000), Conditions.ALONE).finishSeconds().likely();
    Conditions beside = new Conditions(1_000, List.of(constant(25_000)), 0);
    // Live traffic takes half a core, the other import half of one.
    assertThat(play(1_000_000, constant(400_000), beside).finishSeconds().likely())
        .isCloseTo(2 * alone, offset(2.0));
  }

  @Test
  void whereLiveTrafficTakesAllAnImportDoesNotEnd() {
    // A stage of one thread takes 6.4 microseconds: 160,000 live events a second are more.
    Capacity light = light(10);
    SimulatedRun run =
        play(light, 100_000, constant(10_000), new Conditions(300_000, List.of(), 0));
    assertThat(run.ends()).isFalse();
    assertThat(run.points().getLast().stored()).isLessThan(100_000);
    assertThat(play(light, 100_000, constant(10_000), Conditions.ALONE).ends()).isTrue();
  }

  @Test
  void aLiveEventIsPaidOnce() {
    // Live events that cost no more than imported ones: 50,000 of each take the 100,000.
    SimulatedRun run =
        play(light(20), 1_000_000, constant(400_000), new Conditions(50_000, List.of(), 0));
    assertThat(run.finishSeconds().likely()).isBetween(18.0, 24.0);
  }

  @Test
  void theGovernorHasThePipelinesTargets() {
    Governor.Targets strict =
        new Governor.Targets(Duration.ofSeconds(3), Duration.ofMillis(150), Duration.ofSeconds(5));
    double usual = play(30_000_000, constant(400_000), Conditions.ALONE).lagSeconds().likely();
    double less =
        play(30_000_000, constant(400_000), new Conditions(0, List.of(), 0, strict))
            .lagSeconds()
            .likely();
    assertThat(less).isLessThan(0.8 * usual);
  }

  /// A live event takes so many microseconds.
  private static Capacity light(double liveMicros) {
    return new Capacity(
        100_000,
        8,
        2,
        3,
        CAPACITY.costs(),
        Capacity.Warming.NONE,
        Capacity.Proof.NONE,
        liveMicros,
        0.1,
        Capacity.Measurement.NONE);
  }

  @Test
  void anImportOfNothingIsOverAtOnce() {
    assertThat(play(0, constant(10), Conditions.ALONE)).isEqualTo(SimulatedRun.NONE);
  }

  @Test
  void aHotIdFallsOnItsPartition() {
    Assessment export =
        Exports.of(100_000, 700, 0, 10, List.of(new Assessment.IdCount("bot", 6_000, 0.06)));
    LoadProfile load = LoadProfile.of(export, 8, _ -> 3, 1);
    // All but one of the ids are as large as what is left allows: nine ids on eight partitions.
    assertThat(load.shares().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, offset(1e-9));
    assertThat(load.fullest().low()).isLessThanOrEqualTo(load.fullest().likely());
    Assessment many =
        Exports.of(
            1_000_000, 700, 0, 100_001, List.of(new Assessment.IdCount("bot", 60_000, 0.06)));
    LoadProfile evenly = LoadProfile.of(many, 8, _ -> 3, 1);
    assertThat(evenly.shares().get(3)).isGreaterThan(0.06 + 0.05);
  }

  @Test
  void aVeryHotIdIsSpread() {
    Assessment export =
        Exports.of(
            1_000_000,
            700,
            0,
            500_000,
            List.of(
                new Assessment.IdCount("bot", 600_000, 0.6),
                new Assessment.IdCount("next", 1, 1e-6)));
    LoadProfile load = LoadProfile.of(export, 8, _ -> 3, 1);
    assertThat(load.fullest().likely()).isCloseTo(0.125, offset(0.001));
  }

  private static SimulatedRun play(long events, Envelope envelope, Conditions conditions) {
    return play(CAPACITY, events, envelope, conditions);
  }

  private static SimulatedRun play(
      Capacity capacity, long events, Envelope envelope, Conditions conditions) {
    Assessment export = Exports.of(events);
    ImportPlan plan = Planner.plan(export, Wishes.envelope(envelope), capacity, Conditions.ALONE);
    LoadProfile load = LoadProfile.of(export, capacity.partitions(), id -> id.length(), 1);
    return Simulation.of(load, plan, capacity, conditions);
  }

  static Envelope constant(double perSecond) {
    return new Envelope(perSecond, List.of(new Stage(Duration.ofHours(1), perSecond)));
  }
}
