package dev.headgate.source;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.Optional;

/// An event as its record gives it, normalised as capture does it, before it has a uuid for
/// certain.
///
/// @param uuid the export's own, or what the format makes of it; empty if it is to be derived from
///   the record's bytes
public record EventDraft(
    Optional<EventId> uuid,
    String name,
    DistinctId distinctId,
    long timestampMicros,
    JsonBytes properties) {}
