package dev.headgate.verify;

import java.util.Map;
import java.util.TreeMap;

/// How many records of an export were read, by what became of them.
///
/// @param events events that records made, rejected ones not counted
/// @param noEvent records of which the format makes no event
/// @param rejectedByReason by the reject's reason
public record ReadTally(long events, long noEvent, Map<String, Long> rejectedByReason) {
  public static final ReadTally ZERO = new ReadTally(0, 0, Map.of());

  public ReadTally {
    rejectedByReason = Map.copyOf(rejectedByReason);
  }

  public long rejected() {
    return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /// What `verify` calls `read`.
  public long records() {
    return events + noEvent + rejected();
  }

  public ReadTally plusEvents(int count) {
    return new ReadTally(events + count, noEvent, rejectedByReason);
  }

  public ReadTally plusNoEvent() {
    return new ReadTally(events, noEvent + 1, rejectedByReason);
  }

  public ReadTally plusRejected(String reason) {
    Map<String, Long> reasons = new TreeMap<>(rejectedByReason);
    reasons.merge(reason, 1L, Long::sum);
    return new ReadTally(events, noEvent, reasons);
  }

  /// One of the events turned out to be refused.
  public ReadTally eventRefused(String reason) {
    return plusRejected(reason).plusEvents(-1);
  }

  public ReadTally plus(ReadTally other) {
    Map<String, Long> reasons = new TreeMap<>(rejectedByReason);
    other.rejectedByReason.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    return new ReadTally(events + other.events, noEvent + other.noEvent, reasons);
  }
}
