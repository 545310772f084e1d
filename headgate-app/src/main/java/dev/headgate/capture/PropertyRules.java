package dev.headgate.capture;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.ByteSearch;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.StorableJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The properties of an event as they are stored: its own bytes wherever possible.
final class PropertyRules {
  private PropertyRules() {}

  /// Puts `$set` and `$set_once` of the event's top level into its properties (key by key, the top
  /// level wins), makes all of it storable, and takes line breaks out, which in JSON can only be
  /// white space.
  ///
  /// @param more what else the request says of the event, by name; it wins
  static JsonBytes of(RawEvent event, Map<String, JsonBytes> more) throws MalformedJson {
    JsonBytes properties = event.properties == null ? JsonBytes.EMPTY_OBJECT : event.properties;
    if (event.set != null || event.setOnce != null || !more.isEmpty()) {
      return stored(merged(properties, event.set, event.setOnce, more));
    }
    return event.propertiesHoldEscape ? stored(properties) : oneLine(properties);
  }

  private static JsonBytes merged(
      JsonBytes properties,
      @Nullable JsonBytes set,
      @Nullable JsonBytes setOnce,
      Map<String, JsonBytes> more)
      throws MalformedJson {
    Map<String, JsonBytes> members = new LinkedHashMap<>();
    JsonCursor member = JsonCursor.object(properties);
    while (member.next()) {
      members.put(member.name(), member.raw());
    }
    overlay(members, "$set", set);
    overlay(members, "$set_once", setOnce);
    members.putAll(more);
    return written(members);
  }

  private static void overlay(Map<String, JsonBytes> members, String key, @Nullable JsonBytes top)
      throws MalformedJson {
    if (top == null) {
      return;
    }
    Map<String, JsonBytes> values = new LinkedHashMap<>();
    JsonBytes own = members.get(key);
    if (own != null && own.utf8()[0] == '{') {
      addAll(values, own);
    }
    addAll(values, top);
    members.put(key, written(values));
  }

  private static void addAll(Map<String, JsonBytes> values, JsonBytes object) throws MalformedJson {
    JsonCursor member = JsonCursor.object(object);
    while (member.next()) {
      values.put(member.name(), member.raw());
    }
  }

  private static JsonBytes written(Map<String, JsonBytes> members) {
    JsonOutput out = new JsonOutput(256);
    String separator = "{";
    for (Map.Entry<String, JsonBytes> member : members.entrySet()) {
      out.ascii(separator).string(member.getKey()).ascii(":").raw(member.getValue());
      separator = ",";
    }
    return out.ascii(members.isEmpty() ? "{}" : "}").toJsonBytes();
  }

  /// An object as it is stored: without line breaks, which in JSON can only be white space.
  static JsonBytes stored(JsonBytes properties) throws MalformedJson {
    return oneLine(StorableJson.of(properties));
  }

  private static JsonBytes oneLine(JsonBytes json) {
    byte[] in = json.utf8();
    if (!ByteSearch.holdsControl(in, 0, in.length)) {
      return json;
    }
    for (int i = 0; i < in.length; i++) {
      if (isLineBreak(in[i])) {
        byte[] out = in.clone();
        for (int k = i; k < out.length; k++) {
          out[k] = isLineBreak(out[k]) ? (byte) ' ' : out[k];
        }
        return JsonBytes.owning(out);
      }
    }
    return json;
  }

  private static boolean isLineBreak(byte b) {
    return b == '\n' || b == '\r';
  }
}
