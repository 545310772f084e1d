package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.identity.Stamp;

/// What a row of `members` says of an id.
///
/// @param first the smallest id of its person
/// @param survivor the first id of the surviving person
/// @param touched the earliest merge that names an id of the person
record Member(DistinctId first, DistinctId survivor, Stamp touched) {}
