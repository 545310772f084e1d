package dev.headgate.apps;

import dev.headgate.event.Event;
import java.util.List;

/// The apps of a pipeline, in the order they run. Without any, every event goes through unchanged.
public record AppChain(List<App> apps) {
  public static final AppChain NONE = new AppChain(List.of());

  public AppChain {
    apps = List.copyOf(apps);
  }

  /// What came of an event after all apps, or at the first that dropped it.
  public sealed interface Result {}

  public record Kept(Event event) implements Result {}

  public record DroppedBy(String app) implements Result {}

  public Result apply(Event event) {
    Event current = event;
    for (App app : apps) {
      switch (app.apply(current)) {
        case App.Keep(Event kept) -> {
          if (!kept.uuid().equals(event.uuid())) {
            throw new IllegalStateException("app " + app.name() + " changed an event's uuid");
          }
          current = kept;
        }
        case App.Drop() -> {
          return new DroppedBy(app.name());
        }
      }
    }
    return new Kept(current);
  }
}
