package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RejectReason;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The members of a JSON record, to be taken out one by one; what nobody has taken is left.
final class RecordMembers {
  private final Map<String, JsonBytes> members;

  /// @param members the caller gives them away
  RecordMembers(Map<String, JsonBytes> members) {
    this.members = members;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /// Nothing also where it is `null`.
  Optional<JsonBytes> get(String name) {
    JsonBytes value = members.get(name);
    return value == null || isNull(value) ? Optional.empty() : Optional.of(value);
  }

  void put(String name, JsonBytes value) {
    members.put(name, value);
  }

  void remove(String name) {
    members.remove(name);
  }

  /// The value as text; nothing where it is `null` or blank.
  Optional<String> text(String name) throws MalformedJson {
    return text(members.get(name));
  }

  /// A value as text: a string decoded, a number as it is written; nothing where it is `null` or
  /// blank.
  static Optional<String> text(@Nullable JsonBytes value) throws MalformedJson {
    if (value == null || isNull(value)) {
      return Optional.empty();
    }
    String text = JsonText.of(value);
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  /// As {@link #text(JsonBytes)}, and nothing of an object or an array either.
  static Optional<String> scalar(@Nullable JsonBytes value) throws MalformedJson {
    return value == null || isObject(value) || isArray(value) ? Optional.empty() : text(value);
  }

  Optional<DistinctId> id(String name) throws MalformedJson {
    return text(name).flatMap(DistinctId::of);
  }

  /// An ISO 8601 time in microseconds since 1970; nothing where there is none.
  OptionalLong time(String name) throws Refused, MalformedJson {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong micros = EventTime.parse(text.get());
    if (micros.isEmpty()) {
      throw new Refused(
          RejectReason.INVALID_TIMESTAMP,
          name + " " + RecordChecks.shown(text.get()) + " is not ISO 8601");
    }
    return micros;
  }

  /// Takes an object out; an empty one where there is none.
  JsonBytes takeObject(String name) throws Refused {
    JsonBytes value = members.remove(name);
    if (value == null || isNull(value)) {
      return JsonBytes.EMPTY_OBJECT;
    }
    if (!isObject(value)) {
      throw new Refused(RejectReason.INVALID_PROPERTIES, name + " is no object");
    }
    return value;
  }

  /// What is left, without what is `null`.
  JsonBytes left() {
    members.values().removeIf(RecordMembers::isNull);
    return JsonMembers.write(members);
  }

  static boolean isObject(JsonBytes value) {
    return value.utf8()[0] == '{';
  }

  /// Of what was written here, without white space.
  static boolean isEmptyObject(JsonBytes value) {
    return value.equals(JsonBytes.EMPTY_OBJECT);
  }

  static boolean isArray(JsonBytes value) {
    return value.utf8()[0] == '[';
  }

  private static boolean isNull(JsonBytes value) {
    return value.utf8()[0] == 'n';
  }
}
