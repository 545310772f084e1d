package dev.headgate.source.format;

import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// Segment's archive is told by the type of a call, and an id that only calls have.
final class KnownSegment implements KnownFormat {
  @Override
  public RecordFormat format() {
    return new SegmentFormat();
  }

  @Override
  public String title() {
    return "a Segment archive";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    boolean ids = line.has("messageId") || line.has("anonymousId") || line.has("userId");
    return ids && isCall(line)
        ? Optional.of("have a call's type, and messageId, anonymousId or userId")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return isCall(line);
  }

  static boolean isCall(SampleLine line) {
    SampleLine.Member type = line.members().get("type");
    try {
      return type != null
          && type.kind() == JsonKind.STRING
          && RecordMembers.text(type.json()).filter(SegmentCalls::isCall).isPresent();
    } catch (MalformedJson e) {
      return false;
    }
  }
}
