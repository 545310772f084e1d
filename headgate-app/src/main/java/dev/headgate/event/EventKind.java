package dev.headgate.event;

import java.util.Optional;
import java.util.regex.Pattern;

/// What an event asks of the persons, by its name: the three that may merge two ids, and the rest.
public enum EventKind {
  PLAIN(""),
  IDENTIFY("$anon_distinct_id"),
  CREATE_ALIAS("alias"),
  MERGE_DANGEROUSLY("alias");

  /// The name of events of the kind {@link #IDENTIFY}.
  public static final String IDENTIFY_NAME = "$identify";

  /// The name of events of the kind {@link #MERGE_DANGEROUSLY}.
  public static final String MERGE_DANGEROUSLY_NAME = "$merge_dangerously";

  private static final Pattern ZERO = Pattern.compile("-?0+(\\.0+)?([eE].*)?");

  private final String otherIdProperty;

  EventKind(String otherIdProperty) {
    this.otherIdProperty = otherIdProperty;
  }

  public static EventKind ofName(String eventName) {
    return switch (eventName) {
      case IDENTIFY_NAME -> IDENTIFY;
      case "$create_alias" -> CREATE_ALIAS;
      case MERGE_DANGEROUSLY_NAME -> MERGE_DANGEROUSLY;
      default -> PLAIN;
    };
  }

  /// The property that names the other id; empty text for {@link #PLAIN}.
  public String otherIdProperty() {
    return otherIdProperty;
  }

  /// Whether an event of this kind asks for a merge, given the JSON value of {@link
  /// #otherIdProperty()}: `$identify` if it is there at all (also `null`), the others if it is
  /// truthy (not `null`, `false`, `0` or `""`).
  public boolean asksForMerge(Optional<JsonBytes> otherId) {
    return switch (this) {
      case PLAIN -> false;
      case IDENTIFY -> otherId.isPresent();
      case CREATE_ALIAS, MERGE_DANGEROUSLY ->
          otherId
              .map(JsonBytes::toString)
              .filter(json ->
                  !(json.equals("null")
                      || json.equals("false")
                      || json.equals("\"\"")
                      || ZERO.matcher(json).matches()))
              .isPresent();
    };
  }
}
