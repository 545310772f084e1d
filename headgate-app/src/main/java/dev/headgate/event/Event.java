package dev.headgate.event;

/// One event as it is sent, logged and stored: who (`distinctId`) did what (`name`) when
/// (`timestampMicros`, microseconds since 1970 UTC), with its properties as the JSON object they
/// came in.
public record Event(
    EventId uuid, String name, DistinctId distinctId, long timestampMicros, JsonBytes properties) {

  public EventKind kind() {
    return EventKind.ofName(name);
  }
}
