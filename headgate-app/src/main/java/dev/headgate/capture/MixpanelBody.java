package dev.headgate.capture;

import static dev.headgate.capture.ForeignBody.json;
import static dev.headgate.capture.ForeignBody.text;

import dev.headgate.capture.ForeignRecords.Draft;
import dev.headgate.capture.ForeignRecords.Made;
import dev.headgate.event.DistinctId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads bodies as Mixpanel's clients send them, one object or an array of them, and makes the
/// changes of profiles and groups, which no export has, into events:
///
/// ```
/// {"$token":"t","$distinct_id":"u","$set":{"plan":"pro"},"$add":{"n":1}}
///    $set of u with $set; what does not commute is kept as $mixpanel_add
/// {"$token":"t","$group_key":"company","$group_id":"acme","$set":{"size":3}}
///    $groupidentify with $group_type, $group_key and $group_set
/// ```
final class MixpanelBody {
  /// Above it a time is in milliseconds: as seconds it is the year 2286.
  private static final long MOST_SECONDS = 10_000_000_000L;

  private static final Set<String> UNDERSTOOD = Set.of("$set", "$set_once", "$unset");
  private static final Set<String> NOT_KEPT =
      Set.of("$token", "$distinct_id", "$time", "$group_key", "$group_id");

  private MixpanelBody() {}

  /// Reads a body.
  ///
  /// @param nowMicros what an event without a time gets
  static ForeignBody read(ForeignRequest.Mixpanel request, long nowMicros)
      throws MalformedJson, Unacceptable {
    Set<String> tokens = new TreeSet<>();
    List<byte[]> records = new ArrayList<>();
    for (Map<String, JsonBytes> object : objects(request)) {
      records.add(
          switch (request.kind()) {
            case EVENTS -> event(object, tokens, nowMicros);
            case PROFILES, GROUPS -> {
              text(object.remove("$token")).ifPresent(tokens::add);
              yield JsonMembers.write(object).utf8();
            }
          });
    }
    return new ForeignBody(tokens, records);
  }

  private static List<Map<String, JsonBytes>> objects(ForeignRequest.Mixpanel request)
      throws MalformedJson, Unacceptable {
    byte[] body = request.body();
    int first = 0;
    while (first < request.length() && body[first] <= ' ') {
      first++;
    }
    return first < request.length() && body[first] == '['
        ? ForeignBody.objects(JsonCursor.array(body, 0, request.length()), "")
        : List.of(JsonMembers.of(JsonCursor.object(body, 0, request.length())));
  }

  private static byte[] event(Map<String, JsonBytes> event, Set<String> tokens, long nowMicros)
      throws MalformedJson {
    if (ForeignBody.object(event.get("properties")).isEmpty()) {
      return JsonMembers.write(event).utf8();
    }
    Map<String, JsonBytes> properties = ForeignBody.members(event.get("properties"));
    text(properties.remove("token")).ifPresent(tokens::add);
    properties.putIfAbsent("time", JsonBytes.of(Long.toString(nowMicros / 1000)));
    event.put("properties", JsonMembers.write(properties));
    return JsonMembers.write(event).utf8();
  }

  /// Makes an event of a change.
  static ForeignRecords changes(ForeignRequest.MixpanelKind kind, long nowMicros) {
    return () ->
        record -> {
          try {
            Map<String, JsonBytes> change =
                JsonMembers.of(JsonCursor.object(record, 0, record.length));
            return kind == ForeignRequest.MixpanelKind.GROUPS
                ? group(change, nowMicros)
                : profile(change, nowMicros);
          } catch (MalformedJson e) {
            return new Made.Refused(String.valueOf(e.getMessage()));
          }
        };
  }

  private static Made profile(Map<String, JsonBytes> change, long nowMicros) throws MalformedJson {
    Optional<DistinctId> who = id(change.get("$distinct_id"));
    if (who.isEmpty()) {
      return new Made.Refused("a change of a profile without a $distinct_id");
    }
    Map<String, JsonBytes> properties = new LinkedHashMap<>();
    for (Map.Entry<String, JsonBytes> member : change.entrySet()) {
      String name = member.getKey();
      if (UNDERSTOOD.contains(name)) {
        properties.put(name, member.getValue());
      } else if (!NOT_KEPT.contains(name)) {
        properties.put("$mixpanel_" + name.replaceFirst("^\\$", ""), member.getValue());
      }
    }
    return made("$set", who.get(), micros(change, nowMicros), properties);
  }

  private static Made group(Map<String, JsonBytes> change, long nowMicros) throws MalformedJson {
    Optional<String> type = text(change.get("$group_key"));
    Optional<DistinctId> key = id(change.get("$group_id"));
    if (type.isEmpty() || key.isEmpty()) {
      return new Made.Refused("a change of a group without a $group_key and a $group_id");
    }
    Map<String, JsonBytes> properties = new LinkedHashMap<>();
    properties.put("$group_type", json(type.get()));
    properties.put("$group_key", json(key.get().value()));
    Map<String, JsonBytes> set = ForeignBody.members(change.get("$set_once"));
    set.putAll(ForeignBody.members(change.get("$set")));
    properties.put("$group_set", JsonMembers.write(set));
    Optional<DistinctId> group = DistinctId.of("$" + type.get() + "_" + key.get().value());
    return made("$groupidentify", group.orElseThrow(), micros(change, nowMicros), properties);
  }

  private static Made made(
      String name, DistinctId who, long micros, Map<String, JsonBytes> properties) {
    JsonBytes json = JsonMembers.write(properties);
    return new Made.Events(List.of(new Draft(Optional.empty(), name, who, micros, json)));
  }

  private static Optional<DistinctId> id(@Nullable JsonBytes value) throws MalformedJson {
    return value == null || value.utf8()[0] == 'n'
        ? Optional.empty()
        : DistinctId.of(JsonText.of(value));
  }

  private static long micros(Map<String, JsonBytes> change, long nowMicros) {
    JsonBytes time = change.get("$time");
    if (time == null) {
      return nowMicros;
    }
    try {
      long number = Long.parseLong(time.toString());
      int perUnit = number > MOST_SECONDS ? 1_000 : 1_000_000;
      return EventTime.inRange(Math.multiplyExact(number, perUnit)).orElse(nowMicros);
    } catch (ArithmeticException | NumberFormatException e) {
      return nowMicros;
    }
  }
}
