package dev.headgate.assess;

import java.util.List;

/// How an export weighs on a pipeline: sizes, ids, cost and the busiest times.
///
/// @param bytesPerEvent of all events that stand in a record: the record's bytes, of a record of
///   several events divided between them
/// @param largeEvents events of more than {@link #LARGE_BYTES}
/// @param eventsPerId over all distinct ids
/// @param busiest minute, hour and day with most events, of several the first; empty without events
/// @param hoursOfWeek events by hour of the week, 168 of them from Monday 00:00 UTC
public record Load(
    Spread bytesPerEvent,
    long largeEvents,
    Spread eventsPerId,
    Cost cost,
    List<BusyPeriod> busiest,
    List<Long> hoursOfWeek) {

  /// The largest message that a Kafka broker takes by default, and many pipelines with it.
  public static final int LARGE_BYTES = 1_000_000;

  public static final Load NONE =
      new Load(Spread.NONE, 0, Spread.NONE, new Cost(0, 0, 0, 0, 0), List.of(), List.of());

  public Load {
    busiest = List.copyOf(busiest);
    hoursOfWeek = List.copyOf(hoursOfWeek);
  }

  /// An estimate of the processor time that an import of this costs the embedded pipeline, and the
  /// weights it was made of: see {@link CostWeights}.
  public record Cost(
      double cpuSeconds,
      double microsPerEvent,
      double eventMicros,
      double byteMicros,
      double mergeMicros) {}

  /// A stretch of time with more events than any other of its length.
  ///
  /// @param period `minute`, `hour` or `day`, as the clock in UTC has them
  /// @param from where it begins, RFC 3339 in UTC
  public record BusyPeriod(String period, String from, long events) {}
}
