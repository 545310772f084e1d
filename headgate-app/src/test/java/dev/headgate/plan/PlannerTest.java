package dev.headgate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.headgate.assess.Assessment;
import dev.headgate.assess.Identities;
import dev.headgate.assess.Load;
import dev.headgate.assess.PropertyFindings;
import dev.headgate.assess.Times;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 17, 999, 7_702, 39_244, 1_000_000, 10_000_000, 1_000_000_000L})
  void theRampLetsThroughAsManyEventsAsThereAre(long events) {
    for (Wishes wishes :
        List.of(Wishes.NONE, Wishes.peak(0.5), Wishes.peak(5_000), Wishes.peak(1e7))) {
      Envelope envelope =
          Planner.plan(assessment(events), wishes, Capacity.EMBEDDED, Conditions.ALONE).envelope();
      Duration length =
          envelope.stages().stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
      assertThat(envelope.permitsBy(length)).isCloseTo((double) events, withPercentage(1e-4));
    }
  }

  @Test
  void theDefaultRampGoesFromATenthOfThePeakToThePeakInATenthOfTheTime() {
    ImportPlan plan =
        Planner.plan(assessment(10_000_000), Wishes.NONE, Capacity.EMBEDDED, Conditions.ALONE);
    assertThat(plan.peakPerSecond()).isCloseTo(100_000, offset(0.01));
    assertThat(plan.durationSeconds()).isCloseTo(10_000_000 / 95_500.0, offset(0.001));
    Envelope envelope = plan.envelope();
    assertThat(envelope.startPerSecond()).isCloseTo(10_000, offset(0.01));
    assertThat(envelope.stages()).hasSize(2);
    assertThat(envelope.stages().get(0).duration().toNanos() / 1e9)
        .isCloseTo(plan.durationSeconds() / 10, offset(0.001));
    assertThat(envelope.stages().get(1).targetPerSecond())
        .isEqualTo(envelope.stages().get(0).targetPerSecond());
  }

  @Test
  void aPeakAskedForIsThePeak() {
    ImportPlan plan =
        Planner.plan(
            assessment(10_000_000), Wishes.peak(5_000), Capacity.EMBEDDED, Conditions.ALONE);
    assertThat(plan.peakPerSecond()).isCloseTo(5_000, offset(0.001));
  }

  @Test
  void ofAMeasuredCapacityAFifthIsLeft() {
    ImportPlan plan =
        Planner.plan(assessment(10_000_000), Wishes.NONE, measured(), Conditions.ALONE);
    assertThat(plan.peakPerSecond()).isCloseTo(40_000, offset(1.0));
    assertThat(plan.simulation()).isEqualTo(SimulatedRun.NONE);
  }

  @Test
  void besideLiveTrafficLittleOfAMeasuredCapacityIsTaken() {
    assertThat(peakBeside(500, measured(), Wishes.NONE)).isCloseTo(2_000, offset(1.0));
    assertThat(peakBeside(0.9, measured(), Wishes.NONE)).isCloseTo(40_000, offset(1.0));
    assertThat(peakBeside(500, measured(), Wishes.peak(30_000))).isCloseTo(30_000, offset(1.0));
    assertThat(peakBeside(500, new Capacity(50_000, 8), Wishes.NONE))
        .isCloseTo(50_000, offset(1.0));
  }

  @Test
  void aPeakThatNobodyAskedForHasAReason() {
    Conditions live = new Conditions(500, List.of(), 0);
    assertThat(plan(Wishes.NONE, measured(), live).peakReason())
        .startsWith("at most 4 % of the 50,000 events/s that were measured")
        .endsWith("live traffic would feel more");
    assertThat(plan(Wishes.NONE, measured(), Conditions.ALONE).peakReason())
        .startsWith("at most 80 % of the 50,000 events/s that were measured")
        .endsWith("the rest is room to catch up");
    assertThat(plan(Wishes.NONE, Capacity.EMBEDDED, live).peakReason())
        .startsWith("at most the 100,000 events/s of the usual size");
    assertThat(plan(Wishes.peak(10), measured(), live).peakReason()).isEmpty();
    assertThat(Planner.plan(assessment(1_000), Wishes.NONE, measured(), live).peakReason())
        .isEqualTo("so low that ramp and import take a second");
  }

  private static ImportPlan plan(Wishes wishes, Capacity capacity, Conditions conditions) {
    return Planner.plan(assessment(1_000_000), wishes, capacity, conditions);
  }

  private static double peakBeside(double livePerSecond, Capacity capacity, Wishes wishes) {
    Conditions conditions = new Conditions(livePerSecond, List.of(), 0);
    return Planner.simulated(assessment(1_000_000), wishes, capacity, _ -> 0, conditions)
        .peakPerSecond();
  }

  private static Capacity measured() {
    Capacity stated = new Capacity(50_000, 8);
    return new Capacity(
        50_000,
        8,
        2,
        3,
        stated.costs(),
        Capacity.Warming.NONE,
        Capacity.Proof.NONE,
        0,
        0.1,
        new Capacity.Measurement(Instant.EPOCH, "a machine", 6));
  }

  @Test
  void aTinyImportGetsALowerPeakSoThatItsRampLasts() {
    ImportPlan plan =
        Planner.plan(assessment(100), Wishes.NONE, Capacity.EMBEDDED, Conditions.ALONE);
    assertThat(plan.durationSeconds()).isCloseTo(1, offset(1e-6));
    assertThat(plan.peakPerSecond()).isLessThan(110);
  }

  @Test
  void nothingToImportIsAPlanToo() {
    ImportPlan plan = Planner.plan(assessment(0), Wishes.NONE, Capacity.EMBEDDED, Conditions.ALONE);
    assertThat(plan.events()).isZero();
    assertThat(plan.durationSeconds()).isZero();
    assertThat(plan.batchEvents()).isEqualTo(1_000);
  }

  @Test
  void anEnvelopeAskedForIsKeptAsItIs() {
    Envelope asked =
        new Envelope(
            100,
            List.of(
                new Stage(Duration.ofSeconds(10), 1_000), new Stage(Duration.ofSeconds(10), 200)));
    ImportPlan plan =
        Planner.plan(
            assessment(12_500), Wishes.envelope(asked), Capacity.EMBEDDED, Conditions.ALONE);
    assertThat(plan.envelope()).isEqualTo(asked);
    assertThat(plan.peakPerSecond()).isEqualTo(1_000);
    // 5,500 in the first ten seconds, 6,000 in the next, then 200 a second for the last 1,000.
    assertThat(plan.durationSeconds()).isCloseTo(25, offset(1e-6));
  }

  @Test
  void batchesGetSmallerWhenEventsAreLarge() {
    assertThat(plan(assessment(1_000, 700, List.of())).batchEvents()).isEqualTo(1_000);
    assertThat(plan(assessment(1_000, 20_000, List.of())).batchEvents())
        .isEqualTo((2 << 20) / 20_120);
    assertThat(plan(assessment(1_000, 4 << 20, List.of())).batchEvents()).isEqualTo(1);
  }

  @Test
  void anIdIsHotFromAQuarterOfAPartitionsAverageLoad() {
    ImportPlan plan =
        plan(
            assessment(
                100_000,
                700,
                List.of(
                    new Assessment.IdCount("bot", 50_000, 0.5),
                    new Assessment.IdCount("shop", 3_125, 0.03125),
                    new Assessment.IdCount("just below", 3_124, 0.03124))));
    assertThat(plan.hotIds())
        .extracting(ImportPlan.HotId::distinctId)
        .containsExactly("bot", "shop");
    assertThat(plan.hotIds().get(0).treatment())
        .contains("8 of 8 partitions")
        .contains("1.0 instead of 4.5 times the average load");
    assertThat(plan.hotIds().get(1).treatment())
        .contains("one of 8 partitions")
        .contains("1.2 times");
  }

  @Test
  void aFewEventsMakeNoIdHot() {
    assertThat(plan(assessment(100, 700, List.of(new Assessment.IdCount("only", 100, 1)))).hotIds())
        .isEmpty();
  }

  @Test
  void wishesThatCannotBeAreRefused() {
    for (double peak : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Wishes.peak(peak));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(0, 8));
    assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(10, 0));
  }

  private static ImportPlan plan(Assessment assessment) {
    return Planner.plan(assessment, Wishes.NONE, Capacity.EMBEDDED, Conditions.ALONE);
  }

  private static Assessment assessment(long events) {
    return assessment(events, 700, List.of());
  }

  private static Assessment assessment(
      long events, long bytesPerEvent, List<Assessment.IdCount> top) {
    return new Assessment(
        List.of(),
        "test",
        events,
        events,
        events,
        0,
        0,
        0,
        Map.of(),
        top.size(),
        top,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Assessment.Merges(0, 0, 0),
        0,
        0,
        0,
        0,
        0,
        0,
        events * bytesPerEvent,
        bytesPerEvent,
        List.of(),
        Load.NONE,
        Identities.NONE,
        Times.NONE,
        PropertyFindings.NONE);
  }
}
