package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// One event of a generated history, as the oracle reads it: without JSON.
///
/// @param merge what it asks for; null: no merge
/// @param other the other id of the merge; empty text without one
/// @param setOnce values are numbers
/// @param set values are numbers
public record Happening(
    EventId uuid,
    long micros,
    String id,
    boolean personless,
    @Nullable MergeKind merge,
    String other,
    Map<String, Integer> setOnce,
    Map<String, Integer> set,
    Set<String> unset) {

  /// The same as an event, as a client would send it.
  public Event event() {
    StringJoiner properties = new StringJoiner(",", "{", "}");
    if (personless) {
      properties.add("\"$process_person_profile\":false");
    }
    if (merge != null) {
      String key = merge == MergeKind.IDENTIFY ? "$anon_distinct_id" : "alias";
      properties.add('"' + key + "\":\"" + other + '"');
    }
    members(properties, "$set_once", setOnce);
    members(properties, "$set", set);
    if (!unset.isEmpty()) {
      properties.add("\"$unset\":[\"" + String.join("\",\"", unset) + "\"]");
    }
    return new Event(uuid, name(), new DistinctId(id), micros, JsonBytes.of(properties.toString()));
  }

  private String name() {
    if (merge == null) {
      return "page";
    }
    return switch (merge) {
      case IDENTIFY -> "$identify";
      case CREATE_ALIAS -> "$create_alias";
      case MERGE_DANGEROUSLY -> "$merge_dangerously";
    };
  }

  private static void members(StringJoiner properties, String name, Map<String, Integer> values) {
    if (!values.isEmpty()) {
      StringJoiner members = new StringJoiner(",", "{", "}");
      values.forEach((key, value) -> members.add('"' + key + "\":" + value));
      properties.add('"' + name + "\":" + members);
    }
  }
}
