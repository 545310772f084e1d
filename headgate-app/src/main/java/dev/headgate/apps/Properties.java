package dev.headgate.apps;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object, each the bytes it came in until it is replaced: what no app
/// touches is written as it was. Of members with the same name the last counts, as everywhere.
/// Objects within are opened when a path leads into them.
public final class Properties {
  private static final int USUAL_BYTES = 1024;

  /// Each a {@link JsonBytes}, or the {@link Properties} of an object that was opened.
  private final Map<String, Object> members = new LinkedHashMap<>();

  private Properties() {}

  static Properties of(JsonBytes object) {
    Properties properties = new Properties();
    try {
      JsonCursor cursor = JsonCursor.object(object);
      while (cursor.next()) {
        properties.members.put(cursor.name(), cursor.raw());
      }
      return properties;
    } catch (MalformedJson e) {
      throw new IllegalArgumentException("properties that are no JSON object: capture's bug", e);
    }
  }

  /// Names of the outermost members.
  public Set<String> names() {
    return members.keySet();
  }

  /// A member by its whole name.
  public Optional<JsonBytes> member(String name) {
    return Optional.ofNullable(bytes(members.get(name)));
  }

  /// What stands at a path; empty if nothing does.
  public Optional<JsonBytes> get(PropertyPath path) {
    return Optional.ofNullable(find(path.text()));
  }

  private @Nullable JsonBytes find(String rest) {
    Object whole = members.get(rest);
    if (whole != null) {
      return bytes(whole);
    }
    int dot = rest.indexOf('.');
    Properties inside = dot < 0 ? null : open(rest.substring(0, dot));
    return inside == null ? null : inside.find(rest.substring(dot + 1));
  }

  private static @Nullable JsonBytes bytes(@Nullable Object member) {
    return switch (member) {
      case null -> null;
      case Properties opened -> opened.write();
      case JsonBytes raw -> raw;
      default -> throw new IllegalStateException("no member is a " + member.getClass());
    };
  }

  private @Nullable Properties open(String name) {
    Object member = members.get(name);
    if (member instanceof JsonBytes raw && kind(raw) == JsonKind.OBJECT) {
      Properties opened = of(raw);
      members.put(name, opened);
      return opened;
    }
    return member instanceof Properties opened ? opened : null;
  }

  static JsonKind kind(JsonBytes value) {
    try {
      return JsonCursor.kindOf(value.utf8(), 0, value.length());
    } catch (MalformedJson e) {
      throw new IllegalStateException("a member was read already", e);
    }
  }

  /// Whether {@link #put} finds its way: nothing that is no object is in it.
  boolean leadsTo(PropertyPath path) {
    String rest = path.text();
    Properties at = this;
    while (!at.members.containsKey(rest)) {
      int dot = rest.indexOf('.');
      if (dot < 0 || !at.members.containsKey(rest.substring(0, dot))) {
        return true;
      }
      Properties inside = at.open(rest.substring(0, dot));
      if (inside == null) {
        return false;
      }
      at = inside;
      rest = rest.substring(dot + 1);
    }
    return true;
  }

  /// Puts a value at a path that {@link #leadsTo} finds; objects that are missing on the way are
  /// made.
  void put(PropertyPath path, JsonBytes value) {
    put(path.text(), value);
  }

  private void put(String rest, JsonBytes value) {
    int dot = rest.indexOf('.');
    if (dot < 0 || members.containsKey(rest)) {
      members.put(rest, value);
      return;
    }
    String first = rest.substring(0, dot);
    Properties inside = open(first);
    if (inside == null) {
      inside = new Properties();
      members.put(first, inside);
    }
    inside.put(rest.substring(dot + 1), value);
  }

  /// Takes away what stands at a path.
  void remove(PropertyPath path) {
    remove(path.text());
  }

  private void remove(String rest) {
    int dot = rest.indexOf('.');
    if (dot < 0 || members.containsKey(rest)) {
      members.remove(rest);
      return;
    }
    Properties inside = open(rest.substring(0, dot));
    if (inside != null) {
      inside.remove(rest.substring(dot + 1));
    }
  }

  JsonBytes write() {
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    write(out);
    return out.toJsonBytes();
  }

  private void write(JsonOutput out) {
    out.ascii("{");
    String separator = "";
    for (Map.Entry<String, Object> member : members.entrySet()) {
      out.ascii(separator).string(member.getKey()).ascii(":");
      separator = ",";
      if (member.getValue() instanceof Properties opened) {
        opened.write(out);
      } else if (member.getValue() instanceof JsonBytes raw) {
        out.raw(raw);
      }
    }
    out.ascii("}");
  }
}
