package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.identity.Person;
import java.util.List;
import java.util.Optional;

/// Some persons of a project, sorted by smallest distinct_id.
///
/// @param next after which id the next page begins; empty after the last
public record PersonPage(List<Person> persons, Optional<DistinctId> next) {}
