package dev.headgate.source.format;

import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// Heap's events are told by `event_table_name`, which no other product has, beside the number and
/// the time of an event. They stand first on the list: a row is as wide as the customer made it,
/// and may have columns called as another product calls its own.
final class KnownHeap implements KnownFormat {
  @Override
  public RecordFormat format() {
    return new HeapFormat();
  }

  @Override
  public String title() {
    return "a Heap export";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    return line.has("event_id", "event_table_name", "time")
        ? Optional.of("have event_id, event_table_name and time")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return line.has("event_table_name");
  }
}
