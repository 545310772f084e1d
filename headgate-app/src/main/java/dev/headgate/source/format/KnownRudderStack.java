package dev.headgate.source.format;

import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// RudderStack's dumps are calls with marks of its own; its archives have payloads.
final class KnownRudderStack implements KnownFormat {
  @Override
  public RecordFormat format() {
    return new RudderStackFormat();
  }

  @Override
  public String title() {
    return "a RudderStack dump or archive";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    if (KnownSegment.isCall(line) && (line.has("rudderId") || line.has("request_ip"))) {
      return Optional.of("have a call's type, and RudderStack's rudderId or request_ip");
    }
    return isRow(line)
        ? Optional.of("are rows of a RudderStack archive: they have payload or EventPayload")
        : Optional.empty();
  }

  private static boolean isRow(SampleLine line) {
    boolean newer =
        line.has("payload")
            && (line.has("userId") || line.has("messageId") || line.has("createdAt"));
    return !line.has("type") && (newer || line.has("EventPayload"));
  }

  @Override
  public boolean admits(SampleLine line) {
    return KnownSegment.isCall(line) || line.has("payload");
  }
}
