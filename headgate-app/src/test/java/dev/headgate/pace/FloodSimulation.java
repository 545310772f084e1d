package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Days without a flood, and floods: how often the detector is mistaken, and how soon it is not.
/// Ten seeds here; `main` prints the figures of `docs/benchmarks.md`, for `FIRST LAST` seeds.
class FloodSimulation {
  /// One day of every seed; its alarms, all of them false.
  private static List<String> day(long seed, double scale, double seconds) {
    SplittableRandom random = new SplittableRandom(seed);
    FloodDetector<String> detector = new FloodDetector<>(FloodRule.DEFAULT, 0);
    FloodTraffic traffic = new FloodTraffic(detector, random);
    traffic.run(FloodTraffic.day(random, scale, 0, seconds), 0, seconds, false);
    return traffic.alarms;
  }

  /// Seconds until a flood beside usual traffic is recognised; infinite if it is not in a minute.
  private static double recognised(long seed, int addresses, int people, double perSecond) {
    SplittableRandom random = new SplittableRandom(seed);
    FloodDetector<String> detector = new FloodDetector<>(FloodRule.DEFAULT, 0);
    FloodTraffic traffic = new FloodTraffic(detector, random);
    List<FloodTraffic.Sender> all =
        new ArrayList<>(FloodTraffic.day(random, 0.3, 10_000, FloodTraffic.DAY_SECONDS));
    double start = 120 + random.nextDouble();
    traffic.run(all, 0, 120, false);
    all.add(FloodTraffic.flood(addresses, people, perSecond, start));
    double end = traffic.run(all, 120, start + 60, true);
    return traffic.alarms.isEmpty() ? Double.POSITIVE_INFINITY : end - start;
  }

  @Test
  void daysWithoutAFloodHaveNoAlarm() {
    for (long seed = 1; seed <= 10; seed++) {
      assertThat(day(seed, 1, FloodTraffic.DAY_SECONDS)).as("seed %d", seed).isEmpty();
    }
  }

  public static void main(String[] range) {
    long first = Long.parseLong(range[0]);
    long last = Long.parseLong(range[1]);
    double scale = range.length > 2 ? Double.parseDouble(range[2]) : 1;
    for (int[] kind : new int[][] {{1, 1}, {1, 20}, {1, 0}, {4, 1}, {4, 0}, {8, 0}}) {
      for (double rate : new double[] {100, 150, 200, 300, 500, 700, 1_000, 2_000, 5_000}) {
        List<Double> times = new ArrayList<>();
        for (long seed = first; seed <= last; seed++) {
          times.add(recognised(seed, kind[0], kind[1], rate));
        }
        Collections.sort(times);
        long missed = times.stream().filter(each -> each.isInfinite()).count();
        System.out.printf(
            "flood of %,.0f/s from %d addresses, %s: %d of %d missed, half within %.1f s, 99 %% %.1f s, all"
                + " %.1f s%n",
            rate,
            kind[0],
            kind[1] == 0 ? "an id for each request" : kind[1] + " ids",
            missed,
            times.size(),
            times.get(times.size() / 2),
            times.get(Math.min(times.size() - 1, times.size() * 99 / 100)),
            times.getLast());
      }
    }
    long alarms = 0;
    long days = 0;
    for (long seed = first; seed <= last; seed++) {
      List<String> found = day(seed, scale, FloodTraffic.DAY_SECONDS);
      days += found.isEmpty() ? 0 : 1;
      alarms += found.size();
      if (!found.isEmpty()) {
        System.out.println("seed " + seed + ": " + found);
      }
    }
    System.out.printf(
        "%d days without a flood (rates x %.1f): %d false alarms, on %d days%n",
        last - first + 1, scale, alarms, days);
  }
}
