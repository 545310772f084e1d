package dev.headgate.eventlog;

/// A kind of traffic, with a topic of its own, so that none queues in front of live events. In the
/// order in which they are read: what comes later here stands behind what comes before.
public enum Lane {
  /// What users do now.
  LIVE("headgate_events", 8),
  /// What imports bring.
  HISTORICAL("headgate_events_historical", 8),
  /// What a declared load test sends.
  LOAD_TEST("headgate_events_load_test", 4),
  /// Live traffic that was taken for a flood: durable, and stored when there is time.
  DIVERTED("headgate_events_diverted", 1);

  private static final int FULL_WEIGHT = 8;

  private final String topic;
  private final int weight;

  Lane(String topic, int weight) {
    this.topic = topic;
    this.weight = weight;
  }

  public String topic() {
    return topic;
  }

  /// How much of this lane may be read at once where a lane before it has brought something: so it
  /// never stands still behind others, and never holds them up by much.
  ///
  /// @param most what would be read at once if it were alone
  public int besideOthers(int most) {
    return Math.max(1, most / FULL_WEIGHT * weight);
  }
}
