package dev.headgate.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// From runs that were measured to a capacity.
///
/// 1. *Warming.* The processor time of a run is that of its events, bytes and merges, and a part of
///    what the program pays until it is warm, which dies away over some events. For each of several
///    numbers of events the other four follow by least squares; the number that misses least is
///    taken.
/// 2. *Costs.* Without its part of the warming, each stage's time is that of its events and bytes,
///    and of merges where facts are stored: again by least squares.
/// 3. *The proof* likewise, by the clock: something fixed, events, merges.
/// 4. *Cores.* So many that the simulation of a run takes as long as the run did; of all runs the
///    median. This takes up what the model does not know: other programs on the machine, waiting
///    for the disk.
/// 5. *How cores are shared* between sending and storing: so that as many events wait at most, in
///    the median, as did.
/// 6. *The spread* is by how much the simulation, with all that, misses the runs: the largest, but
///    the worst of five or more.
public final class Calibration {
  private static final double[] WARMING_EVENTS = {
    10_000, 15_000, 25_000, 40_000, 60_000, 90_000, 140_000, 200_000, 300_000, 450_000, 700_000
  };
  private static final double[] SENDING_THREADS = {0.5, 0.75, 1, 1.5, 2, 3, 4.5, 7};
  private static final double LEAST_CORES = 0.05;
  private static final double MOST_CORES = 256;
  private static final int BISECTIONS = 16;
  private static final double LEAST_SPREAD = 0.03;
  private static final int RUNS_TO_FORGIVE_ONE = 5;

  private Calibration() {}

  /// What the runs say.
  ///
  /// @param runs at least one, in the order they were made
  public static Capacity of(
      List<CalibrationRun> runs, int partitions, double liveMicros, Capacity.Measurement by) {
    Capacity.Warming warming = warming(runs);
    Capacity without =
        new Capacity(
            1,
            partitions,
            1,
            1,
            costs(runs, warming),
            warming,
            proof(runs),
            liveMicros,
            LEAST_SPREAD,
            by);
    Capacity measured = shared(runs, without);
    return new Capacity(
        measured.perSecond(LoadProfile.Mix.USUAL),
        partitions,
        measured.cores(),
        measured.sendingThreads(),
        measured.costs(),
        warming,
        measured.proof(),
        liveMicros,
        spread(runs, measured),
        by);
  }

  private static Capacity shared(List<CalibrationRun> runs, Capacity without) {
    Capacity best = without;
    double least = Double.POSITIVE_INFINITY;
    for (double threads : SENDING_THREADS) {
      Capacity tried = without.on(1, threads);
      Capacity fitted = tried.on(medianOf(runs, run -> cores(run, tried)), threads);
      double miss =
          medianOf(runs, run -> waitingMiss(run, fitted))
              + medianOf(runs, run -> miss(run, fitted));
      if (miss < least) {
        least = miss;
        best = fitted;
      }
    }
    return best;
  }

  /// By how much the simulation of a run misses it: 0.1 where it says a tenth more.
  public static double miss(CalibrationRun run, Capacity capacity) {
    return play(run, capacity).storedSeconds() / run.storedSeconds() - 1;
  }

  private static Capacity.Warming warming(List<CalibrationRun> runs) {
    double[] all = runs.stream().mapToDouble(run -> run.cpu().all()).toArray();
    Capacity.Warming best = Capacity.Warming.NONE;
    double least = Double.POSITIVE_INFINITY;
    for (double events : WARMING_EVENTS) {
      Capacity.Warming unit = new Capacity.Warming(1, events);
      double[][] rows =
          runs.stream()
              .map(run ->
                  new double[] {
                    run.events(),
                    run.bytes(),
                    run.merges(),
                    unit.seconds(run.before(), run.before() + run.events())
                  })
              .toArray(double[][]::new);
      double[] found = LeastSquares.of(rows, all);
      double error = LeastSquares.error(rows, all, found);
      if (error < least) {
        least = error;
        best = new Capacity.Warming(found[3], events);
      }
    }
    return best;
  }

  private static Costs costs(List<CalibrationRun> runs, Capacity.Warming warming) {
    double[][] stages = new double[5][runs.size()];
    for (int i = 0; i < runs.size(); i++) {
      CalibrationRun run = runs.get(i);
      double[] each = run.cpu().stages();
      double all = Arrays.stream(each).sum();
      double cold = warming.seconds(run.before(), run.before() + run.events());
      double warm = Math.max(0.1, 1 - cold / all);
      for (int stage = 0; stage < stages.length; stage++) {
        stages[stage][i] = Math.max(1e-6, each[stage] * warm);
      }
    }
    return new Costs(
        byBytes(runs, stages[0]),
        byBytes(runs, stages[1]),
        byBytes(runs, stages[2]),
        byMerges(runs, stages[3]),
        byBytes(runs, stages[4]));
  }

  private static Cost byBytes(List<CalibrationRun> runs, double[] seconds) {
    double[][] rows =
        runs.stream()
            .map(run -> new double[] {run.events() / 1e6, run.bytes() / 1e6})
            .toArray(double[][]::new);
    double[] found = LeastSquares.of(rows, seconds);
    return new Cost(found[0], found[1], 0);
  }

  private static Cost byMerges(List<CalibrationRun> runs, double[] seconds) {
    double[][] rows =
        runs.stream()
            .map(run -> new double[] {run.events() / 1e6, run.merges() / 1e6})
            .toArray(double[][]::new);
    double[] found = LeastSquares.of(rows, seconds);
    return new Cost(found[0], 0, found[1]);
  }

  private static Capacity.Proof proof(List<CalibrationRun> runs) {
    double[][] rows =
        runs.stream()
            .map(run -> new double[] {1, run.events() / 1e6, run.merges() / 1e6})
            .toArray(double[][]::new);
    double[] seconds =
        runs.stream().mapToDouble(run -> Math.max(1e-3, run.proofSeconds())).toArray();
    double[] found = LeastSquares.of(rows, seconds);
    return new Capacity.Proof(found[0], found[1], found[2]);
  }

  private static Play.Played play(CalibrationRun run, Capacity capacity) {
    Conditions conditions = new Conditions(0, List.of(), run.before());
    return new Play(run.load(), run.plan(), capacity, conditions).run();
  }

  private static double cores(CalibrationRun run, Capacity capacity) {
    double low = LEAST_CORES;
    double high = MOST_CORES;
    for (int i = 0; i < BISECTIONS; i++) {
      double cores = Math.sqrt(low * high);
      Capacity tried = capacity.on(cores, capacity.sendingThreads());
      if (play(run, tried).storedSeconds() > run.storedSeconds()) {
        low = cores;
      } else {
        high = cores;
      }
    }
    return high;
  }

  private static double spread(List<CalibrationRun> runs, Capacity capacity) {
    List<Double> misses = new ArrayList<>();
    runs.forEach(run -> misses.add(Math.abs(miss(run, capacity))));
    misses.sort(null);
    int at = misses.size() - (misses.size() >= RUNS_TO_FORGIVE_ONE ? 2 : 1);
    return Math.max(LEAST_SPREAD, misses.get(at));
  }

  private static double waitingMiss(CalibrationRun run, Capacity capacity) {
    return play(run, capacity).waitingEvents() / Math.max(1, run.waitingEvents()) - 1;
  }

  /// Of the amounts, whatever their sign.
  private static double medianOf(List<CalibrationRun> runs, ToDoubleFunction<CalibrationRun> of) {
    double[] sorted = runs.stream().mapToDouble(of).map(Math::abs).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
