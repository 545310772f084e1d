package dev.headgate.assess;

import dev.headgate.event.EventTime;
import dev.headgate.source.ContentPin;
import java.util.Optional;

/// What is counted of one part while it is read.
final class PartTally {
  private final String name;
  private final long packedBytes;
  private long records;
  private long events;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;

  PartTally(String name, long packedBytes) {
    this.name = name;
    this.packedBytes = packedBytes;
  }

  void record() {
    records++;
  }

  void event(long timestampMicros) {
    events++;
    firstMicros = Math.min(firstMicros, timestampMicros);
    lastMicros = Math.max(lastMicros, timestampMicros);
  }

  String name() {
    return name;
  }

  long records() {
    return records;
  }

  long events() {
    return events;
  }

  /// Of no meaning while there are no events.
  long firstMicros() {
    return firstMicros;
  }

  /// Of no meaning while there are no events.
  long lastMicros() {
    return lastMicros;
  }

  Assessment.SourceSummary summary(ContentPin pin, long lines) {
    return new Assessment.SourceSummary(
        name,
        packedBytes,
        pin.length(),
        pin.contentDigest(),
        lines,
        events,
        events == 0 ? Optional.empty() : Optional.of(EventTime.format(firstMicros)),
        pin.truncated().map(end -> "ends at byte " + end.offset() + ": " + end.what()));
  }
}
