package dev.headgate.assess;

import dev.headgate.event.EventTime;
import dev.headgate.source.ContentPin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is counted of one part while it is read.
final class PartTally {
  private final int index;
  private final String name;
  private final long packedBytes;
  private long records;
  private long events;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;
  private long latestMicros = Long.MIN_VALUE;
  private long outOfOrder;
  private long largestStepBack;
  private long largestStepBackLine;
  private long lines;
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

  /// An event that stands in a record, in the order of the part.
  void inOrder(long timestampMicros, long line) {
    if (timestampMicros >= latestMicros) {
      latestMicros = timestampMicros;
      return;
    }
    outOfOrder++;
    if (latestMicros - timestampMicros > largestStepBack) {
      largestStepBack = latestMicros - timestampMicros;
      largestStepBackLine = line;
    }
  }

  /// Events that are earlier than some event before them.
  long outOfOrder() {
    return outOfOrder;
  }

  /// From the latest event before it to the event that lies furthest behind, in microseconds.
  long largestStepBack() {
    return largestStepBack;
  }

  /// `file:line` of that event.
  String largestStepBackAt() {
    return name + ":" + largestStepBackLine;
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

  void end(ContentPin content, long lineCount) {
    pin = content;
    lines = lineCount;
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
