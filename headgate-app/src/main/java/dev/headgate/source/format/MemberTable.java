package dev.headgate.source.format;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which members of a record, by their path, are a property under another name. What the table does
/// not name stays where it was.
///
/// ```
/// os.name -> $os       {"id":7,"os":{"name":"iOS","rooted":true}}
///                      leaves {"id":7,"os":{"rooted":true}}
/// ```
final class MemberTable {
  private final Node root = new Node();

  private static final class Node {
    private final Map<String, Node> inside = new HashMap<>();
    private @Nullable String property;
  }

  /// @param properties by dotted path
  static MemberTable of(Map<String, String> properties) {
    MemberTable table = new MemberTable();
    properties.forEach((path, property) -> {
      Node node = table.root;
      for (String name : path.split("\\.", -1)) {
        node = node.inside.computeIfAbsent(name, _ -> new Node());
      }
      node.property = property;
    });
    return table;
  }

  /// Offers what the table names to the properties, and returns the object without what they took.
  /// Moved are texts, numbers, true and false; not an empty text.
  JsonBytes move(JsonBytes object, DraftProperties properties) throws MalformedJson {
    JsonOutput left = new JsonOutput(object.length());
    walk(root, JsonCursor.object(object), properties, left);
    return left.toJsonBytes();
  }

  /// Writes what is left of an object and says whether that is anything. As deep as the table.
  private static boolean walk(
      Node node, JsonCursor cursor, DraftProperties properties, JsonOutput left)
      throws MalformedJson {
    int start = left.length();
    left.ascii("{");
    while (cursor.next()) {
      Node child = node.inside.get(cursor.name());
      if (child != null && moves(child, cursor, properties)) {
        continue;
      }
      int before = left.length();
      left.ascii(before > start + 1 ? "," : "").string(cursor.name()).ascii(":");
      if (child == null || child.inside.isEmpty() || cursor.kind() != JsonKind.OBJECT) {
        left.bytes(cursor.buffer(), cursor.from(), cursor.to());
      } else if (!walk(child, cursor.enter(), properties, left)) {
        left.truncate(before);
      }
    }
    boolean some = left.length() > start + 1;
    left.ascii("}");
    return some;
  }

  private static boolean moves(Node node, JsonCursor cursor, DraftProperties properties)
      throws MalformedJson {
    boolean value =
        switch (cursor.kind()) {
          case STRING -> cursor.to() - cursor.from() > 2;
          case NUMBER, TRUE, FALSE -> true;
          case NULL, OBJECT, ARRAY -> false;
        };
    return value && node.property != null && properties.offer(node.property, cursor.raw());
  }
}
