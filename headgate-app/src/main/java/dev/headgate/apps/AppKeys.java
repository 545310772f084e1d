package dev.headgate.apps;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.YamlKeys;
import dev.headgate.json.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The keys of one app in a file, read as what they should be.
final class AppKeys extends YamlKeys<BadAppsFile> {
  private static final int MAX_PATHS = 200;
  private static final int MAX_VALUE_BYTES = 1 << 16;
  private static final int MOST_KEPT = 1000;

  private Optional<String> app = Optional.empty();

  AppKeys(YamlTree.Mapped app) {
    super(app);
  }

  /// Faults name the app from now on.
  void named(String name) {
    app = Optional.of(name);
  }

  /// @param what a sentence
  BadAppsFile fault(String key, String what) {
    return new BadAppsFile(what, lineOf(key), app, Optional.of(key));
  }

  @Override
  protected BadAppsFile fault(String what, int line) {
    return new BadAppsFile(what, line, app, Optional.empty());
  }

  @Override
  public BadAppsFile wrong(String key, String what) {
    return fault(key, "it " + what);
  }

  @Override
  protected BadAppsFile wrongKey(String key, String what) {
    return fault(key, "it " + what);
  }

  Optional<String> optionalText(String key) throws BadAppsFile {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  PropertyPath path(String key, Set<String> events) throws BadAppsFile {
    return path(key, text(key), events);
  }

  List<PropertyPath> paths(String key, Set<String> events) throws BadAppsFile {
    var _ = required(key);
    List<PropertyPath> paths = new ArrayList<>();
    for (String text : texts(key, MAX_PATHS)) {
      paths.add(path(key, text, events));
    }
    return paths;
  }

  private PropertyPath path(String key, String text, Set<String> events) throws BadAppsFile {
    PropertyPath path;
    try {
      path = new PropertyPath(text);
    } catch (IllegalArgumentException e) {
      throw fault(key, String.valueOf(e.getMessage()));
    }
    Optional<String> reserved = ReservedProperties.why(path, events);
    if (reserved.isPresent()) {
      throw fault(key, reserved.get());
    }
    return path;
  }

  int number(String key, int otherwise) throws BadAppsFile {
    return has(key) ? whole(key, 0, MOST_KEPT) : otherwise;
  }

  /// Also what else YAML takes for true or false, such as yes: apps that were set have it.
  @Override
  public boolean flag(String key) throws BadAppsFile {
    if (!has(key)) {
      return false;
    }
    if (required(key) instanceof YamlTree.Scalar(String _, JsonKind kind, int _)
        && (kind == JsonKind.TRUE || kind == JsonKind.FALSE)) {
      return kind == JsonKind.TRUE;
    }
    throw wrong(key, "is true or false");
  }

  /// Any value, as JSON.
  JsonBytes json(String key) throws BadAppsFile {
    JsonOutput out = new JsonOutput(64);
    write(key, required(key), out);
    if (out.length() > MAX_VALUE_BYTES) {
      throw wrong(key, "has more than " + MAX_VALUE_BYTES + " bytes");
    }
    return out.toJsonBytes();
  }

  private void write(String key, YamlTree tree, JsonOutput out) throws BadAppsFile {
    switch (tree) {
      case YamlTree.Scalar(String text, JsonKind kind, int _) -> writeScalar(key, text, kind, out);
      case YamlTree.Sequence(List<YamlTree> items, int _) -> {
        String separator = "[";
        out.ascii(items.isEmpty() ? "[" : "");
        for (YamlTree item : items) {
          out.ascii(separator);
          write(key, item, out);
          separator = ",";
        }
        out.ascii("]");
      }
      case YamlTree.Mapped(Map<String, YamlTree.Entry> members, int _) -> {
        String separator = "{";
        out.ascii(members.isEmpty() ? "{" : "");
        for (Map.Entry<String, YamlTree.Entry> member : members.entrySet()) {
          out.ascii(separator).string(member.getKey()).ascii(":");
          write(key, member.getValue().value(), out);
          separator = ",";
        }
        out.ascii("}");
      }
    }
  }

  private void writeScalar(String key, String text, JsonKind kind, JsonOutput out)
      throws BadAppsFile {
    switch (kind) {
      case TRUE -> out.ascii("true");
      case FALSE -> out.ascii("false");
      case NULL -> out.ascii("null");
      case NUMBER -> out.bytes(number(key, text));
      case STRING, OBJECT, ARRAY -> out.string(text);
    }
  }

  /// YAML knows more ways to write a number than JSON.
  private byte[] number(String key, String text) throws BadAppsFile {
    byte[] written = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (JsonCursor.kindOf(written, 0, written.length) == JsonKind.NUMBER) {
        return written;
      }
    } catch (MalformedJson e) {
      // Said below, as what it is for who wrote it.
    }
    throw fault(key, text + " is no number in JSON: write it otherwise, or in quotes as a text");
  }
}
