package dev.headgate.store;

import dev.headgate.event.Event;

/// A row of the event store.
///
/// @param importNumber the import that holds it; 0 for live traffic
public record StoredEvent(Event event, int importNumber) {}
