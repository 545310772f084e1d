package dev.headgate.apps;

import dev.headgate.apps.App.Outcome;
import dev.headgate.apps.AppDefinition.GeoIp;
import dev.headgate.apps.AppDefinition.Mask;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What each kind of app does with an event that it is for. Each finds out first what it would
/// change and changes it then, so that an event on which it fails is as it was.
final class Works {
  /// Says that an event's address is not to be looked up.
  private static final String GEOIP_DISABLE = "$geoip_disable";

  private Works() {}

  static App drop() {
    return _ -> Outcome.DROPPED;
  }

  static App set(PropertyPath property, JsonBytes value) {
    return event -> put(event, Map.of(property, value));
  }

  static App compute(PropertyPath property, Expressions.Computation computation) {
    return event -> {
      Optional<JsonBytes> value = computation.value(event);
      return value.isPresent() ? put(event, Map.of(property, value.get())) : Outcome.UNCHANGED;
    };
  }

  /// A property that has the new name already is replaced.
  static App rename(PropertyPath from, PropertyPath to) {
    return event -> {
      Optional<JsonBytes> value = event.properties().get(from);
      if (value.isEmpty()) {
        return Outcome.UNCHANGED;
      }
      requireWay(event, to);
      event.remove(from);
      event.put(to, value.get());
      return Outcome.CHANGED;
    };
  }

  /// Strings by their text, numbers and booleans as they are written; null has nothing to hide.
  static App hash(List<PropertyPath> properties, HashKey key) {
    return event -> replaceTexts(event, properties, key::hash);
  }

  static App mask(Mask mask) {
    return event ->
        replaceTexts(
            event, mask.properties(), text -> masked(text, mask.keepFirst(), mask.keepLast()));
  }

  /// Counts characters as people see code points. What would stay whole is masked whole.
  static String masked(String text, int keepFirst, int keepLast) {
    int[] points = text.codePoints().toArray();
    boolean whole = keepFirst + keepLast >= points.length;
    StringBuilder masked = new StringBuilder(text.length());
    for (int i = 0; i < points.length; i++) {
      boolean kept = !whole && (i < keepFirst || i >= points.length - keepLast);
      masked.appendCodePoint(kept ? points[i] : '*');
    }
    return masked.toString();
  }

  /// Adds what the database knows of the address. An event that says `$geoip_disable` is left.
  static App geoIp(GeoIp work, Places places) {
    PropertyPath disable = new PropertyPath(GEOIP_DISABLE);
    return event -> {
      Optional<JsonBytes> address = event.properties().get(work.address());
      boolean disabled =
          event.properties().get(disable).map(JsonBytes::toString).orElse("").equals("true");
      if (address.isEmpty() || Properties.kind(address.get()) == JsonKind.NULL) {
        return Outcome.UNCHANGED;
      }
      Map<PropertyPath, JsonBytes> found = new LinkedHashMap<>();
      if (!disabled) {
        places
            .find(text(address.get(), work.address()))
            .forEach((name, value) -> found.put(new PropertyPath(name), value));
      }
      if (work.removeAddress()) {
        event.remove(work.address());
      }
      found.forEach(event::put);
      return found.isEmpty() && !work.removeAddress() ? Outcome.UNCHANGED : Outcome.CHANGED;
    };
  }

  private interface TextChange {
    String of(String text);
  }

  private static Outcome replaceTexts(
      PassingEvent event, List<PropertyPath> properties, TextChange change) throws AppFailure {
    Map<PropertyPath, JsonBytes> changes = new LinkedHashMap<>();
    for (PropertyPath property : properties) {
      Optional<JsonBytes> value = event.properties().get(property);
      if (value.isPresent() && Properties.kind(value.get()) != JsonKind.NULL) {
        String now = change.of(text(value.get(), property));
        changes.put(property, new JsonOutput(now.length() + 2).string(now).toJsonBytes());
      }
    }
    return put(event, changes);
  }

  private static String text(JsonBytes value, PropertyPath of) throws AppFailure {
    JsonKind kind = Properties.kind(value);
    if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY) {
      throw new AppFailure(
          "the property " + of + " is an " + (kind == JsonKind.OBJECT ? "object" : "array"));
    }
    try {
      return JsonText.of(value);
    } catch (MalformedJson e) {
      throw new IllegalStateException("a member was read already", e);
    }
  }

  private static Outcome put(PassingEvent event, Map<PropertyPath, JsonBytes> changes)
      throws AppFailure {
    for (PropertyPath path : changes.keySet()) {
      requireWay(event, path);
    }
    changes.forEach(event::put);
    return changes.isEmpty() ? Outcome.UNCHANGED : Outcome.CHANGED;
  }

  private static void requireWay(PassingEvent event, PropertyPath path) throws AppFailure {
    if (!event.properties().leadsTo(path)) {
      throw new AppFailure("on the way to " + path + " stands what is no object");
    }
  }
}
