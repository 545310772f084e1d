package dev.headgate.verify;

import dev.headgate.source.RejectReason;
import java.util.EnumMap;
import java.util.Map;

/// How much was read up to a position of the export: a function of the position, so it is
/// checkpointed with it.
///
/// @param records records read, whatever became of them
/// @param events events they made: the rows of the manifest
/// @param noEvent records of which the format makes no event
/// @param rejected records and events refused, by reason
public record ReadTally(long records, long events, long noEvent, Map<RejectReason, Long> rejected) {
  public static final ReadTally ZERO = new ReadTally(0, 0, 0, Map.of());

  /// What `read` counts: events, records that make none, and rejects.
  public long read() {
    return events + noEvent + rejectedTotal();
  }

  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /// With one more record, which made this many events.
  public ReadTally plusEvents(int count) {
    return new ReadTally(records + 1, events + count, noEvent, rejected);
  }

  public ReadTally plusNoEvent() {
    return new ReadTally(records + 1, events, noEvent + 1, rejected);
  }

  public ReadTally plusRejected(RejectReason reason) {
    return plus(new ReadTally(1, 0, 0, Map.of(reason, 1L)));
  }

  /// With an event that was counted as one become a reject: the pipeline would not take it.
  public ReadTally withdrawn(RejectReason reason) {
    return plus(new ReadTally(0, -1, 0, Map.of(reason, 1L)));
  }

  public ReadTally plus(ReadTally other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(rejected);
    other.rejected.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new ReadTally(
        records + other.records, events + other.events, noEvent + other.noEvent, Map.copyOf(sum));
  }
}
