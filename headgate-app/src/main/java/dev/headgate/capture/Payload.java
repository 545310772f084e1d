package dev.headgate.capture;

import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a body says, read in one pass whatever its shape.
///
/// ```
/// {"api_key"|"token": "phc_..", "historical_migration"?: true, "sent_at"?: "..", "batch": [event, ..]}
/// [event, ..]
/// event = {"event", "distinct_id"?, "properties"?, "timestamp"?, "uuid"?, "offset"?, "$set"?,
///          "$set_once"?, "token"|"$token"|"api_key"?}
/// ```
///
/// @param tokens the different tokens it carries, as written: a batch's own, else those of its
///   events
/// @param sentAt when the client says it sent it
/// @param place how the events are called in messages: `batch[3]`, `[3]`, or nothing for one event
record Payload(
    Set<String> tokens,
    boolean historical,
    @Nullable String sentAt,
    List<RawEvent> events,
    String place) {

  /// Most events of one request.
  static final int MAX_EVENTS = 100_000;

  /// Reads a body.
  ///
  /// @throws Unacceptable if it is no JSON of these shapes: 400; of too many events: 413
  static Payload read(byte[] body, int length) throws Unacceptable {
    int invalid = Utf8.firstInvalid(body, 0, length);
    if (invalid >= 0) {
      throw new Unacceptable(
          400, "failed to decode request: invalid UTF-8 at byte " + invalid + " of the body");
    }
    int first = 0;
    while (first < length && body[first] <= ' ') {
      first++;
    }
    if (first == length) {
      throw new Unacceptable(400, "request missing data payload");
    }
    try {
      return switch (body[first]) {
        case '{' -> object(JsonCursor.object(body, 0, length));
        case '[' -> array(JsonCursor.array(body, 0, length));
        default -> throw new Unacceptable(400, "failed to parse request: no object and no array");
      };
    } catch (MalformedJson e) {
      throw new Unacceptable(400, "failed to parse request: " + e.getMessage());
    }
  }

  private static Payload array(JsonCursor elements) throws MalformedJson, Unacceptable {
    List<RawEvent> events = events(elements, "");
    return new Payload(tokensOf(events), false, null, events, "[%d]");
  }

  /// A batch, or a single event: which of them shows only at its end.
  private static Payload object(JsonCursor member) throws MalformedJson, Unacceptable {
    RawEvent single = new RawEvent();
    List<RawEvent> batch = null;
    Set<String> tokens = new TreeSet<>();
    boolean historical = false;
    String sentAt = null;
    while (member.next()) {
      switch (member.name()) {
        case "batch" -> {
          if (member.kind() != JsonKind.ARRAY) {
            throw new Unacceptable(400, "failed to parse request: `batch` is no array");
          }
          batch = events(member.enter(), "batch");
        }
        case "historical_migration" -> historical = flag(member);
        case "sent_at" -> sentAt = member.kind() == JsonKind.STRING ? member.text() : null;
        default -> {
          single.take(member);
          if (single.token != null) {
            tokens.add(single.token);
          }
        }
      }
    }
    if (batch == null) {
      List<RawEvent> one = List.of(single);
      return new Payload(tokensOf(one), false, sentAt, one, "");
    }
    return new Payload(
        tokens.isEmpty() ? tokensOf(batch) : tokens, historical, sentAt, batch, "batch[%d]");
  }

  private static List<RawEvent> events(JsonCursor elements, String array)
      throws MalformedJson, Unacceptable {
    List<RawEvent> events = new ArrayList<>();
    while (elements.next()) {
      if (elements.kind() != JsonKind.OBJECT) {
        throw new Unacceptable(
            400, "failed to parse request: %s[%d] is no object".formatted(array, events.size()));
      }
      if (events.size() == MAX_EVENTS) {
        throw new Unacceptable(
            413, "maximum event size exceeded: more than " + MAX_EVENTS + " events in one request");
      }
      events.add(RawEvent.read(elements.enter()));
    }
    return events;
  }

  private static boolean flag(JsonCursor member) throws Unacceptable {
    return switch (member.kind()) {
      case TRUE -> true;
      case FALSE, NULL -> false;
      case STRING, NUMBER, OBJECT, ARRAY ->
          throw new Unacceptable(
              400, "failed to parse request: `" + member.name() + "` is neither true nor false");
    };
  }

  private static Set<String> tokensOf(List<RawEvent> events) {
    Set<String> tokens = new TreeSet<>();
    for (RawEvent event : events) {
      String token = event.tokenAnywhere();
      if (token != null) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  /// Gives a name to the events that have none.
  void nameTheNameless(String name) {
    for (RawEvent event : events) {
      if (event.name == null) {
        event.name = name;
      }
    }
  }

  /// ` (batch[3])`, or nothing for a single event.
  String at(int index) {
    return place.isEmpty() ? "" : " (" + place.formatted(index) + ")";
  }
}
