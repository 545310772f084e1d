package dev.headgate.cli;

import dev.headgate.assess.DisplayText;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What changed between two objects, a line a property: `email: "a@b.c" -> "9f86..."`.
final class PropertyChanges {
  /// Of a value; what is longer is cut in its middle.
  private static final int MOST_COLUMNS = 30;

  private PropertyChanges() {}

  static List<String> of(JsonBytes before, JsonBytes after) {
    List<String> changes = new ArrayList<>();
    try {
      compare("", before, after, changes);
    } catch (MalformedJson e) {
      throw new IllegalStateException("an event's properties are JSON", e);
    }
    return changes;
  }

  private static void compare(String path, JsonBytes before, JsonBytes after, List<String> changes)
      throws MalformedJson {
    Map<String, JsonBytes> old = JsonMembers.of(before);
    Map<String, JsonBytes> now = JsonMembers.of(after);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      JsonBytes was = old.get(name);
      JsonBytes is = now.get(name);
      String shown = path + DisplayText.visible(name);
      if (was == null && is != null) {
        changes.add(shown + ": added " + text(is));
      } else if (was != null && is == null) {
        changes.add(shown + ": taken away, was " + text(was));
      } else if (was == null || is == null) {
        throw new IllegalStateException("a name of neither");
      } else if (isObject(was) && isObject(is)) {
        compare(shown + ".", was, is, changes);
      } else if (!was.equals(is)) {
        changes.add(shown + ": " + text(was) + " -> " + text(is));
      }
    }
  }

  private static boolean isObject(JsonBytes value) throws MalformedJson {
    return JsonCursor.kindOf(value.utf8(), 0, value.length()) == JsonKind.OBJECT;
  }

  private static String text(JsonBytes value) {
    return DisplayText.fit(DisplayText.visible(value.toString()), MOST_COLUMNS);
  }
}
