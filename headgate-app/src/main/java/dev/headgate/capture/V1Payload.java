package dev.headgate.capture;

import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.Utf8;
import java.util.ArrayList;
import java.util.List;

/// What a body of the protocol that answers for each event says.
///
/// ```
/// {"created_at"?: "..", "historical_migration"?: true, "batch": [
///   {"event", "uuid", "distinct_id", "timestamp", "session_id"?, "window_id"?, "options"?: {
///      "cookieless_mode"?, "disable_skew_correction"?, "product_tour_id"?,
///      "process_person_profile"?}, "properties"?}, ..]}
/// ```
record V1Payload(boolean historical, List<V1Event> events) {
  private static final String PARSING = "request_parsing_error";

  static V1Payload read(byte[] body, int length) throws Unacceptable {
    int invalid = Utf8.firstInvalid(body, 0, length);
    if (invalid >= 0) {
      throw new Unacceptable(
          400, "request_decoding_error", "invalid UTF-8 at byte " + invalid + " of the body");
    }
    if (length == 0) {
      throw new Unacceptable(400, "empty_body", "the request has no body");
    }
    try {
      return read(JsonCursor.object(body, 0, length));
    } catch (MalformedJson e) {
      throw new Unacceptable(400, PARSING, String.valueOf(e.getMessage()));
    }
  }

  private static V1Payload read(JsonCursor member) throws MalformedJson, Unacceptable {
    boolean historical = false;
    List<V1Event> events = null;
    while (member.next()) {
      switch (member.name()) {
        case "batch" -> events = events(member);
        case "historical_migration" -> historical = member.kind() == JsonKind.TRUE;
        default -> {}
      }
    }
    if (events == null) {
      throw new Unacceptable(400, "invalid_batch", "the body has no `batch`");
    }
    if (events.isEmpty()) {
      throw new Unacceptable(400, "empty_batch", "`batch` holds no event");
    }
    return new V1Payload(historical, events);
  }

  private static List<V1Event> events(JsonCursor batch) throws MalformedJson, Unacceptable {
    if (batch.kind() != JsonKind.ARRAY) {
      throw new Unacceptable(400, "invalid_batch", "`batch` is no array");
    }
    List<V1Event> events = new ArrayList<>();
    JsonCursor element = batch.enter();
    while (element.next()) {
      if (element.kind() != JsonKind.OBJECT) {
        throw new Unacceptable(
            400, "invalid_batch", "batch[%d] is no object".formatted(events.size()));
      }
      if (events.size() == Payload.MAX_EVENTS) {
        throw new Unacceptable(
            413, "payload_too_large", "more than " + Payload.MAX_EVENTS + " events in one request");
      }
      events.add(V1Event.read(element.enter()));
    }
    return events;
  }
}
