package dev.headgate.identity;

import dev.headgate.event.EventId;

/// When something is taken to have happened: event time first (microseconds since 1970 UTC), then
/// the event's uuid, so that no two events are simultaneous.
public record Stamp(long timestampMicros, EventId uuid) implements Comparable<Stamp> {
  @Override
  public int compareTo(Stamp other) {
    int byTime = Long.compare(timestampMicros, other.timestampMicros);
    return byTime != 0 ? byTime : uuid.compareTo(other.uuid);
  }

  public boolean isBefore(Stamp other) {
    return compareTo(other) < 0;
  }
}
