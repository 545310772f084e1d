package dev.headgate.capture;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request of another product's client comes down to.
///
/// @param tokens the different ones it carries, as written
/// @param records JSON objects that each say everything themselves
record ForeignBody(Set<String> tokens, List<byte[]> records) {
  ForeignBody {
    tokens = Set.copyOf(tokens);
    records = List.copyOf(records);
  }

  /// The members of each object of an array.
  ///
  /// @param what how messages call an element
  static List<Map<String, JsonBytes>> objects(JsonCursor array, String what)
      throws MalformedJson, Unacceptable {
    List<Map<String, JsonBytes>> objects = new ArrayList<>();
    while (array.next()) {
      if (array.kind() != JsonKind.OBJECT) {
        throw new MalformedJson("%s[%d] is no object".formatted(what, objects.size()));
      }
      if (objects.size() == Payload.MAX_EVENTS) {
        throw new Unacceptable(
            413,
            "maximum event size exceeded: more than "
                + Payload.MAX_EVENTS
                + " events in one request");
      }
      objects.add(JsonMembers.of(array.enter()));
    }
    return objects;
  }

  /// A value that is an object; nothing of any other.
  static Optional<JsonBytes> object(@Nullable JsonBytes value) {
    return Optional.ofNullable(value).filter(json -> json.utf8()[0] == '{');
  }

  /// The members of a value that is an object, a map of the caller's own; none of any other.
  static Map<String, JsonBytes> members(@Nullable JsonBytes value) throws MalformedJson {
    return JsonMembers.of(object(value).orElse(JsonBytes.EMPTY_OBJECT));
  }

  /// A string, decoded; nothing of any other value.
  static Optional<String> text(@Nullable JsonBytes value) throws MalformedJson {
    return value != null && value.utf8()[0] == '"'
        ? Optional.of(JsonText.of(value))
        : Optional.empty();
  }

  static JsonBytes json(String text) {
    return new JsonOutput(text.length() + 2).string(text).toJsonBytes();
  }
}
