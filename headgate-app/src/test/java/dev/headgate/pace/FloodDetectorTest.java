package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.pace.FloodDetector.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloodDetectorTest {
  private static final double LEARNED = 61;

  private final FloodDetector<String> detector = new FloodDetector<>(FloodRule.DEFAULT, 0);
  private final FloodTraffic traffic = new FloodTraffic(detector, new SplittableRandom(17));

  private static FloodTraffic.Sender steady(String name, int events, double perSecond) {
    return new FloodTraffic.Sender(name, 1, 100, events, _ -> perSecond);
  }

  private Judgement arrive(String sender, double seconds) {
    return detector.arrive(sender, 1, 1, FloodTraffic.nanos(seconds));
  }

  /// Two hours of a week, with a campaign and a push in them.
  @Test
  void usualTrafficIsNoFlood() {
    double twoHours = 7_200;
    for (long seed = 1; seed <= 24; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FloodTraffic usual = new FloodTraffic(new FloodDetector<>(FloodRule.DEFAULT, 0), random);
      usual.run(FloodTraffic.day(random, 1, 0, twoHours), 0, twoHours, false);
      assertThat(usual.requests).as("seed %d", seed).isGreaterThan(50_000);
      assertThat(usual.alarms).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 150, 6",
    "1, 20, 200, 4",
    "1, 0, 500, 5",
    "1, 0, 2000, 1",
    "4, 1, 1000, 3",
    "4, 0, 2000, 5"
  })
  void aFloodIsRecognisedWithinSeconds(
      int addresses, int people, double perSecond, double withinSeconds) {
    for (long seed = 1; seed <= 24; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FloodTraffic beside = new FloodTraffic(new FloodDetector<>(FloodRule.DEFAULT, 0), random);
      List<FloodTraffic.Sender> all =
          new ArrayList<>(FloodTraffic.day(random, 0.3, 10_000, FloodTraffic.DAY_SECONDS));
      beside.run(all, 0, LEARNED, false);
      all.add(FloodTraffic.flood(addresses, people, perSecond, LEARNED));
      double end = beside.run(all, LEARNED, LEARNED + withinSeconds, true);
      assertThat(beside.alarms).as("seed %d, after %.1f s", seed, end - LEARNED).hasSize(1);
      assertThat(beside.alarms.getFirst()).startsWith("flood");
    }
  }

  @Test
  void batchesAreNone() {
    traffic.run(List.of(steady("few", 6, 0)), 0, LEARNED, false);
    traffic.run(List.of(steady("cron", 6, 3_000)), LEARNED, LEARNED + 30, false);
    assertThat(traffic.alarms).isEmpty();
    traffic.run(List.of(steady("loop", 5, 3_000)), LEARNED + 30, LEARNED + 60, false);
    assertThat(traffic.alarms).hasSize(1);
  }

  @Test
  void whoSendsFromTheStartIsLearnedAndMayPause() {
    List<FloodTraffic.Sender> server = List.of(steady("server", 1, 400));
    traffic.run(server, 0, 100, false);
    traffic.run(List.of(), 100, 7_300, false);
    traffic.run(server, 7_300, 7_400, false);
    assertThat(traffic.alarms).isEmpty();
  }

  @Test
  void aFloodIsOverWhenItHasBeenQuietForAMinuteAndMayComeAgain() {
    List<FloodTraffic.Sender> flood = List.of(steady("loop", 1, 1_000));
    traffic.run(flood, LEARNED, 70, true);
    assertThat(arrive("loop", 71)).isInstanceOf(Judgement.Flooding.class);
    assertThat(detector.over(FloodTraffic.nanos(115))).isEmpty();
    assertThat(arrive("loop", 115)).isInstanceOf(Judgement.Flooding.class);
    assertThat(detector.over(FloodTraffic.nanos(140))).containsExactly("loop");
    assertThat(detector.over(FloodTraffic.nanos(140))).isEmpty();
    assertThat(arrive("loop", 141)).isInstanceOf(Judgement.Usual.class);
    traffic.run(flood, 200, 210, true);
    assertThat(traffic.alarms).hasSize(2);
  }

  @Test
  void aFloodThatGoesOnIsNotOver() {
    List<FloodTraffic.Sender> flood = List.of(steady("loop", 1, 300));
    traffic.run(flood, LEARNED, 1_000, false);
    assertThat(traffic.alarms).hasSize(1);
    assertThat(arrive("loop", 1_000)).isInstanceOf(Judgement.Flooding.class);
    assertThat(detector.perSecond("loop")).isBetween(250.0, 350.0);
  }

  @Test
  void whoIsAdmittedMaySendWhatItHasSent() {
    List<FloodTraffic.Sender> flood = List.of(steady("loop", 1, 300));
    traffic.run(flood, LEARNED, 90, false);
    detector.admit("loop", 300, FloodTraffic.nanos(90));
    assertThat(arrive("loop", 90)).isInstanceOf(Judgement.Usual.class);
    traffic.run(flood, 90, 400, false);
    assertThat(traffic.alarms).hasSize(1);
    traffic.run(List.of(steady("loop", 1, 3_000)), 400, 410, false);
    assertThat(traffic.alarms).as("ten times as much").hasSize(2);
  }

  @Test
  void aFloodGoesOnAfterARestart() {
    detector.resume("loop", 20, 0);
    assertThat(arrive("loop", 1)).isInstanceOf(Judgement.Flooding.class);
    assertThat(detector.over(FloodTraffic.nanos(59))).isEmpty();
    assertThat(detector.over(FloodTraffic.nanos(62))).containsExactly("loop");
  }

  @Test
  void nobodyIsJudgedBeforeItIsKnown() {
    FloodDetector<String> quick =
        new FloodDetector<>(FloodRule.DEFAULT.learning(Duration.ofSeconds(2)), 0);
    FloodTraffic early = new FloodTraffic(quick, new SplittableRandom(3));
    early.run(List.of(steady("loop", 1, 2_000)), 0, 2, true);
    assertThat(early.alarms).isEmpty();
    early.run(List.of(steady("other", 1, 2_000)), 2, 4, true);
    assertThat(early.alarms).hasSize(1);
  }

  @Test
  void manyVisitorsDoNotMakeItForgetWhoSendsMuch() {
    FloodTraffic crowd = new FloodTraffic(detector, new SplittableRandom(5));
    List<FloodTraffic.Sender> all =
        List.of(
            steady("server", 1, 400),
            new FloodTraffic.Sender("visitor ", 10 * FloodDetector.MOST_SENDERS, 0, 1, _ -> 900));
    crowd.run(all, 0, 300, false);
    assertThat(crowd.alarms).isEmpty();
    assertThat(detector.remembered()).isEqualTo(FloodDetector.MOST_SENDERS);
  }

  @Test
  void whoSendsMuchIsNotForgottenWhileItPausesBesideManyVisitors() {
    List<FloodTraffic.Sender> server = List.of(steady("server", 1, 800));
    traffic.run(server, 0, 100, false);
    FloodTraffic.Sender visitors =
        new FloodTraffic.Sender("visitor ", 10 * FloodDetector.MOST_SENDERS, 0, 1, _ -> 300);
    traffic.run(List.of(visitors), 100, 400, false);
    traffic.run(server, 400, 410, false);
    assertThat(traffic.alarms).isEmpty();
  }
}
