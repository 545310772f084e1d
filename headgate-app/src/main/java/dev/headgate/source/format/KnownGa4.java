package dev.headgate.source.format;

import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// The export of Google Analytics 4 is told by its names for the name and the time of an event.
final class KnownGa4 implements KnownFormat {
  @Override
  public RecordFormat format() {
    return new Ga4Format();
  }

  @Override
  public String title() {
    return "a Google Analytics 4 export";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    boolean more = line.has("event_params") || line.has("user_pseudo_id");
    return more && admits(line)
        ? Optional.of("have event_name, event_timestamp, and event_params or user_pseudo_id")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return line.has("event_name", "event_timestamp");
  }
}
