package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.pace.ArrivalGate.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalGateTest {
  private static final Decision ALLOWED = new Decision.Allowed();

  /// A batch on its way.
  private record Arrival(Duration at, int events) {}

  @Test
  void letsInWhatIsDueAndALittleAhead() {
    ArrivalGate gate = new ArrivalGate(Envelopes.constant(1_000), 100, 0);
    assertThat(gate.arrive(100, Duration.ZERO)).isEqualTo(ALLOWED);
    assertThat(gate.arrive(100, Duration.ZERO)).isEqualTo(ALLOWED);
    assertThat(gate.arrive(100, Duration.ZERO))
        .isEqualTo(new Decision.TooEarly(Duration.ofMillis(50)));
  }

  @Test
  void aRefusedBatchIsDueWhenItSaid() {
    ArrivalGate gate = new ArrivalGate(Envelopes.constant(1_000), 1_000, 0);
    Duration now = Duration.ofSeconds(10);
    int refusals = 0;
    for (int batch = 0; batch < 50; batch++) {
      if (gate.arrive(777, now) instanceof Decision.TooEarly(Duration retryAfter)) {
        refusals++;
        now = now.plus(retryAfter);
        assertThat(gate.arrive(777, now)).as("batch %d", batch).isEqualTo(ALLOWED);
      }
    }
    assertThat(refusals).isGreaterThan(40);
  }

  @Test
  void aStallCannotBeMadeUpForInABurst() {
    ArrivalGate gate = new ArrivalGate(Envelopes.constant(1_000), 100, 0);
    Duration afterStall = Duration.ofSeconds(60);
    int letIn = 0;
    while (gate.arrive(50, afterStall).equals(ALLOWED)) {
      letIn += 50;
    }
    assertThat(letIn).isEqualTo(1_250);
  }

  @Test
  void aRequestOverTheGrantedBatchIsTooMany() {
    ArrivalGate gate = new ArrivalGate(Envelopes.constant(1_000_000), 100, 0);
    assertThat(gate.arrive(101, Duration.ofSeconds(9))).isEqualTo(new Decision.TooMany(100));
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42})
  void anObedientImporterIsNeverRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.random(random);
    int largestBatch = random.nextInt(1, 1_000);
    // The importer's clock may lead or lag a little.
    Duration lead = Duration.ofMillis(random.nextInt(-50, 200));
    ArrivalGate gate = new ArrivalGate(envelope, largestBatch, 0);
    List<Arrival> arrivals = obedient(envelope, largestBatch, lead, random);
    for (Arrival arrival : arrivals) {
      assertThat(gate.arrive(arrival.events(), arrival.at()))
          .as("seed %d: %s, batches of %d, %s", seed, envelope, largestBatch, arrival)
          .isEqualTo(ALLOWED);
    }
  }

  /// Several lanes share one pacer; each waits for its answer before it asks again, and now and
  /// then all of them stall.
  private static List<Arrival> obedient(
      Envelope envelope, int largestBatch, Duration lead, SplittableRandom random) {
    Pacer pacer = new Pacer(envelope);
    List<Arrival> arrivals = new ArrayList<>();
    Duration[] free = new Duration[random.nextInt(1, 9)];
    Arrays.fill(free, Duration.ofMillis(100));
    for (int batch = 0; batch < 5_000; batch++) {
      int lane = 0;
      for (int other = 1; other < free.length; other++) {
        lane = free[other].compareTo(free[lane]) < 0 ? other : lane;
      }
      if (random.nextInt(1_000) == 0) {
        for (int each = 0; each < free.length; each++) {
          free[each] = free[each].plusMillis(random.nextInt(5_000));
        }
      }
      int events = random.nextBoolean() ? largestBatch : random.nextInt(1, largestBatch + 1);
      Duration due = free[lane].plus(pacer.delayFor(events, free[lane].plus(lead)));
      Duration at = due.plusMillis(random.nextInt(0, 350));
      arrivals.add(new Arrival(at, events));
      free[lane] = at.plusMillis(random.nextInt(0, 20));
    }
    arrivals.sort(Comparator.comparing(Arrival::at));
    return arrivals;
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54, 55, 56})
  void aGreedyClientIsBoundInEveryWindow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Envelope envelope = Envelopes.random(random);
    int largestBatch = random.nextInt(1, 1_000);
    ArrivalGate gate = new ArrivalGate(envelope, largestBatch, 0);
    List<Arrival> in = new ArrayList<>();
    Duration now = Duration.ZERO;
    while (in.size() < 600) {
      int events = random.nextInt(1, largestBatch + 1);
      if (gate.arrive(events, now).equals(ALLOWED)) {
        in.add(new Arrival(now, events));
      } else {
        now = now.plusMillis(random.nextInt(1, 50));
      }
      if (random.nextInt(100) == 0) {
        now = now.plusMillis(random.nextInt(5_000));
      }
    }
    for (int first = 0; first < in.size(); first++) {
      long sum = 0;
      for (int last = first; last < in.size(); last++) {
        sum += in.get(last).events();
        Duration from = in.get(first).at();
        double ceiling = envelope.permitsBy(in.get(last).at().plus(ArrivalGate.EARLY));
        double late = envelope.permitsBy(Pacer.minus(from, ArrivalGate.LATE));
        double batches = envelope.permitsBy(from) - 2.0 * largestBatch;
        assertThat((double) sum)
            .as("seed %d: window %d to %d of %s", seed, first, last, envelope)
            .isLessThanOrEqualTo(ceiling - Math.max(0, Math.min(late, batches)) + 0.01);
      }
    }
  }
}
