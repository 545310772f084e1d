package dev.headgate.source.format;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// Snowplow's enriched events are told by the number of their columns, and by what stands in two of
/// them.
final class KnownSnowplow implements KnownFormat {
  private static final int EVENT_ID = SnowplowColumns.number("event_id");
  private static final int COLLECTED = SnowplowColumns.number("collector_tstamp");

  @Override
  public RecordFormat format() {
    return new SnowplowFormat();
  }

  @Override
  public String title() {
    return "Snowplow's enriched events";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    int[] starts = new int[SnowplowColumns.COUNT + 1];
    byte[] row = line.bytes();
    if (SnowplowColumns.split(row, starts) != SnowplowColumns.COUNT) {
      return Optional.empty();
    }
    String id = SnowplowColumns.text(row, starts[EVENT_ID], starts[EVENT_ID + 1] - 1);
    String time = SnowplowColumns.text(row, starts[COLLECTED], starts[COLLECTED + 1] - 1);
    boolean right =
        (id.isEmpty() || EventId.parse(id).isPresent()) && EventTime.parse(time).isPresent();
    return right
        ? Optional.of("have 131 fields between tabs, event_id and collector_tstamp in their places")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return SnowplowColumns.split(line.bytes(), new int[SnowplowColumns.COUNT + 1])
        == SnowplowColumns.COUNT;
  }
}
