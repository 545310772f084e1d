package dev.headgate.pace;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Lowers the rates of imports before live traffic feels them, and lets them come back slowly: from
/// what the pipeline feels to a factor between 0 and 1 on each import's envelope.
///
/// Two limits on what all imports together may send, of which the lower binds:
///
/// - {@link BacklogLimit} matches the rate of the stores, so that no more waits before them than a
///   target;
/// - {@link PressureLimit} watches live traffic itself: how long its events take to be stored, and
///   its requests to be answered. When more of it comes, imports make room before anything is felt.
///
/// Every step waits for as long as it takes until the step before can be seen: the age of the
/// signals and the time in which importers follow; and before live traffic feels less, what waits
/// before the stores has to be stored as well. Not thread-safe.
public final class Governor {
  /// In which an importer has heard of a new factor and follows it.
  private static final double IMPORTERS_FOLLOW_SECONDS = 1;

  /// Looking further ahead than this would be to stand still.
  private static final double LONGEST_FEEDBACK_SECONDS = 30;

  /// What is left to all imports together, so that they can be seen to do no harm any more.
  public static final double LEAST_FACTOR = 0.01;

  private static final double SMALLEST_FACTOR = 1e-4;

  /// Live traffic of the last minutes is what it usually is: with this much of a second's weight.
  private static final double USUAL_SECONDS = 120;

  private static final double USUALLY_VARIES = 1.5;
  private static final double KNOWN_AFTER_SECONDS = 15;

  /// A live event takes the room of so many of an import, which come in large requests.
  private static final double LIVE_WEIGHT = 2;

  /// What live traffic may feel, and how much may wait.
  ///
  /// @param liveDelay from a live event's capture until it is stored
  /// @param captureLatency 99th percentile of live requests
  /// @param backlog what imports may have waiting before the stores, as the time that those need
  public record Targets(Duration liveDelay, Duration captureLatency, Duration backlog) {
    public static final Targets DEFAULT =
        new Targets(Duration.ofSeconds(3), Duration.ofMillis(150), Duration.ofSeconds(10));
  }

  /// What imports may do now.
  ///
  /// @param perSecond all imports together; infinite where nothing limits them
  /// @param factors on the envelope of each import
  /// @param pressure on live traffic; 1 is as much as it may feel
  /// @param reason what limits them, for people; empty where nothing does
  public record Decision(
      double perSecond, Map<Integer, Double> factors, double pressure, String reason) {}

  private final Targets targets;
  private final BacklogLimit backlog;
  private final PressureLimit pressure = new PressureLimit();
  private final double[] lastFelt = new double[5];
  private int looks;
  private double usualLive;
  private double watched;

  public Governor(Targets targets) {
    this.targets = targets;
    this.backlog = new BacklogLimit(seconds(targets.backlog));
  }

  /// Decides anew.
  ///
  /// @param demands of the imports that run
  /// @param sinceLast since the decision before
  public Decision next(Signals signals, List<Demand> demands, Duration sinceLast) {
    double demand = demands.stream().mapToDouble(Demand::perSecond).sum();
    double passed = seconds(sinceLast);
    double felt = felt(signals);
    double makeRoom = LIVE_WEIGHT * riseOfLive(signals.livePerSecond(), passed);
    double heard = seconds(signals.age()) + IMPORTERS_FOLLOW_SECONDS;
    double feedback = Math.min(LONGEST_FEEDBACK_SECONDS, heard + seconds(signals.backlog()));
    double least = LEAST_FACTOR * demand;
    double byStores = backlog.next(signals, demand, heard, passed);
    double byLive =
        pressure.next(felt, signals.historicalPerSecond(), demand, least, feedback, passed);
    double bound = Math.min(byStores, byLive);
    if (makeRoom > 0) {
      bound = Math.min(bound, demand) - makeRoom;
    }
    double limit = Math.max(least, bound);
    String reason = limit < demand ? reason(signals, makeRoom > 0, byStores < byLive) : "";
    return new Decision(limit, factors(limit, demands), felt, reason);
  }

  private String reason(Signals signals, boolean makingRoom, boolean byStores) {
    if (makingRoom) {
      return moreLive(signals);
    }
    return byStores ? slowStores(signals) : pressing(signals);
  }

  /// The median of the last five: one slow request out of nothing is no pressure.
  private double felt(Signals signals) {
    lastFelt[looks++ % lastFelt.length] =
        Math.max(
            seconds(signals.liveDelay()) / seconds(targets.liveDelay),
            seconds(signals.captureLatency()) / seconds(targets.captureLatency));
    double[] sorted = lastFelt.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// By how much more comes than live traffic usually varies.
  private double riseOfLive(double live, double passed) {
    watched += passed;
    usualLive += (live - usualLive) * Math.min(1, passed / Math.min(USUAL_SECONDS, watched));
    return watched < KNOWN_AFTER_SECONDS ? 0 : Math.max(0, live - USUALLY_VARIES * usualLive);
  }

  private static Map<Integer, Double> factors(double limit, List<Demand> demands) {
    Map<Integer, Double> shares = FairShares.of(limit, demands);
    Map<Integer, Double> factors = new TreeMap<>();
    for (Demand each : demands) {
      double share = shares.getOrDefault(each.importNumber(), 0.0);
      factors.put(each.importNumber(), Math.clamp(share / each.perSecond(), SMALLEST_FACTOR, 1));
    }
    return factors;
  }

  private String moreLive(Signals signals) {
    return String.format(
        Locale.ROOT,
        "more live traffic comes than usual, %,.0f events a second instead of %,.0f",
        signals.livePerSecond(),
        usualLive);
  }

  private static String slowStores(Signals signals) {
    return String.format(
        Locale.ROOT,
        "the stores take %,.0f events of imports a second, and have %.1f s of them to go",
        signals.storedPerSecond(),
        seconds(signals.backlog()));
  }

  private String pressing(Signals signals) {
    return String.format(
        Locale.ROOT,
        "for live traffic: its events are stored within %.1f s (may be %.1f), 99 of 100 of its"
            + " requests answered within %d ms (may be %d)",
        seconds(signals.liveDelay()),
        seconds(targets.liveDelay),
        signals.captureLatency().toMillis(),
        targets.captureLatency.toMillis());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
