package dev.headgate.plan;

import dev.headgate.assess.Assessment;
import dev.headgate.event.PartitionShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What an export will do to a pipeline: how much there is of it, and how it falls on partitions.
///
/// The ids with most events are placed where they will be, spread as the plan says. The sizes of
/// the others are taken to go on falling by a power law, from the last of those known to their sum;
/// they are placed at random, {@link #TRIALS} times, which makes the range.
///
/// @param shares of the events, by partition, in the trial in the middle
/// @param fullest the largest of these, over all trials
public record LoadProfile(long events, Mix mix, List<Double> shares, Range fullest) {

  /// What an event of it is like on average.
  public record Mix(double bytesPerEvent, double mergesPerEvent) {
    /// What `headgate synth` makes.
    public static final Mix USUAL = new Mix(745, 0.043);

    /// Of an export.
    public static Mix of(Assessment assessment) {
      double events = Math.max(1, assessment.events());
      return new Mix(assessment.eventBytes() / events, assessment.merges().total() / events);
    }
  }

  private static final int TRIALS = 9;

  /// So many of the ids that are not known by name are placed one by one, the rest evenly.
  private static final int PLACED = 5_000;

  public LoadProfile {
    shares = List.copyOf(shares);
  }

  /// Of an export, as the plan treats its ids.
  ///
  /// @param seed of the places of ids that are not known by name
  public static LoadProfile of(
      Assessment assessment, int partitions, HomePartitions homes, long seed) {
    double[] known = new double[partitions];
    double rest = 1;
    for (Assessment.IdCount id : assessment.topDistinctIds()) {
      int used = PartitionShare.partitionsFor(id.share(), partitions);
      int home = Math.floorMod(homes.of(id.distinctId()), partitions);
      for (int i = 0; i < used; i++) {
        known[(home + i) % partitions] += id.share() / used;
      }
      rest -= id.share();
    }
    double[] tail = tail(assessment, Math.max(0, rest));
    List<double[]> trials = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] load = known.clone();
      double evenly = Math.max(0, rest);
      for (double share : tail) {
        load[random.nextInt(partitions)] += share;
        evenly -= share;
      }
      for (int i = 0; i < partitions; i++) {
        load[i] += evenly / partitions;
      }
      trials.add(load);
    }
    trials.sort((a, b) -> Double.compare(most(a), most(b)));
    double[] middle = trials.get(TRIALS / 2);
    return new LoadProfile(
        assessment.events(),
        Mix.of(assessment),
        Arrays.stream(middle).boxed().toList(),
        new Range(most(trials.getFirst()), most(middle), most(trials.getLast())));
  }

  private static double most(double[] load) {
    return Arrays.stream(load).max().orElse(0);
  }

  /// Shares of ids behind the last one known: `last * (rank / known)^-exponent`, with the exponent
  /// that makes all of them the rest.
  private static double[] tail(Assessment assessment, double rest) {
    int known = assessment.topDistinctIds().size();
    long others = assessment.distinctIds() - known;
    if (known == 0 || others <= 0 || rest <= 0) {
      return new double[0];
    }
    double last = assessment.topDistinctIds().getLast().share();
    double low = 0;
    double high = 8;
    for (int i = 0; i < 50; i++) {
      double exponent = (low + high) / 2;
      if (sum(last, known, (double) others, exponent) > rest) {
        low = exponent;
      } else {
        high = exponent;
      }
    }
    double[] shares = new double[(int) Math.min(PLACED, others)];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.min(rest, last * Math.pow((known + i + 1.0) / known, -low));
    }
    return shares;
  }

  /// The integral of the power law over the ranks.
  private static double sum(double last, double known, double others, double exponent) {
    double to = (known + others) / known;
    double integral =
        Math.abs(exponent - 1) < 1e-9
            ? Math.log(to)
            : (Math.pow(to, 1 - exponent) - 1) / (1 - exponent);
    return last * known * integral;
  }
}
