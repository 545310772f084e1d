package dev.headgate.eventlog;

/// One ordered sequence of the log: a topic's partition.
public record Partition(Lane lane, int number) implements Comparable<Partition> {
  @Override
  public int compareTo(Partition other) {
    int byLane = lane.compareTo(other.lane);
    return byLane != 0 ? byLane : Integer.compare(number, other.number);
  }

  /// `topic-number`, as Kafka prints it.
  @Override
  public String toString() {
    return lane.topic() + "-" + number;
  }
}
