package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GovernorTest {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final List<Demand> TWO = List.of(new Demand(1, 6_000, 1), new Demand(2, 2_000, 1));

  private final Governor governor = new Governor(Governor.Targets.DEFAULT);

  /// A pipeline with 100 live events a second, and 8,000 of imports, of which 16,000 wait.
  private static Signals feeling(
      double liveDelaySeconds, int captureMillis, double livePerSecond, double storedPerSecond) {
    return new Signals(
        Duration.ofMillis(250),
        Duration.ofMillis(Math.round(liveDelaySeconds * 1000)),
        Duration.ofMillis(captureMillis),
        livePerSecond,
        8_000,
        16_000,
        storedPerSecond,
        Duration.ofMillis(storedPerSecond > 0 ? Math.round(16_000_000 / storedPerSecond) : 0));
  }

  private Governor.Decision after(Signals signals, int ticks) {
    Governor.Decision decision = governor.next(signals, TWO, TICK);
    for (int i = 1; i < ticks; i++) {
      decision = governor.next(signals, TWO, TICK);
    }
    return decision;
  }

  @Test
  void whereNothingIsFeltImportsHaveTheirEnvelopes() {
    Governor.Decision decision = after(feeling(0.5, 10, 100, 20_000), 20);
    assertThat(decision.factors()).containsExactlyInAnyOrderEntriesOf(Map.of(1, 1.0, 2, 1.0));
    assertThat(decision.reason()).isEmpty();
  }

  @Test
  void slowRequestsOfLiveTrafficSlowImportsWithinSeconds() {
    after(feeling(0.5, 10, 100, 20_000), 10);
    Governor.Decision decision = after(feeling(0.5, 400, 100, 20_000), 4);
    assertThat(decision.perSecond()).isLessThan(4_000);
    assertThat(decision.reason()).contains("answered within 400 ms (may be 150)");
    assertThat(decision.pressure()).isCloseTo(400 / 150.0, within(0.01));
  }

  @Test
  void liveEventsThatAreStoredLateSlowThemToo() {
    Governor.Decision decision = after(feeling(4.5, 10, 100, 20_000), 4);
    assertThat(decision.perSecond()).isLessThan(8_000);
    assertThat(decision.reason()).contains("stored within 4.5 s (may be 3.0)");
  }

  @Test
  void oneSlowMomentDoesNot() {
    after(feeling(0.5, 10, 100, 20_000), 10);
    after(feeling(0.5, 2_000, 100, 20_000), 2);
    Governor.Decision decision = after(feeling(0.5, 10, 100, 20_000), 3);
    assertThat(decision.factors()).containsEntry(1, 1.0);
  }

  @Test
  void slowStoresSetTheRate() {
    // 16,000 waiting at 2,000 a second are 8 s, of which the target is 10.
    Governor.Decision decision = after(feeling(0.5, 10, 100, 2_000), 100);
    assertThat(decision.perSecond()).isCloseTo(2_000 * (1 + 0.25 * (1 - 8 / 10.0)), within(10.0));
    assertThat(decision.reason()).contains("take 2,000 events of imports a second");
  }

  @Test
  void whatIsLeftIsShared() {
    // 16,000 waiting at 2,500 a second are 6.4 s of 10: 2,500 * 1.09.
    Governor.Decision decision = after(feeling(0.5, 10, 100, 2_500), 200);
    assertThat(decision.factors().get(2)).isCloseTo(2_725 / (2 * 2_000.0), within(0.01));
    assertThat(decision.factors().get(1)).isCloseTo(2_725 / (2 * 6_000.0), within(0.01));
  }

  @Test
  void whatIsOnlyGatheredToBeStoredLimitsNobody() {
    // 16,000 waiting at 4,000 a second are 4 s, for segments are gathered for three.
    assertThat(after(feeling(0.5, 10, 100, 4_000), 100).factors()).containsEntry(1, 1.0);
  }

  @Test
  void importsMakeRoomForMoreLiveTrafficBeforeItIsFelt() {
    double before = after(feeling(0.5, 10, 100, 2_000), 100).perSecond();
    Governor.Decision limited = after(feeling(0.5, 10, 600, 2_000), 1);
    assertThat(before - limited.perSecond()).isBetween(800.0, 1_000.0);
    assertThat(limited.reason()).contains("more live traffic", "600 events a second instead of 10");
  }

  @Test
  void soDoImportsThatNothingLimited() {
    after(feeling(0.5, 10, 100, 20_000), 100);
    Governor.Decision decision = after(feeling(0.5, 10, 600, 20_000), 1);
    assertThat(decision.perSecond()).isBetween(7_000.0, 7_200.0);
  }

  @Test
  void whatLiveTrafficUsuallyIsIsNotKnownAtOnce() {
    after(feeling(0.5, 10, 0, 20_000), 1);
    for (int i = 0; i < 400; i++) {
      assertThat(after(feeling(0.5, 10, 2_000, 20_000), 1).factors()).containsEntry(1, 1.0);
    }
  }

  @Test
  void anImportThatIsNotTheCauseIsNotHeldForEver() {
    after(feeling(0.5, 10, 100, 20_000), 10);
    assertThat(after(feeling(0.5, 400, 100, 20_000), 60).perSecond()).isLessThan(1_000);
    // Between calm and too much, whatever imports do.
    assertThat(after(feeling(0.5, 120, 100, 20_000), 2 * 600).factors()).containsEntry(1, 1.0);
  }

  @Test
  void aLimitEndsWithTheImportsItWasFor() {
    assertThat(after(feeling(0.5, 10, 100, 2_000), 100).perSecond()).isLessThan(3_000);
    governor.next(feeling(0.5, 10, 100, 0), List.of(), TICK);
    assertThat(after(feeling(0.5, 10, 100, 0), 1).factors()).containsEntry(1, 1.0);
  }

  @Test
  void aStoreOfWhichNothingIsKnownLimitsNobody() {
    assertThat(after(feeling(0.5, 10, 100, 0), 20).factors()).containsEntry(1, 1.0);
  }

  /// As where a pipeline just started runs for the first time what takes in an import's ramp.
  @Test
  void troubleThatPassesIsSoonForgottenHoweverLongItLasted() {
    double demand = 5_000;
    double coming = 0;
    double limit = demand;
    for (int tick = 0; tick < 24; tick++) {
      coming += 0.3 * (Math.min(demand, limit) - coming);
      limit = slowed(tick < 4 ? 10 : 400, coming, demand);
    }
    assertThat(limit).isLessThan(demand / 20);

    int ticks = 0;
    while (limit < demand) {
      coming += 0.3 * (Math.min(demand, limit) - coming);
      limit = slowed(10, coming, demand);
      assertThat(++ticks).as("until all may come again").isLessThan(100);
    }
  }

  private double slowed(int captureMillis, double coming, double demand) {
    Signals signals =
        new Signals(
            Duration.ofMillis(250),
            Duration.ofMillis(300),
            Duration.ofMillis(captureMillis),
            500,
            coming,
            coming * 0.3,
            20_000,
            Duration.ofMillis(100));
    return governor.next(signals, List.of(new Demand(1, demand, 1)), TICK).perSecond();
  }

  @Test
  void somethingIsAlwaysLeft() {
    for (int i = 0; i < 100; i++) {
      after(feeling(60, 5_000, 100, 10), 20);
    }
    Governor.Decision decision = after(feeling(60, 5_000, 100, 10), 1);
    assertThat(decision.perSecond()).isEqualTo(8_000 * Governor.LEAST_FACTOR);
    assertThat(decision.factors()).isEqualTo(Map.of(1, 40 / 6_000.0, 2, 40 / 2_000.0));
  }

  @Test
  void withoutImportsThereIsNothingToDecide() {
    Governor.Decision decision = governor.next(feeling(9, 900, 100, 10), List.of(), TICK);
    assertThat(decision.factors()).isEmpty();
  }
}
