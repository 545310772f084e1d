package dev.headgate.plan;

import dev.headgate.pace.Demand;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Governor;
import dev.headgate.pace.RateOfSteps;
import dev.headgate.pace.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// One run of the model, from the first event to the last one stored. See {@link Simulation}.
final class Play {
  private static final double SHORTEST_STEP = 0.02;
  private static final double MOST_STEPS = 100_000;

  /// Threads that make the program warm, beside those of the stages.
  private static final double WARMING_THREADS = 1;

  private static final double GOVERNOR_EVERY = 0.5;

  /// Permits that are not used expire.
  private static final double PERMITS_LAST = 0.25;

  private static final Duration SIGNALS_AGE = Duration.ofSeconds(2);
  private static final Duration STORED_OVER = Duration.ofSeconds(10);

  private static final double LEAST_SECONDS = 1e-9;

  /// However much else goes on, an import gets so much of the cores.
  private static final double LEAST_CORES = 0.05;

  /// A run that takes so many times as long as the plan, or the cores, would have it, is given up:
  /// where live traffic takes all there is, an import never ends.
  private static final double PATIENCE = 5;

  private static final double LEAST_PATIENCE_SECONDS = 600;

  private final LoadProfile load;
  private final ImportPlan plan;
  private final Capacity capacity;
  private final Conditions conditions;
  private final SegmentsModel segments;
  private final Governor governor;
  private final RateOfSteps storedRate = new RateOfSteps(STORED_OVER);
  private final double besideLive;
  private final double step;
  private final double givenUp;
  private final double[] threads;
  private final double fullestShare;

  /// When how many were sent, from the oldest not stored.
  private final ArrayDeque<double[]> arrivals = new ArrayDeque<>();

  private List<SimulatedRun.Point> points = new ArrayList<>();
  private int looksAPoint = 1;
  private int looks;
  private SimulatedRun.Point since = new SimulatedRun.Point(0, 0, 0, 0, 0, 0, 0);
  private double now;
  private double sent;
  private double read;
  private double permits;
  private double permitsOut;
  private double sentAtLook;
  private double nextLook;
  private double factor = 1;
  private double leastFactor = 1;
  private double sendingEnds;

  /// Seconds of a core that warming has yet to take.
  private double toWarm;

  Play(LoadProfile load, ImportPlan plan, Capacity capacity, Conditions conditions) {
    this.load = load;
    this.plan = plan;
    this.capacity = capacity;
    this.conditions = conditions;
    this.governor = new Governor(conditions.targets());
    this.segments = new SegmentsModel(load.mix(), conditions.livePerSecond() > 0);
    this.besideLive = besideLive();
    double shortest = Math.max(plan.durationSeconds(), load.events() * secondsAnEvent());
    this.step = Math.max(SHORTEST_STEP, shortest / MOST_STEPS);
    this.givenUp = LEAST_PATIENCE_SECONDS + PATIENCE * shortest;
    this.threads = new double[] {capacity.sendingThreads(), 1, 1, 1, WARMING_THREADS};
    this.fullestShare = load.fullest().likely();
  }

  /// What came of a run.
  ///
  /// @param ends whether everything was stored before the run was given up
  /// @param storedSeconds until the last event is stored, or the run was given up
  record Played(
      boolean ends,
      double sendingSeconds,
      double storedSeconds,
      double waitingEvents,
      double lagSeconds,
      double liveDelaySeconds,
      double leastFactor,
      List<SimulatedRun.Point> points) {}

  Played run() {
    while (!ended() && now < givenUp) {
      step();
      if (now >= nextLook) {
        look();
        nextLook += Math.max(GOVERNOR_EVERY, step);
      }
    }
    look();
    points.add(since);
    return new Played(
        ended(),
        sendingEnds,
        now,
        most(SimulatedRun.Point::waitingEvents),
        most(SimulatedRun.Point::lagSeconds),
        most(SimulatedRun.Point::liveDelaySeconds),
        leastFactor,
        points);
  }

  private boolean ended() {
    return segments.stored() >= load.events() - 0.5;
  }

  private double most(ToDoubleFunction<SimulatedRun.Point> of) {
    return points.stream().mapToDouble(of).max().orElse(0);
  }

  private void step() {
    Costs costs = capacity.costs();
    double importer = seconds(costs.importer());
    double capture = seconds(costs.capture());
    double worker = seconds(costs.worker());
    double sendable = Math.min(permits(), load.events() - sent);
    double fastest = Math.min(1 / importer, plan.lanes() / capture);
    segments.liveCome(conditions.livePerSecond() * step, now);
    double[] wanted = {
      Math.min(sendable, fastest * step) * (importer + capture),
      Math.min(segments.readable(sent - read) * worker, step),
      Math.min(segments.factsWanted(), step),
      Math.min(segments.eventsWanted(), step),
      Math.min(toWarm, WARMING_THREADS * step)
    };
    double[] given = CoreShares.of(cores() * step, wanted, threads);
    double sends = Math.min(sendable, given[0] / (importer + capture));
    double before = conditions.carriedBefore() + sent;
    toWarm += capacity.warming().seconds(before, before + sends) - given[4];
    sent += sends;
    permits -= sends;
    now += step;
    if (sends > 0) {
      arrivals.addLast(new double[] {now, sent});
      sendingEnds = now;
    }
    read += segments.read(Math.min(segments.readable(sent - read), given[1] / worker), now);
    segments.store(given[2], given[3], step);
    segments.handOver(
        now,
        sent < load.events() || sent - read > 0.5,
        seconds(costs.facts()),
        seconds(costs.events()));
    while (!arrivals.isEmpty() && arrivals.getFirst()[1] <= segments.stored() + 0.5) {
      arrivals.removeFirst();
    }
  }

  /// Of a core, for an event; never nothing, so that everything moves on.
  private double seconds(Cost cost) {
    return Math.max(LEAST_SECONDS, cost.micros(load.mix()) / 1e6);
  }

  /// Permits that are there by the end of this step.
  private double permits() {
    double out = plan.envelope().permitsBy(duration(now + step));
    double lasting = factor * plan.envelope().rateAt(duration(now)) * PERMITS_LAST;
    permits =
        Math.min(permits + factor * (out - permitsOut), Math.max(lasting, plan.batchEvents()));
    permitsOut = out;
    return permits;
  }

  /// What is left of the cores by live traffic and other imports.
  private double cores() {
    double others = 0;
    for (Envelope other : conditions.others()) {
      others += other.rateAt(duration(now)) * capacity.costs().micros(LoadProfile.Mix.USUAL) / 1e6;
    }
    return Math.max(LEAST_CORES * capacity.cores(), besideLive - others);
  }

  /// How long an event takes where nothing waits for anything: by the cores that live traffic and
  /// other imports leave, or by the slowest stage, which live events go through as well.
  private double secondsAnEvent() {
    double others =
        conditions.others().stream().mapToDouble(Envelope::peakPerSecond).sum()
            * capacity.costs().micros(LoadProfile.Mix.USUAL)
            / 1e6;
    double cores = Math.max(LEAST_CORES * capacity.cores(), besideLive - others);
    double stage = capacity.costs().slowestMicros(load.mix()) / 1e6;
    double ofStage = Math.max(LEAST_CORES, 1 - conditions.livePerSecond() * stage);
    return Math.max(capacity.costs().micros(load.mix()) / 1e6 / cores, stage / ofStage);
  }

  /// What live traffic leaves of the cores at the gate. What it takes of the worker and the stores
  /// it takes in segments, beside the import's events.
  private double besideLive() {
    Costs costs = capacity.costs();
    double behind =
        costs.worker().micros(LoadProfile.Mix.USUAL)
            + costs.facts().micros(LoadProfile.Mix.USUAL)
            + costs.events().micros(LoadProfile.Mix.USUAL);
    double atGate = Math.max(0, capacity.liveMicros() - behind);
    return Math.max(
        LEAST_CORES * capacity.cores(),
        capacity.cores() - conditions.livePerSecond() * atGate / 1e6);
  }

  private void look() {
    double waiting = sent - segments.stored();
    double lag = arrivals.isEmpty() ? 0 : now - arrivals.getFirst()[0];
    double liveDelay = segments.liveDelay(now);
    note(
        new SimulatedRun.Point(
            now, sent, segments.stored(), waiting, waiting * fullestShare, lag, liveDelay));
    Instant at = Instant.EPOCH.plus(duration(now));
    storedRate.see(at, segments.stored());
    if (sent < load.events()) {
      Signals signals =
          new Signals(
              SIGNALS_AGE,
              duration(liveDelay),
              Duration.ZERO,
              conditions.livePerSecond(),
              (sent - sentAtLook) / Math.max(GOVERNOR_EVERY, step),
              waiting,
              storedRate.perSecond(),
              duration(lag));
      double perSecond = Math.max(1e-6, plan.envelope().rateAt(duration(now)));
      Governor.Decision decision =
          governor.next(
              signals,
              List.of(new Demand(1, perSecond, 1)),
              duration(Math.max(GOVERNOR_EVERY, step)));
      factor = decision.factors().getOrDefault(1, 1.0);
      leastFactor = Math.min(leastFactor, factor);
    }
    sentAtLook = sent;
  }

  /// Keeps the points few: where there are too many, two become one.
  private void note(SimulatedRun.Point point) {
    since = since.with(point);
    if (++looks % looksAPoint != 0) {
      return;
    }
    points.add(since);
    since = new SimulatedRun.Point(now, sent, segments.stored(), 0, 0, 0, 0);
    if (points.size() >= SimulatedRun.MOST_POINTS - 1) {
      List<SimulatedRun.Point> half = new ArrayList<>();
      for (int i = 0; i < points.size(); i += 2) {
        half.add(i + 1 < points.size() ? points.get(i).with(points.get(i + 1)) : points.get(i));
      }
      points = half;
      looksAPoint *= 2;
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
