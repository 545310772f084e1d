package dev.headgate.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A model of a pipeline with imports and live traffic, a tenth of a second at a time: stores that
/// take live events first and show in lumps what they have stored, requests that take the longer
/// the busier the machine is, and a governor that hears of it late and is heard late.
final class GovernedPipeline {
  static final double STEP = 0.1;
  private static final int STEPS_BETWEEN_DECISIONS = 5;
  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

  /// The pipeline as it is made.
  ///
  /// @param capacity of the stores, events a second
  /// @param signalsAge how late the governor hears
  /// @param importersFollow how late importers hear of it
  /// @param lump seconds between two moments at which stored events show
  /// @param noise of what is measured, as a share
  record Setting(
      double capacity,
      double live,
      List<Demand> imports,
      double signalsAge,
      double importersFollow,
      double lump,
      double noise) {}

  private final Setting setting;
  private final RandomGenerator random;
  private final Governor governor = new Governor(Governor.Targets.DEFAULT);
  private final Deque<Signals> onTheirWay = new ArrayDeque<>();
  private final Deque<Map<Integer, Double>> orders = new ArrayDeque<>();
  private final RateOfSteps stored = new RateOfSteps(Duration.ofSeconds(10));
  private Map<Integer, Double> factors = Map.of();
  private final Deque<Double> arrived = new ArrayDeque<>();
  private double arrivedSoFar;
  private double storedUnseen;
  private double storedSeen;
  private double liveQueue;
  private long steps;

  /// What can be watched.
  double capacity;

  double live;
  double waiting;
  double liveDelay;
  double captureLatency;
  double coming;
  double imported;
  Governor.Decision decision = new Governor.Decision(Double.POSITIVE_INFINITY, Map.of(), 0, "");

  GovernedPipeline(Setting setting, RandomGenerator random) {
    this.setting = setting;
    this.random = random;
    this.capacity = setting.capacity;
    this.live = setting.live;
  }

  double time() {
    return steps * STEP;
  }

  double demand() {
    return setting.imports.stream().mapToDouble(Demand::perSecond).sum();
  }

  double factorOf(int importNumber) {
    return factors.getOrDefault(importNumber, 1.0);
  }

  void step() {
    arrived.addLast(arrivedSoFar);
    coming = 0;
    for (Demand each : setting.imports) {
      coming += each.perSecond() * factorOf(each.importNumber());
    }
    liveQueue += live * STEP;
    waiting += coming * STEP;
    arrivedSoFar += coming * STEP;
    double room = capacity * STEP;
    double ofLive = Math.min(room, liveQueue);
    double ofImports = Math.min(room - ofLive, waiting);
    liveQueue -= ofLive;
    waiting -= ofImports;
    imported += ofImports;
    storedUnseen += ofImports;
    double busy = Math.min(1, (ofLive + ofImports) / room);
    // A segment at hand and one before it, as far as there is something in them.
    double segment = Math.min(1, 30_000 / capacity);
    liveDelay = 0.4 + 2 * segment * busy * busy + liveQueue / capacity;
    // Requests and stores share a machine: at full load of the stores, requests take long.
    double load = (2 * live + coming) / (1.6 * setting.capacity);
    captureLatency = 0.004 + 0.08 * Math.pow(Math.min(load, 1.5), 4);
    if (steps % Math.max(1, Math.round(setting.lump / STEP)) == 0) {
      storedSeen = storedUnseen;
    }
    if (steps % STEPS_BETWEEN_DECISIONS == 0) {
      govern();
    }
    steps++;
  }

  private void govern() {
    stored.see(START.plus(ofSeconds(time())), storedSeen);
    onTheirWay.addLast(
        new Signals(
            Duration.ofMillis(Math.round(setting.signalsAge * 1000)),
            ofSeconds(liveDelay * noisy()),
            ofSeconds(captureLatency * noisy()),
            live * Math.sqrt(noisy()),
            coming,
            waiting + storedUnseen - storedSeen,
            stored.perSecond(),
            ofSeconds(backlog())));
    if (onTheirWay.size() * STEP * STEPS_BETWEEN_DECISIONS <= setting.signalsAge) {
      return;
    }
    decision =
        governor.next(
            onTheirWay.removeFirst(), setting.imports, ofSeconds(STEP * STEPS_BETWEEN_DECISIONS));
    orders.addLast(decision.factors());
    if (orders.size() * STEP * STEPS_BETWEEN_DECISIONS > setting.importersFollow) {
      factors = orders.removeFirst();
    }
  }

  private double noisy() {
    return Math.exp(setting.noise * random.nextGaussian());
  }

  /// How long the oldest event of an import has waited that does not show as stored.
  private double backlog() {
    while (arrived.size() > 1 && second() <= storedSeen + 1e-6) {
      arrived.removeFirst();
    }
    return arrivedSoFar <= storedSeen + 1e-6 ? 0 : (arrived.size() - 1) * STEP;
  }

  private double second() {
    Iterator<Double> each = arrived.iterator();
    each.next();
    return each.next();
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// A pipeline made by chance: small to large, with one to four imports that together want from a
  /// third to five times of what the stores can do, heard of after a tenth of a second to ten.
  static Setting random(RandomGenerator random) {
    double capacity = 2_000 * Math.pow(40, random.nextDouble());
    double wanted = capacity * 0.3 * Math.pow(16, random.nextDouble());
    List<Demand> imports = new ArrayList<>();
    int many = random.nextInt(1, 5);
    for (int number = 1; number <= many; number++) {
      imports.add(
          new Demand(
              number,
              wanted / many * (0.5 + random.nextDouble()),
              random.nextBoolean() ? 1 : 1 + random.nextInt(4)));
    }
    return new Setting(
        capacity,
        capacity * (0.01 + 0.2 * random.nextDouble()),
        imports,
        0.1 * Math.pow(100, random.nextDouble()),
        0.2 + random.nextDouble(),
        0.5 + 2 * random.nextDouble(),
        0.15 * random.nextDouble());
  }
}
