package dev.headgate.plan;

import java.time.Instant;

/// What a pipeline can take: stated, or measured by `headgate calibrate`, which keeps it in
/// `capacity.json`.
///
/// @param eventsPerSecond of an import of usual events, with nothing else going on
/// @param partitions over which the log spreads distinct ids
/// @param cores that the stages share
/// @param sendingThreads as how many threads those count that send and take in, where all want more
///   than there is; each other stage counts as one
/// @param costs of an event when the program is warm
/// @param warming what it costs on top until then
/// @param proof how long an import's verification takes
/// @param liveMicros of a live event in a request of its own, all stages together
/// @param spread by how much the runs of the measurement differ from what the model says of them: a
///   share
/// @param measurement where the figures are from
public record Capacity(
    double eventsPerSecond,
    int partitions,
    double cores,
    double sendingThreads,
    Costs costs,
    Warming warming,
    Proof proof,
    double liveMicros,
    double spread,
    Measurement measurement) {

  /// How the time of an event is shared between the stages, where nobody has measured it.
  private static final double[] USUAL_SHARES = {0.26, 0.24, 0.18, 0.14, 0.18};

  private static final double USUAL_CORES = 2;
  private static final double USUAL_SENDING_THREADS = 3;
  private static final double USUAL_LIVE_MICROS = 500;

  /// Figures that nobody has measured may be wrong by so much.
  private static final double STATED_SPREAD = 0.5;

  /// The embedded pipeline on two cores, by the budget of its design: about 10 microseconds an
  /// event from end to end.
  public static final Capacity EMBEDDED = new Capacity(100_000, 8);

  /// What a program that has just been started pays on top, for compiling and full caches: in all,
  /// and over how many events it falls to a third (`1/e`).
  public record Warming(double cpuSeconds, double events) {
    public static final Warming NONE = new Warming(0, 1);

    public Warming {
      if (!(cpuSeconds >= 0 && events >= 1)) {
        throw new IllegalArgumentException("warming costs something over some events");
      }
    }

    /// Seconds of one core on top, over some events since the start.
    double seconds(double from, double to) {
      return cpuSeconds * (Math.exp(-from / events) - Math.exp(-to / events));
    }
  }

  /// How long the proof of an import takes.
  public record Proof(double fixedSeconds, double eventMicros, double mergeMicros) {
    public static final Proof NONE = new Proof(0, 0, 0);

    double seconds(double events, double merges) {
      return fixedSeconds + (events * eventMicros + merges * mergeMicros) / 1e6;
    }

    Proof times(double factor) {
      return new Proof(fixedSeconds * factor, eventMicros * factor, mergeMicros * factor);
    }
  }

  /// When and on what it was measured.
  ///
  /// @param machine in words
  /// @param runs of the measurement, each an import
  public record Measurement(Instant at, String machine, int runs) {
    public static final Measurement NONE = new Measurement(Instant.EPOCH, "", 0);
  }

  public Capacity {
    if (!(eventsPerSecond > 0 && Double.isFinite(eventsPerSecond)) || partitions < 1) {
      throw new IllegalArgumentException("a pipeline takes events, on at least one partition");
    }
    if (!(cores > 0 && sendingThreads > 0 && liveMicros >= 0 && spread >= 0)) {
      throw new IllegalArgumentException("a pipeline has cores to run on");
    }
  }

  /// A stated one.
  public Capacity(double eventsPerSecond, int partitions) {
    this(
        eventsPerSecond,
        partitions,
        USUAL_CORES,
        USUAL_SENDING_THREADS,
        stated(USUAL_CORES * 1e6 / eventsPerSecond),
        Warming.NONE,
        Proof.NONE,
        USUAL_LIVE_MICROS,
        STATED_SPREAD,
        Measurement.NONE);
  }

  private static Costs stated(double micros) {
    Cost[] each = new Cost[USUAL_SHARES.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = new Cost(USUAL_SHARES[i] * micros, 0, 0);
    }
    return new Costs(each[0], each[1], each[2], each[3], each[4]);
  }

  /// Whether somebody measured it.
  public boolean measured() {
    return measurement.runs() > 0;
  }

  /// Events a second of such a history that it can take for long.
  public double perSecond(LoadProfile.Mix mix) {
    double byAll = cores * 1e6 / costs.micros(mix);
    return measured() ? Math.min(byAll, 1e6 / costs.slowestMicros(mix)) : eventsPerSecond;
  }

  /// The same on other cores, shared otherwise.
  Capacity on(double value, double threads) {
    return new Capacity(
        eventsPerSecond,
        partitions,
        value,
        threads,
        costs,
        warming,
        proof,
        liveMicros,
        spread,
        measurement);
  }

  /// The same where everything takes longer by a factor.
  Capacity slowerBy(double factor) {
    return new Capacity(
        eventsPerSecond / factor,
        partitions,
        cores,
        sendingThreads,
        costs.times(factor),
        new Warming(warming.cpuSeconds() * factor, warming.events()),
        proof.times(factor),
        liveMicros * factor,
        spread,
        measurement);
  }
}
