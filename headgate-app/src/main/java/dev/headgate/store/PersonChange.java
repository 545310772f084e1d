package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;

/// That a distinct_id came to belong to a person.
///
/// @param person its person's id since then
/// @param number of the change, unique within its project; later changes have higher ones
public record PersonChange(DistinctId distinctId, EventId person, long number) {}
