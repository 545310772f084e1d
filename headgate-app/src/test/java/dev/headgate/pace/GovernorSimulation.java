package dev.headgate.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Imports under the governor, in pipelines made by chance: ten minutes as usual, ten with the
/// stores at a third, twenty as usual again, and ten with three times the live traffic.
///
/// Run with `-Dseed=N` to replay a failure alone, with `-Dtrace` to see it second by second.
class GovernorSimulation {
  private static final int SEEDS = 200;

  static LongStream seeds() {
    Long one = Long.getLong("seed");
    return one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
  }

  /// Watches a stretch of time.
  private static final class Watch {
    int seconds;
    int turns;

    /// The largest step between two turns, as a ratio.
    double swing = 1;

    private double turned = Double.NaN;
    private double extreme = Double.NaN;
    private boolean rising;

    /// Counts where the rate turned, after it had moved by a twentieth at least.
    void see(double rate) {
      seconds++;
      if (Double.isNaN(extreme)) {
        extreme = rate;
      } else if (rising ? rate > extreme : rate < extreme) {
        extreme = rate;
      } else if (Math.abs(rate - extreme) > 0.05 * extreme) {
        if (turns++ > 0) {
          swing = Math.max(swing, Math.max(extreme / turned, turned / extreme));
        }
        turned = extreme;
        rising = !rising;
        extreme = rate;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void liveTrafficComesFirstAndImportsComeToRest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    GovernedPipeline.Setting setting = GovernedPipeline.random(random);
    GovernedPipeline pipeline = new GovernedPipeline(setting, random);
    String what = "-Dseed=" + seed + ": " + setting;
    double capacity = setting.capacity();

    settles(pipeline, 600, what + ", as usual");
    pipeline.capacity = capacity / 3;
    settles(pipeline, 600, what + ", stores at a third");
    pipeline.capacity = capacity;
    settles(pipeline, 1200, what + ", as usual again");
    pipeline.live = 3 * setting.live();
    settles(pipeline, 600, what + ", three times the live traffic");
  }

  /// Lets some time pass, of which the last third is watched.
  private static void settles(GovernedPipeline pipeline, int seconds, String what) {
    double end = pipeline.time() + seconds;
    double watched = end - seconds / 3.0;
    double before = 0;
    Watch watch = new Watch();
    int felt = 0;
    int passed = 0;
    double mostWaiting = 0;
    while (pipeline.time() < end) {
      for (int i = 0; i < Math.round(1 / GovernedPipeline.STEP); i++) {
        pipeline.step();
      }
      passed++;
      boolean over = pipeline.liveDelay > 3 || pipeline.captureLatency > 0.15;
      felt += over ? 1 : 0;
      mostWaiting = Math.max(mostWaiting, pipeline.waiting / pipeline.capacity);
      if (pipeline.time() >= watched) {
        before = before == 0 ? pipeline.imported : before;
        watch.see(pipeline.coming);
      }
      trace(pipeline);
    }
    double rate = (pipeline.imported - before) / (watch.seconds - 1);
    double possible = Math.min(pipeline.demand(), pipeline.capacity - pipeline.live);
    if (System.getProperty("trace") != null) {
      System.out.printf(
          Locale.ROOT,
          "== %s: %d turns, largest swing %.2f, %.2f of what is possible, live felt it %d of %d s,"
              + " at most %.1f s waiting%n",
          what,
          watch.turns,
          watch.swing,
          rate / possible,
          felt,
          passed,
          mostWaiting);
    }
    // Each try whether more can be had turns it twice.
    assertThat(watch.turns).as("turns, %s", what).isLessThanOrEqualTo(4);
    assertThat(watch.swing).as("swing, %s", what).isLessThan(1.5);
    assertThat(rate / possible).as("of what is possible, %s", what).isGreaterThan(0.6);
    assertThat(felt).as("seconds in which live felt it, %s", what).isLessThan(60);
  }

  private static void trace(GovernedPipeline pipeline) {
    if (System.getProperty("trace") != null) {
      System.out.printf(
          Locale.ROOT,
          "%6.0f s  coming %8.0f  limit %8.0f  waiting %5.1f s  live delay %.2f s  capture %.3f s "
              + " pressure %.2f  %s%n",
          pipeline.time(),
          pipeline.coming,
          pipeline.decision.perSecond(),
          pipeline.waiting / pipeline.capacity,
          pipeline.liveDelay,
          pipeline.captureLatency,
          pipeline.decision.pressure(),
          pipeline.decision.reason());
    }
  }
}
