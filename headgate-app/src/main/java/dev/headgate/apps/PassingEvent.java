package dev.headgate.apps;

import dev.headgate.event.Event;
import dev.headgate.event.JsonBytes;
import org.jspecify.annotations.Nullable;

/// An event on its way through a chain. Its properties are read when an app first asks for them,
/// and written once, after the last one that changed them. Uuid, name, distinct_id and timestamp
/// are what they are.
///
/// Not thread-safe; good for one event.
public final class PassingEvent {
  private final Event event;
  private @Nullable Properties properties;
  private boolean changed;

  PassingEvent(Event event) {
    this.event = event;
  }

  /// As it came to the chain. Its properties may have been changed since: ask {@link #properties}.
  public Event event() {
    return event;
  }

  public Properties properties() {
    Properties read = properties;
    if (read == null) {
      read = Properties.of(event.properties());
      properties = read;
    }
    return read;
  }

  /// About how many bytes its properties have.
  public int propertyBytes() {
    return event.properties().length();
  }

  void put(PropertyPath path, JsonBytes value) {
    properties().put(path, value);
    changed = true;
  }

  void remove(PropertyPath path) {
    properties().remove(path);
    changed = true;
  }

  /// As it is now: the same object if nothing was changed.
  Event now() {
    return changed
        ? new Event(
            event.uuid(),
            event.name(),
            event.distinctId(),
            event.timestampMicros(),
            properties().write())
        : event;
  }
}
