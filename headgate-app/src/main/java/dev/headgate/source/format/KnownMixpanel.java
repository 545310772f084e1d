package dev.headgate.source.format;

import dev.headgate.json.JsonKind;
import dev.headgate.source.RecordFormat;
import java.util.Map;
import java.util.Optional;

/// Mixpanel's export is told by an event whose time and id are among its properties.
final class KnownMixpanel implements KnownFormat {
  @Override
  public RecordFormat format() {
    return new MixpanelFormat();
  }

  @Override
  public String title() {
    return "a Mixpanel export";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    boolean shape =
        line.is(JsonKind.STRING, "event")
            && line.is(JsonKind.OBJECT, "properties")
            && !line.has("timestamp")
            && !line.has("distinct_id")
            && !line.has("type");
    if (!shape) {
      return Optional.empty();
    }
    Map<String, SampleLine.Member> properties = line.inside("properties");
    if (properties.containsKey("$insert_id") && properties.containsKey("mp_processing_time_ms")) {
      return Optional.of("have $insert_id and mp_processing_time_ms");
    }
    SampleLine.Member time = properties.get("time");
    return time != null && time.kind() == JsonKind.NUMBER
        ? Optional.of("have event and properties.time")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return line.has("event") || line.has("properties");
  }
}
