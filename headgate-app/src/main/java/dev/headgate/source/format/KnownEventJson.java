package dev.headgate.source.format;

import dev.headgate.json.JsonKind;
import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// Event JSON is told by two of the three members that make an event.
final class KnownEventJson implements KnownFormat {
  @Override
  public RecordFormat format() {
    return new EventJsonFormat();
  }

  @Override
  public String title() {
    return "event JSON Lines";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    int event = line.is(JsonKind.STRING, "event") ? 1 : 0;
    int id = line.has("distinct_id") || line.has("$distinct_id") ? 1 : 0;
    int time = line.has("timestamp") ? 1 : 0;
    int all = event + id + time;
    boolean looksSo = all == 3 || (all == 2 && LooksLike.foreign(line).isEmpty());
    return looksSo
        ? Optional.of("look like events: event, distinct_id, timestamp")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return false;
  }
}
