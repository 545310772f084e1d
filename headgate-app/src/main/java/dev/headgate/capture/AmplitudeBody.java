package dev.headgate.capture;

import static dev.headgate.capture.ForeignBody.json;
import static dev.headgate.capture.ForeignBody.text;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads bodies as Amplitude's clients send them, and writes each event as an export has it:
///
/// ```
/// {"api_key": "t", "events": [{"event_type": "a", "user_id": "u", "device_id": "d",
///   "time": 1738796251078, "insert_id": "i-1", "event_properties": {}, "user_properties": {},
///   "groups": {}, "ip": "1.2.3.4"}]}
/// time -> event_time     insert_id -> $insert_id, uuid     ip -> ip_address
/// user_properties -> $set, $set_once and $unset of event_properties
/// ```
final class AmplitudeBody {
  /// The namespace of what clients call an event by: 3d0c2c2e-5c3b-4d0e-9f57-0f5c2b4a9e61.
  private static final EventId INSERT_IDS =
      new EventId(0x3d0c2c2e_5c3b_4d0eL, 0x9f57_0f5c2b4a9e61L);

  private static final byte[] SEPARATOR = {0};

  private AmplitudeBody() {}

  /// Whether a body that is no batch of our own is one of these.
  static boolean looksLikeOne(byte[] body, int length) {
    try {
      JsonCursor member = JsonCursor.object(body, 0, length);
      while (member.next()) {
        if (member.name().equals("events")) {
          return true;
        }
      }
      return false;
    } catch (MalformedJson e) {
      return false;
    }
  }

  /// Reads a body.
  ///
  /// @param nowMicros what an event without a time gets
  static ForeignBody read(ForeignRequest.Amplitude request, long nowMicros)
      throws MalformedJson, Unacceptable {
    Map<String, JsonBytes> members =
        JsonMembers.of(JsonCursor.object(request.body(), 0, request.length()));
    JsonBytes events = members.get("events");
    if (events == null) {
      throw new MalformedJson("the body has no `events`");
    }
    NamedIds insertIds = new NamedIds(INSERT_IDS);
    List<byte[]> records = new ArrayList<>();
    for (Map<String, JsonBytes> event : ForeignBody.objects(JsonCursor.array(events), "events")) {
      records.add(exported(event, insertIds, nowMicros));
    }
    return new ForeignBody(text(members.get("api_key")).map(Set::of).orElse(Set.of()), records);
  }

  /// What the sender is told.
  static String answer(int bytes, int events, long nowMicros) {
    return new String(
        new JsonOutput(128)
            .ascii("{\"code\":200,\"events_ingested\":")
            .number(events)
            .ascii(",\"payload_size_bytes\":")
            .number(bytes)
            .ascii(",\"server_upload_time\":")
            .number(nowMicros / 1000)
            .ascii("}")
            .toByteArray(),
        StandardCharsets.US_ASCII);
  }

  private static byte[] exported(Map<String, JsonBytes> event, NamedIds insertIds, long nowMicros)
      throws MalformedJson {
    JsonBytes time = event.remove("time");
    event.putIfAbsent(
        "event_time", json(EventTime.format(micros(time).orElse(nowMicros)).replace('T', ' ')));
    JsonBytes insertId = event.remove("insert_id");
    if (insertId != null && isId(insertId)) {
      event.put("$insert_id", insertId);
      String sender = text(event.get("device_id")).orElse("");
      event.put(
          "uuid",
          json(
              insertIds
                  .of(sender.getBytes(StandardCharsets.UTF_8), SEPARATOR, insertId.utf8())
                  .toString()));
    }
    JsonBytes ip = event.remove("ip");
    if (ip != null && !text(ip).orElse("$remote").equals("$remote")) {
      event.put("ip_address", ip);
    }
    moveUserProperties(event);
    return JsonMembers.write(event).utf8();
  }

  /// A number, or a text that is not blank.
  private static boolean isId(JsonBytes value) throws MalformedJson {
    byte first = value.utf8()[0];
    return (first >= '0' && first <= '9') || first == '-' || !text(value).orElse("").isBlank();
  }

  private static OptionalLong micros(@Nullable JsonBytes time) {
    try {
      return time == null
          ? OptionalLong.empty()
          : EventTime.inRange(Math.multiplyExact(Long.parseLong(time.toString()), 1000));
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// An export has the state of a user on each event; a client sends what changes.
  private static void moveUserProperties(Map<String, JsonBytes> event) throws MalformedJson {
    Map<String, JsonBytes> user = ForeignBody.members(event.remove("user_properties"));
    if (user.isEmpty()) {
      return;
    }
    Map<String, JsonBytes> properties = ForeignBody.members(event.get("event_properties"));
    Map<String, JsonBytes> set = ForeignBody.members(user.remove("$set"));
    Map<String, JsonBytes> setOnce = ForeignBody.members(user.remove("$setOnce"));
    Map<String, JsonBytes> unset = ForeignBody.members(user.remove("$unset"));
    Map<String, JsonBytes> others = new LinkedHashMap<>();
    user.forEach((name, value) -> (name.startsWith("$") ? others : set).put(name, value));
    if (!set.isEmpty()) {
      properties.put("$set", JsonMembers.write(set));
    }
    if (!setOnce.isEmpty()) {
      properties.put("$set_once", JsonMembers.write(setOnce));
    }
    if (!unset.isEmpty()) {
      properties.put("$unset", names(unset.keySet()));
    }
    event.put("event_properties", JsonMembers.write(properties));
    if (!others.isEmpty()) {
      event.put("user_properties", JsonMembers.write(others));
    }
  }

  private static JsonBytes names(Set<String> names) {
    JsonOutput out = new JsonOutput(64).ascii("[");
    for (String name : names) {
      out.ascii(out.length() > 1 ? "," : "").string(name);
    }
    return out.ascii("]").toJsonBytes();
  }
}
