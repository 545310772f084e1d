package dev.headgate.source.format;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.StorableJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The properties of an event in the making. What is there first stays: a format puts the event's
/// own properties in before it offers those that it maps.
final class DraftProperties {
  private static final Pattern VERSION_OF_ONE_PART = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

  private static final JsonBytes TRUE = JsonBytes.of("true");

  private final Map<String, JsonBytes> members = new LinkedHashMap<>();

  /// Puts all members of an object; of those with the same name the last counts.
  void putAll(JsonCursor object) throws MalformedJson {
    members.putAll(JsonMembers.of(object));
  }

  void put(String name, JsonBytes value) {
    members.put(name, value);
  }

  void put(String name, String text) {
    members.put(name, json(text));
  }

  /// Puts it in if there is none of that name, and says whether it did.
  boolean offer(String name, JsonBytes value) {
    return members.putIfAbsent(name, value) == null;
  }

  boolean offer(String name, String text) {
    return offer(name, json(text));
  }

  @Nullable JsonBytes get(String name) {
    return members.get(name);
  }

  @Nullable JsonBytes remove(String name) {
    return members.remove(name);
  }

  /// Calls a property otherwise, if it is there.
  void rename(String from, String to) {
    JsonBytes value = members.remove(from);
    if (value != null) {
      members.put(to, value);
    }
  }

  /// Puts a property under a second name as well, if it is there.
  void copy(String from, String to) {
    JsonBytes value = members.get(from);
    if (value != null) {
      members.put(to, value);
    }
  }

  /// Where an imported event comes from.
  void putSource(String product) {
    members.put("historical_migration", TRUE);
    put("analytics_source", product);
  }

  /// Sets properties of the person to what the event has under their names, as far as it has any.
  ///
  /// @param verb `$set` or `$set_once`
  void writeToPerson(String verb, List<String> names) throws MalformedJson {
    Map<String, JsonBytes> written = new LinkedHashMap<>();
    for (String name : names) {
      JsonBytes value = members.get(name);
      if (value != null) {
        written.put(name, value);
      }
    }
    mergeUnder(verb, JsonMembers.write(written));
  }

  /// Merges an object into one that is there, whose own members stay.
  void mergeUnder(String name, JsonBytes object) throws MalformedJson {
    Map<String, JsonBytes> merged = JsonMembers.of(object);
    JsonBytes within = members.get(name);
    if (within != null && within.utf8()[0] == '{') {
      merged.putAll(JsonMembers.of(within));
    }
    if (!merged.isEmpty()) {
      members.put(name, JsonMembers.write(merged));
    }
  }

  /// Whether they say that the event wants no person.
  boolean personless() {
    JsonBytes wanted = members.get("$process_person_profile");
    return wanted != null && wanted.toString().equals("false");
  }

  JsonBytes toJson() {
    return StorableJson.of(JsonMembers.write(members));
  }

  /// A version as PostHog's clients write it: a number where it has but one part.
  static JsonBytes version(String text) {
    return VERSION_OF_ONE_PART.matcher(text).matches() ? JsonBytes.of(text) : json(text);
  }

  /// A number if the text is written as JSON writes one.
  static JsonBytes numberOrText(String text) {
    return NUMBER.matcher(text).matches() ? JsonBytes.of(text) : json(text);
  }

  static JsonBytes json(String text) {
    return new JsonOutput(text.length() + 8).string(text).toJsonBytes();
  }
}
