package dev.headgate.apps;

import java.util.Optional;
import java.util.Set;

/// Properties that apps may not touch, because they decide who is who.
///
/// A merge names two ids: one is the event's distinct_id, the other a property. Were one of them
/// changed in some events and not in others (of other imports, of live traffic, of what is stored
/// already), persons would come apart, and what is stored has no way back. So ids are what they
/// are; what people are called is hidden by hashing the other properties.
final class ReservedProperties {
  private static final Set<String> OF_PERSONS =
      Set.of("$anon_distinct_id", "distinct_id", "$distinct_id", "$process_person_profile");

  /// Objects of person properties: what is in them may be changed, not they themselves.
  private static final Set<String> PERSON_OBJECTS = Set.of("$set", "$set_once", "$unset");

  private static final String ALIAS = "alias";
  private static final Set<String> MERGES_BY_ALIAS = Set.of("$create_alias", "$merge_dangerously");

  private ReservedProperties() {}

  /// Why this property may not be touched; empty if it may.
  ///
  /// @param events names of the events the app is for; none for all
  static Optional<String> why(PropertyPath path, Set<String> events) {
    if (OF_PERSONS.contains(path.first())) {
      return Optional.of(
          path
              + " says who is who: an app that changed it would tear persons apart, so none may."
              + " Hash or mask other properties");
    }
    boolean merges = events.isEmpty() || events.stream().anyMatch(MERGES_BY_ALIAS::contains);
    if (path.first().equals(ALIAS) && merges) {
      return Optional.of(
          "in $create_alias and $merge_dangerously, alias says who is who: name with \"events\" the"
              + " other events that this app is for");
    }
    if (PERSON_OBJECTS.contains(path.text())) {
      return Optional.of(
          path + " holds person properties: name one of them, such as " + path + ".email");
    }
    return Optional.empty();
  }
}
