package dev.headgate.assess;

import dev.headgate.event.EventTime;
import dev.headgate.source.ContentPin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is counted of one part, or of stretches of it, while they are read.
final class PartTally {
  private final int index;
  private final String name;
  private final long packedBytes;
  private long records;
  private long events;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;
  private long lines;
  private TimeOrder order = TimeOrder.NONE;
  private @Nullable ContentPin pin;

  PartTally(int index, String name, long packedBytes) {
    this.index = index;
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

  /// How the times of those events lie that stand in a record.
  TimeOrder order() {
    return order;
  }

  /// In the export, from 0.
  int index() {
    return index;
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

  /// @param timeOrder of all stretches, in their order
  void end(ContentPin content, long lineCount, TimeOrder timeOrder) {
    pin = content;
    lines = lineCount;
    order = timeOrder;
  }

  /// Takes over what was counted of other stretches of the part.
  void absorb(PartTally other) {
    if (!name.equals(other.name)) {
      throw new IllegalArgumentException(name + " is called " + other.name + " elsewhere");
    }
    if (other.pin != null) {
      if (pin != null) {
        throw new IllegalArgumentException("both have read " + name + " to its end");
      }
      end(other.pin, other.lines, other.order);
    }
    records += other.records;
    events += other.events;
    firstMicros = Math.min(firstMicros, other.firstMicros);
    lastMicros = Math.max(lastMicros, other.lastMicros);
  }

  ContentPin pin() {
    if (pin == null) {
      throw new IllegalStateException(name + " has not ended");
    }
    return pin;
  }

  Assessment.SourceSummary summary() {
    return new Assessment.SourceSummary(
        name,
        packedBytes,
        pin().length(),
        pin().contentDigest(),
        lines,
        events,
        events == 0 ? Optional.empty() : Optional.of(EventTime.format(firstMicros)),
        pin().truncated().map(end -> "ends at byte " + end.offset() + ": " + end.what()));
  }
}
