package dev.headgate.store;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What the store knows of one uuid.
///
/// @param stored the event, if it is stored
/// @param broughtAgain which imports brought it although another holder had it first: import to
///   holder, 0 for live traffic
/// @param dropped which imports brought it without its being stored: import to the app that dropped
///   it, or {@link EventStore#SET_ASIDE}
/// @param conflicts other events that came under it, by who brought them
public record EventTrace(
    Optional<StoredEvent> stored,
    SortedMap<Integer, Integer> broughtAgain,
    SortedMap<Integer, String> dropped,
    List<Conflict> conflicts) {}
