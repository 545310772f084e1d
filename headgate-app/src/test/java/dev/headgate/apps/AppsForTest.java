package dev.headgate.apps;

import dev.headgate.apps.Expressions.BadExpression;
import dev.headgate.apps.cel.CelExpressions;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Apps as a file defines them, with a salt of zeros, and one database in which 192.0.2.1 is known.
public final class AppsForTest {
  static final CelExpressions EXPRESSIONS = new CelExpressions();

  final Map<String, AppMeter> meters = new HashMap<>();
  private final AppChain chain;

  /// @param yaml the list of apps
  AppsForTest(String yaml) {
    try {
      chain =
          new AppMaker(
                  EXPRESSIONS,
                  new HashKey(new byte[HashKey.SALT_BYTES]),
                  AppsForTest::database,
                  name -> meters.computeIfAbsent(name, _ -> new AppMeter(() -> 0)))
              .chain(AppsFile.read("apps:\n" + yaml, EXPRESSIONS, _ -> Optional.empty()));
    } catch (BadAppsFile | BadExpression e) {
      throw new AssertionError(yaml, e);
    }
  }

  /// An app that gives a property a value of JSON.
  public static App set(String property, String json) {
    return Works.set(new PropertyPath(property), JsonBytes.of(json));
  }

  private static Places database(String name) {
    return address -> {
      if (name.equals("gone.mmdb")) {
        throw new AppFailure("the database file is missing");
      }
      return address.equals("192.0.2.1")
          ? Map.of("$geoip_country_code", JsonBytes.of("\"NL\""))
          : Map.of();
    };
  }

  AppChain chain() {
    return chain;
  }

  static Event event(String name, String properties) {
    return new Event(
        new EventId(1, 2),
        name,
        new DistinctId("u-1"),
        1_709_266_111_905_000L,
        JsonBytes.of(properties));
  }

  AppMeter.Counts counts(String app) {
    return meters.getOrDefault(app, new AppMeter(() -> 0)).counts();
  }

  /// The properties an event of the name `e` has after the chain.
  String properties(String before) {
    AppChain.Result result = chain.apply(event("e", before));
    if (result instanceof AppChain.Kept(Event after)) {
      return after.properties().toString();
    }
    throw new AssertionError("not kept: " + result);
  }
}
