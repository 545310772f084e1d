package dev.headgate.store;

import dev.headgate.event.EventId;

/// An event that an app dropped: it is accounted for, not stored.
public record DroppedEvent(EventId uuid, String app) {}
