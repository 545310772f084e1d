package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.List;
import java.util.SortedMap;

/// A person, as the facts make it.
///
/// @param id uuidv5 of `"<project number>:<first id of the surviving person>"`
/// @param distinctIds all its ids, sorted, at least one
/// @param identified whether a legal merge names one of its ids
/// @param createdAtMicros the earliest sighting of any of its ids, microseconds since 1970 UTC
/// @param properties values by key, sorted by key
public record Person(
    EventId id,
    List<DistinctId> distinctIds,
    boolean identified,
    long createdAtMicros,
    SortedMap<String, JsonBytes> properties) {}
