package dev.headgate.eventlog;

import org.jspecify.annotations.Nullable;

/// One ordered sequence of the log: a topic's partition.
public record Partition(Lane lane, int number) implements Comparable<Partition> {
  @Override
  public int compareTo(Partition other) {
    int byLane = lane.compareTo(other.lane);
    return byLane != 0 ? byLane : Integer.compare(number, other.number);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Partition that && lane == that.lane && number == that.number;
  }

  @Override
  public int hashCode() {
    return 31 * number + lane.hashCode();
  }

  /// `topic-number`, as Kafka prints it.
  @Override
  public String toString() {
    return lane.topic() + "-" + number;
  }
}
