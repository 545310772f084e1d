package dev.headgate.eventlog;

/// The two kinds of traffic, each with a topic of its own, so that an import never queues in front
/// of live events.
public enum Lane {
  LIVE("headgate_events"),
  HISTORICAL("headgate_events_historical");

  private final String topic;

  Lane(String topic) {
    this.topic = topic;
  }

  public String topic() {
    return topic;
  }
}
