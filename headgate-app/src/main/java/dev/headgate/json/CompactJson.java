package dev.headgate.json;

import dev.headgate.event.JsonBytes;
import java.util.Map;
import java.util.TreeMap;

/// The one way to write a JSON value: no white space, members in the order of their names, of
/// members with the same name the last. Numbers stay as they are written.
public final class CompactJson {
  private CompactJson() {}

  public static String of(JsonBytes json) throws MalformedJson {
    JsonOutput out = new JsonOutput(json.length());
    write(json, out);
    return out.toJsonBytes().toString();
  }

  /// The depth is bounded by {@link JsonCursor#MAX_DEPTH}.
  private static void write(JsonBytes json, JsonOutput out) throws MalformedJson {
    switch (json.utf8()[0]) {
      case '{' -> {
        Map<String, JsonBytes> members = new TreeMap<>();
        JsonCursor cursor = JsonCursor.object(json);
        while (cursor.next()) {
          members.put(cursor.name(), cursor.raw());
        }
        String separator = "{";
        for (Map.Entry<String, JsonBytes> member : members.entrySet()) {
          out.ascii(separator).string(member.getKey()).ascii(":");
          write(member.getValue(), out);
          separator = ",";
        }
        out.ascii(members.isEmpty() ? "{}" : "}");
      }
      case '[' -> {
        JsonCursor cursor = JsonCursor.array(json);
        String separator = "[";
        while (cursor.next()) {
          out.ascii(separator);
          write(cursor.raw(), out);
          separator = ",";
        }
        out.ascii(separator.equals("[") ? "[]" : "]");
      }
      case '"' -> out.string(JsonText.of(json));
      default -> out.raw(json);
    }
  }
}
