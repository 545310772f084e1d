package dev.headgate.loadtest;

import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// When requests arrive: a rate over time in straight lines, as k6's executors
/// `constant-arrival-rate` and `ramping-arrival-rate` have it. The nth request is due when the
/// integral of the rate reaches n.
///
/// @param executor its name in k6
/// @param startPerSecond requests a second at the beginning
public record ArrivalRate(Executor executor, double startPerSecond, List<Ramp> ramps) {
  /// Longest load test.
  public static final Duration LONGEST = Duration.ofDays(7);

  /// Most requests of one.
  public static final long MOST_REQUESTS = 1_000_000_000;

  /// A rate of zero is this one: less than four requests an hour.
  private static final double NEXT_TO_NOTHING = 1e-3;

  /// A ramp that takes no time takes this.
  private static final Duration JUMP = Duration.ofMillis(1);

  private static final int STEPS_OF_A_RISE = 10;

  /// The tolerance of a double that should be a whole number.
  private static final double ROUNDING = 1e-6;

  /// Which of k6's executors.
  public enum Executor {
    RAMPING("ramping-arrival-rate"),
    CONSTANT("constant-arrival-rate");

    private final String key;

    Executor(String key) {
      this.key = key;
    }

    public String key() {
      return key;
    }
  }

  /// The rate moves in a straight line from where it was to the target.
  ///
  /// @param duration zero for a jump
  /// @param targetPerSecond requests a second at its end
  public record Ramp(Duration duration, double targetPerSecond) {
    public Ramp {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("a stage does not last less than nothing: " + duration);
      }
      requireRate(targetPerSecond);
    }
  }

  public ArrivalRate {
    ramps = List.copyOf(ramps);
    requireRate(startPerSecond);
    Duration whole = duration(ramps);
    if (whole.isZero()) {
      throw new IllegalArgumentException("a load test lasts longer than no time");
    }
    if (whole.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a load test lasts at most " + LONGEST.toDays() + " days");
    }
    double requests = envelope(startPerSecond, ramps, 1).permitsBy(whole);
    if (requests < 1 || requests > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "a load test has from 1 to %,d requests; these stages have %,.0f"
              .formatted(MOST_REQUESTS, Math.floor(requests)));
    }
  }

  private static void requireRate(double perSecond) {
    if (!(perSecond >= 0 && Double.isFinite(perSecond))) {
      throw new IllegalArgumentException("a rate is zero or more, not " + perSecond);
    }
  }

  private static Duration duration(List<Ramp> ramps) {
    return ramps.stream().map(Ramp::duration).reduce(Duration.ZERO, Duration::plus);
  }

  public Duration duration() {
    return duration(ramps);
  }

  /// How many requests are due by the end.
  public long requests() {
    return (long) (envelope(1).permitsBy(duration()) + ROUNDING);
  }

  public double peakPerSecond() {
    return Math.max(
        startPerSecond, ramps.stream().mapToDouble(Ramp::targetPerSecond).max().orElse(0));
  }

  /// By how much the rate rises at most within such a time, from nothing at the beginning: a ramp
  /// that is gentle rises by little.
  public double steepestRise(Duration within) {
    Envelope envelope = envelope(1);
    double steepest = envelope.rateAt(within.compareTo(duration()) < 0 ? within : duration());
    Duration step = within.dividedBy(STEPS_OF_A_RISE);
    for (Duration at = Duration.ZERO;
        at.plus(within).compareTo(duration()) <= 0;
        at = at.plus(step)) {
      steepest = Math.max(steepest, envelope.rateAt(at.plus(within)) - envelope.rateAt(at));
    }
    return steepest;
  }

  /// The same as the envelope of a grant.
  ///
  /// @param events of each request
  public Envelope envelope(int events) {
    return envelope(startPerSecond, ramps, events);
  }

  private static Envelope envelope(double start, List<Ramp> ramps, int events) {
    List<Stage> stages = new ArrayList<>();
    for (Ramp ramp : ramps) {
      stages.add(
          new Stage(
              ramp.duration.isZero() ? JUMP : ramp.duration,
              Math.max(NEXT_TO_NOTHING, ramp.targetPerSecond) * events));
    }
    return new Envelope(Math.max(NEXT_TO_NOTHING, start) * events, stages);
  }

  /// The envelope that a load test is held to: after its end next to nothing may come.
  public Envelope enforced(int events) {
    Envelope whole = envelope(events);
    List<Stage> stages = new ArrayList<>(whole.stages());
    stages.add(new Stage(JUMP, NEXT_TO_NOTHING));
    return new Envelope(whole.startPerSecond(), stages);
  }
}
