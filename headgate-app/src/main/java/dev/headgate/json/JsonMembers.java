package dev.headgate.json;

import dev.headgate.event.JsonBytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Looks up members of an object that is kept as bytes.
public final class JsonMembers {
  private JsonMembers() {}

  /// The value of a top-level member, the last one where a name repeats.
  public static Optional<JsonBytes> find(JsonBytes object, String name) throws MalformedJson {
    Optional<JsonBytes> found = Optional.empty();
    JsonCursor members = JsonCursor.object(object);
    while (members.next()) {
      if (members.name().equals(name)) {
        found = Optional.of(members.raw());
      }
    }
    return found;
  }

  /// All top-level members in their order, the last value where a name repeats. The map is the
  /// caller's own.
  public static Map<String, JsonBytes> of(JsonBytes object) throws MalformedJson {
    return of(JsonCursor.object(object));
  }

  /// What is left of an object that was opened and not walked yet.
  public static Map<String, JsonBytes> of(JsonCursor object) throws MalformedJson {
    Map<String, JsonBytes> members = new LinkedHashMap<>();
    while (object.next()) {
      members.put(object.name(), object.raw());
    }
    return members;
  }

  /// An object of these members, in their order.
  public static JsonBytes write(Map<String, JsonBytes> members) {
    JsonOutput out = new JsonOutput(256);
    out.ascii("{");
    members.forEach((name, value) -> {
      out.ascii(out.length() > 1 ? "," : "").string(name).ascii(":").raw(value);
    });
    return out.ascii("}").toJsonBytes();
  }
}
