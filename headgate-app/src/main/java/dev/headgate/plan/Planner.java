package dev.headgate.plan;

import dev.headgate.assess.Assessment;
import dev.headgate.event.PartitionShare;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Makes the plan of an import from what its assessment found, what people wish and what the
/// pipeline can take. Nothing else goes in, so the same questions get the same plan.
///
/// The default ramp, over a duration T that makes its integral the number of events:
///
/// ```
/// peak |     _________________________
///      |   /                          |     integral = peak * T * (0.1 * (0.1 + 1) / 2 + 0.9)
/// 10 % | /                            |              = peak * T * 0.955
///      +-+----------------------------+-
///      0 T/10                         T
/// ```
public final class Planner {
  public static final int BATCH_EVENTS = 1_000;
  public static final int BATCH_BYTES = 2 << 20;
  public static final int LANES = 4;

  /// What an event takes in a request beyond its record: uuid, names of members, punctuation.
  private static final int FRAME_BYTES = 120;

  /// The rate at the start, as a share of the peak.
  private static final double RAMP_START = 0.1;

  /// The ramp's length, as a share of the duration.
  static final double RAMP_LENGTH = 0.1;

  /// So much of what was measured is the default peak where nobody else uses the pipeline: the rest
  /// is room for the stores to catch up.
  private static final double OF_MEASURED = 0.8;

  /// The same beside live traffic, whose slowest requests wait for any core that is taken: at a
  /// twentieth they take a fifth longer than without an import, at a twelfth a third, at a sixth
  /// twice as long.
  private static final double OF_MEASURED_BESIDE_LIVE = 0.04;

  /// Live events a second from which on somebody would feel an import.
  private static final double LIVE_TRAFFIC = 1;

  /// Of the simulation's places of ids.
  private static final long SEED = 1;

  /// A ramp shorter than this says nothing about how the pipeline takes the load, so a tiny import
  /// gets a lower peak instead.
  private static final double LEAST_SECONDS = 1;

  /// What is above this part of a rate is that rate, rounded.
  private static final double AS_GOOD_AS_ALL = 0.999;

  /// An id is hot when its own events make up this part of what a partition gets on average...
  private static final double HOT_PART_OF_PARTITION = 0.25;

  /// ... and it has enough of them to be noticed.
  private static final long HOT_EVENTS = 1_000;

  private Planner() {}

  /// A plan, not tried yet.
  public static ImportPlan plan(
      Assessment assessment, Wishes wishes, Capacity capacity, Conditions conditions) {
    long events = assessment.events();
    double sustained =
        share(capacity, conditions) * capacity.perSecond(LoadProfile.Mix.of(assessment));
    double peakAsked = wishes.peakPerSecond().orElse(sustained);
    Envelope envelope =
        wishes.envelope().orElseGet(() -> ramp(Math.max(1, events), peakAsked, RAMP_LENGTH));
    return new ImportPlan(
        events,
        batchEvents(assessment),
        BATCH_BYTES,
        LANES,
        envelope,
        envelope.peakPerSecond(),
        peakReason(wishes, capacity, conditions, sustained, envelope),
        envelope.timeOf((double) events).toNanos() / 1e9,
        hotIds(assessment, capacity.partitions()));
  }

  /// A plan, tried in simulation, with the cheapest change that makes it fit.
  ///
  /// @param homes of ids, as the log has them
  public static ImportPlan simulated(
      Assessment assessment,
      Wishes wishes,
      Capacity capacity,
      HomePartitions homes,
      Conditions conditions) {
    ImportPlan plan = plan(assessment, wishes, capacity, conditions);
    LoadProfile load = LoadProfile.of(assessment, capacity.partitions(), homes, SEED);
    SimulatedRun run = Simulation.of(load, plan, capacity, conditions);
    if (wishes.envelope().isPresent()) {
      return plan.simulated(run);
    }
    CheapestChange search = new CheapestChange(load, capacity, conditions);
    return plan.simulated(
        run.advising(search.of(plan, run).map(CheapestChange.Change::inWords).orElse("")));
  }

  /// Of what the pipeline can take; a capacity that is only stated is one to be used.
  private static double share(Capacity capacity, Conditions conditions) {
    if (!capacity.measured()) {
      return 1;
    }
    return conditions.livePerSecond() >= LIVE_TRAFFIC ? OF_MEASURED_BESIDE_LIVE : OF_MEASURED;
  }

  private static String peakReason(
      Wishes wishes,
      Capacity capacity,
      Conditions conditions,
      double sustained,
      Envelope envelope) {
    if (wishes.peakPerSecond().isPresent() || wishes.envelope().isPresent()) {
      return "";
    }
    if (envelope.peakPerSecond() < AS_GOOD_AS_ALL * sustained) {
      return "so low that ramp and import take a second";
    }
    if (!capacity.measured()) {
      return String.format(
          Locale.ROOT,
          "at most the %,.0f events/s of the usual size: nobody has measured what this pipeline takes",
          sustained);
    }
    double share = share(capacity, conditions);
    return String.format(
        Locale.ROOT,
        "at most %.0f %% of the %,.0f events/s that were measured for such a history: %s",
        share * 100,
        sustained / share,
        conditions.livePerSecond() >= LIVE_TRAFFIC
            ? "live traffic would feel more"
            : "the rest is room to catch up");
  }

  /// From a tenth of the peak to the peak, over a share of the whole duration.
  static Envelope ramp(long events, double peakAsked, double length) {
    double integral = length * (RAMP_START + 1) / 2 + (1 - length);
    double seconds = Math.max(LEAST_SECONDS, events / (integral * peakAsked));
    double peak = events / (integral * seconds);
    return new Envelope(
        RAMP_START * peak,
        List.of(
            new Stage(ofSeconds(length * seconds), peak),
            new Stage(ofSeconds((1 - length) * seconds), peak)));
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static int batchEvents(Assessment assessment) {
    if (assessment.events() == 0) {
      return BATCH_EVENTS;
    }
    long bytesPerEvent = assessment.eventBytes() / assessment.events() + FRAME_BYTES;
    return Math.clamp(BATCH_BYTES / bytesPerEvent, 1, BATCH_EVENTS);
  }

  private static List<ImportPlan.HotId> hotIds(Assessment assessment, int partitions) {
    double hotShare = HOT_PART_OF_PARTITION / partitions;
    return assessment.topDistinctIds().stream()
        .filter(id -> partitions > 1 && id.events() >= HOT_EVENTS && id.share() >= hotShare)
        .map(id ->
            new ImportPlan.HotId(
                id.distinctId(), id.events(), id.share(), treatment(id.share(), partitions)))
        .toList();
  }

  private static String treatment(double share, int partitions) {
    double inOne = PartitionShare.timesAverage(share, partitions, 1);
    int used = PartitionShare.partitionsFor(share, partitions);
    return used == 1
        ? String.format(
            Locale.ROOT,
            "Its events keep to one of %d partitions, which gets about %.1f times the average load.",
            partitions,
            inOne)
        : String.format(
            Locale.ROOT,
            "Its events are spread over %d of %d partitions, so that the fullest gets about %.1f"
                + " instead of %.1f times the average load. Merges do not depend on the order here.",
            used,
            partitions,
            PartitionShare.timesAverage(share, partitions, used),
            inOne);
  }
}
