package dev.headgate.apps;

import dev.headgate.apps.AppDefinition.Work;
import dev.headgate.apps.Expressions.BadExpression;
import dev.headgate.json.MalformedYaml;
import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the file that defines a project's apps, in YAML or JSON. Every fault names line, app and
/// key; a key that is not known is never passed over.
///
/// ```yaml
/// apps:
///   - name: no-noise
///     kind: drop
///     events: [heartbeat, debug]
///   - name: pseudonyms
///     kind: hash
///     properties: [email, $set.email]
/// ```
public final class AppsFile {
  /// Longest file that is read, in characters.
  public static final int MAX_CHARACTERS = 1 << 20;

  /// Most apps of a project.
  static final int MAX_APPS = 100;

  private static final int MAX_EVENTS = 1000;
  private static final List<String> KEYS = List.of("name", "kind", "events", "when", "on_error");

  /// The kinds, and the keys each has beside those of every app.
  private static final Map<String, List<String>> OWN_KEYS =
      Map.of(
          "drop", List.of(),
          "set", List.of("property", "value", "expression"),
          "rename", List.of("from", "to"),
          "hash", List.of("properties"),
          "mask", List.of("properties", "keep_first", "keep_last"),
          "geoip", List.of("database", "address", "remove_address"));

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";

  private final Expressions expressions;
  private final Function<String, Optional<String>> databaseFaults;
  private final Set<String> names = new HashSet<>();

  private AppsFile(Expressions expressions, Function<String, Optional<String>> databaseFaults) {
    this.expressions = expressions;
    this.databaseFaults = databaseFaults;
  }

  /// The apps that a file defines, in their order.
  ///
  /// @param expressions compiles what stands in it, so that a fault is found now
  /// @param databaseFaults what is wrong with a database file, if anything, by its path
  public static List<AppDefinition> read(
      String text, Expressions expressions, Function<String, Optional<String>> databaseFaults)
      throws BadAppsFile {
    if (text.length() > MAX_CHARACTERS) {
      throw fault("it is too long for a file of apps", 1);
    }
    try {
      return new AppsFile(expressions, databaseFaults).apps(YamlTree.read(text));
    } catch (MalformedYaml e) {
      throw fault(String.valueOf(e.getMessage()), e.line());
    }
  }

  private static BadAppsFile fault(String what, int line) {
    return new BadAppsFile(what, line, Optional.empty(), Optional.empty());
  }

  private List<AppDefinition> apps(YamlTree root) throws BadAppsFile {
    if (!(root instanceof YamlTree.Mapped mapped)
        || !mapped.entries().keySet().equals(Set.of("apps"))
        || !(mapped.entries().get("apps") instanceof YamlTree.Entry(int _, YamlTree value))) {
      throw fault("it holds the key \"apps\" and nothing else: a list of apps", root.line());
    }
    if (!(value instanceof YamlTree.Sequence list)) {
      throw new BadAppsFile(
          "it is a list; an empty one is []", value.line(), Optional.empty(), Optional.of("apps"));
    }
    if (list.items().size() > MAX_APPS) {
      throw fault("it defines more than " + MAX_APPS + " apps", list.line());
    }
    List<AppDefinition> apps = new ArrayList<>();
    for (YamlTree item : list.items()) {
      if (!(item instanceof YamlTree.Mapped app)) {
        throw fault("an app has keys, such as \"kind: drop\"", item.line());
      }
      apps.add(app(new AppKeys(app)));
    }
    return List.copyOf(apps);
  }

  private AppDefinition app(AppKeys keys) throws BadAppsFile {
    String name = keys.text("name");
    if (!name.matches(NAME)) {
      throw keys.fault("name", "a name is up to 64 letters, digits, and _ . - behind the first");
    }
    keys.named(name);
    if (!names.add(name)) {
      throw keys.fault("name", "an app before it has this name");
    }
    String kind = keys.text("kind");
    List<String> ownKeys = OWN_KEYS.get(kind);
    if (ownKeys == null) {
      throw keys.fault(
          "kind", "no app is a \"" + kind + "\"" + Nearest.hint(kind, OWN_KEYS.keySet()));
    }
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(ownKeys);
    keys.requireKnown(known);
    Set<String> events = Set.copyOf(keys.texts("events", MAX_EVENTS));
    Optional<String> when = keys.optionalText("when");
    if (when.isPresent()) {
      compiled(keys, "when", () -> expressions.condition(when.get()));
    }
    if (kind.equals("drop") && events.isEmpty() && when.isEmpty()) {
      throw keys.fault(
          "kind", "it would drop every event: say which with \"events\", \"when\" or both");
    }
    return new AppDefinition(name, work(kind, keys, events), events, when, onError(keys));
  }

  private Work work(String kind, AppKeys keys, Set<String> events) throws BadAppsFile {
    return switch (kind) {
      case "drop" -> new AppDefinition.Drop();
      case "set" -> set(keys, events);
      case "rename" -> new AppDefinition.Rename(keys.path("from", events), keys.path("to", events));
      case "hash" -> new AppDefinition.Hash(keys.paths("properties", events));
      case "mask" ->
          new AppDefinition.Mask(
              keys.paths("properties", events),
              keys.number("keep_first", 0),
              keys.number("keep_last", 0));
      case "geoip" -> geoIp(keys, events);
      default -> throw new IllegalStateException("a kind without work: " + kind);
    };
  }

  private Work geoIp(AppKeys keys, Set<String> events) throws BadAppsFile {
    String database = keys.text("database");
    Optional<String> fault = databaseFaults.apply(database);
    if (fault.isPresent()) {
      throw keys.fault("database", fault.get());
    }
    return new AppDefinition.GeoIp(
        database,
        keys.has("address") ? keys.path("address", events) : new PropertyPath("$ip"),
        keys.flag("remove_address"));
  }

  private Work set(AppKeys keys, Set<String> events) throws BadAppsFile {
    PropertyPath property = keys.path("property", events);
    if (keys.has("value") == keys.has("expression")) {
      throw keys.fault("kind", "a set has either a \"value\" or an \"expression\"");
    }
    if (keys.has("value")) {
      return new AppDefinition.SetValue(property, keys.json("value"));
    }
    String expression = keys.text("expression");
    compiled(keys, "expression", () -> expressions.computation(expression));
    return new AppDefinition.Compute(property, expression);
  }

  private interface Compiling {
    Object compiled() throws BadExpression;
  }

  private static void compiled(AppKeys keys, String key, Compiling compiling) throws BadAppsFile {
    try {
      var _ = compiling.compiled();
    } catch (BadExpression e) {
      throw keys.fault(key, String.valueOf(e.getMessage()));
    }
  }

  private static OnError onError(AppKeys keys) throws BadAppsFile {
    if (!keys.has("on_error")) {
      return OnError.PASS;
    }
    String written = keys.text("on_error");
    for (OnError policy : OnError.values()) {
      if (policy.key().equals(written)) {
        return policy;
      }
    }
    throw keys.fault("on_error", "it is pass, drop or set_aside, not \"" + written + "\"");
  }

  /// The apps of these names, in the file's order.
  ///
  /// @return empty at the first name that no app has
  public static Optional<List<AppDefinition>> named(List<AppDefinition> apps, List<String> wanted) {
    Map<String, AppDefinition> byName = new HashMap<>();
    apps.forEach(app -> byName.put(app.name(), app));
    return byName.keySet().containsAll(wanted)
        ? Optional.of(apps.stream().filter(app -> wanted.contains(app.name())).toList())
        : Optional.empty();
  }
}
