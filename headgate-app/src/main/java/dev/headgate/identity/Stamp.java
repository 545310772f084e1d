package dev.headgate.identity;

import dev.headgate.event.EventId;
import org.jspecify.annotations.Nullable;

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

  public boolean isAfter(Stamp other) {
    return compareTo(other) > 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Stamp that
        && timestampMicros == that.timestampMicros
        && uuid.equals(that.uuid);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(timestampMicros) + uuid.hashCode();
  }

  /// The earlier of both; null is never.
  static @Nullable Stamp earlier(@Nullable Stamp a, @Nullable Stamp b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.isBefore(a) ? b : a;
  }
}
