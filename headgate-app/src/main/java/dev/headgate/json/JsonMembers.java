package dev.headgate.json;

import dev.headgate.event.JsonBytes;
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
}
