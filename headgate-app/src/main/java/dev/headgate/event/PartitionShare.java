package dev.headgate.event;

/// How many partitions the events of one id use: enough of them that the id's part of each is at
/// most half of what a partition gets on average (after the D-Choices scheme: Nasir et al., "When
/// two choices are not enough", ICDE 2016).
public final class PartitionShare {
  private static final double MOST_OF_A_PARTITION = 0.5;

  private PartitionShare() {}

  /// Of so many partitions, how many the id uses.
  ///
  /// @param share the id's share of all events, 0 to 1
  /// @param partitions there are
  /// @return 1 to `partitions`
  public static int partitionsFor(double share, int partitions) {
    return Math.clamp((long) Math.ceil(share * partitions / MOST_OF_A_PARTITION), 1, partitions);
  }

  /// The load of the fullest of the id's partitions, in times of the average; the other ids are
  /// taken to spread evenly.
  ///
  /// @param used how many partitions the id's events use
  public static double timesAverage(double share, int partitions, int used) {
    return share * partitions / used + (1 - share);
  }
}
