package dev.headgate.plan;

/// What a pipeline can take.
///
/// @param eventsPerSecond of an import, with nothing else going on
/// @param partitions over which the log spreads distinct ids
public record Capacity(double eventsPerSecond, int partitions) {
  /// The embedded pipeline on two cores, by the budget of its design: about 10 microseconds an
  /// event from end to end.
  public static final Capacity EMBEDDED = new Capacity(100_000, 8);

  public Capacity {
    if (!(eventsPerSecond > 0 && Double.isFinite(eventsPerSecond)) || partitions < 1) {
      throw new IllegalArgumentException("a pipeline takes events, on at least one partition");
    }
  }
}
