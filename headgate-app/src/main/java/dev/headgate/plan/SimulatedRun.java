package dev.headgate.plan;

import java.util.List;

/// What the simulation says of an import. Its JSON form (snake_case keys) is `simulation` of
/// `plan.json`.
///
/// @param measured whether the capacity was measured, or only stated
/// @param ends whether it ends; where not, it was given up after `finishSeconds`
/// @param sendingSeconds until the last event is sent
/// @param finishSeconds until the import is verified
/// @param waitingEvents most events that are in the log and not stored yet
/// @param lagSeconds how long at most the oldest of these has been in the log
/// @param liveDelaySeconds how long at most live events wait to be stored; 0 without live traffic
/// @param fullestShare the largest partition's share of the events
/// @param partitionShares of the events, by partition
/// @param leastFactor to which the governor slows it; 1 if it never does
/// @param change the cheapest change of the plan that keeps within the limits, in words; empty if
///   it does as it is
/// @param points over time, at most {@link #MOST_POINTS}
public record SimulatedRun(
    boolean measured,
    boolean ends,
    double sendingSeconds,
    Range finishSeconds,
    Range waitingEvents,
    Range lagSeconds,
    Range liveDelaySeconds,
    Range fullestShare,
    List<Double> partitionShares,
    double leastFactor,
    String change,
    List<Point> points) {

  public static final int MOST_POINTS = 120;

  /// Of an import of nothing, and of plans that were made before there were simulations.
  public static final SimulatedRun NONE =
      new SimulatedRun(
          false,
          true,
          0,
          Range.ZERO,
          Range.ZERO,
          Range.ZERO,
          Range.ZERO,
          Range.ZERO,
          List.of(),
          1,
          "",
          List.of());

  public SimulatedRun {
    partitionShares = List.copyOf(partitionShares);
    points = List.copyOf(points);
  }

  /// How it stands at a time. Of what waits and lags it is the most since the point before.
  ///
  /// @param sent events so far
  /// @param stored events so far
  /// @param waitingEvents in the log
  /// @param fullestWaiting in its fullest partition
  public record Point(
      double seconds,
      double sent,
      double stored,
      double waitingEvents,
      double fullestWaiting,
      double lagSeconds,
      double liveDelaySeconds) {

    /// Both, as the later one.
    Point with(Point later) {
      return new Point(
          later.seconds,
          later.sent,
          later.stored,
          Math.max(waitingEvents, later.waitingEvents),
          Math.max(fullestWaiting, later.fullestWaiting),
          Math.max(lagSeconds, later.lagSeconds),
          Math.max(liveDelaySeconds, later.liveDelaySeconds));
    }
  }

  /// Whether there is anything in it.
  public boolean exists() {
    return finishSeconds.likely() > 0;
  }

  /// The same with a change.
  SimulatedRun advising(String words) {
    return new SimulatedRun(
        measured,
        ends,
        sendingSeconds,
        finishSeconds,
        waitingEvents,
        lagSeconds,
        liveDelaySeconds,
        fullestShare,
        partitionShares,
        leastFactor,
        words,
        points);
  }
}
