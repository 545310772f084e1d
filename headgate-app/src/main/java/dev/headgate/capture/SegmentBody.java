package dev.headgate.capture;

import static dev.headgate.capture.ForeignBody.json;
import static dev.headgate.capture.ForeignBody.text;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads bodies as Segment's clients and those of RudderStack send them.
///
/// ```
/// {"batch": [call, ..], "context"?: {..}, "sentAt"?: "..", "writeKey"?: ".."}   /v1/batch
/// call = {"type", "messageId", "timestamp"|"originalTimestamp", "userId"|"anonymousId", ..}
/// ```
final class SegmentBody {
  private SegmentBody() {}

  /// Reads a body.
  ///
  /// @param nowMicros what a call without a time gets, and what a client's clock is set right by
  static ForeignBody read(ForeignRequest.Segment request, long nowMicros)
      throws MalformedJson, Unacceptable {
    Map<String, JsonBytes> members =
        JsonMembers.of(JsonCursor.object(request.body(), 0, request.length()));
    Optional<String> inBody = text(members.remove("writeKey"));
    Set<String> tokens = request.key().or(() -> inBody).map(Set::of).orElse(Set.of());
    JsonBytes batch = members.get("batch");
    if (batch == null) {
      request.type().ifPresent(type -> members.putIfAbsent("type", json(type)));
      return new ForeignBody(tokens, List.of(whole(members, nowMicros)));
    }
    JsonBytes context = members.get("context");
    JsonBytes sentAt = members.get("sentAt");
    List<byte[]> calls = new ArrayList<>();
    for (Map<String, JsonBytes> call : ForeignBody.objects(JsonCursor.array(batch), "batch")) {
      if (context != null) {
        call.putIfAbsent("context", context);
      }
      if (sentAt != null) {
        call.putIfAbsent("sentAt", sentAt);
      }
      calls.add(whole(call, nowMicros));
    }
    return new ForeignBody(tokens, calls);
  }

  /// Gives the call its time, by the right clock, and takes out when it was sent, which differs
  /// from try to try.
  private static byte[] whole(Map<String, JsonBytes> call, long nowMicros) throws MalformedJson {
    OptionalLong sent = time(call.remove("sentAt"));
    if (time(call.get("timestamp")).isEmpty()) {
      OptionalLong original = time(call.get("originalTimestamp"));
      long micros = original.orElse(nowMicros);
      if (original.isPresent() && sent.isPresent()) {
        micros = nowMicros - (sent.getAsLong() - original.getAsLong());
      }
      call.put("timestamp", json(EventTime.format(EventTime.inRange(micros).orElse(nowMicros))));
    }
    return JsonMembers.write(call).utf8();
  }

  private static OptionalLong time(@Nullable JsonBytes value) throws MalformedJson {
    Optional<String> text = text(value);
    return text.isPresent() ? EventTime.parse(text.get()) : OptionalLong.empty();
  }
}
