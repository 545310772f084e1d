package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventKind;
import dev.headgate.event.EventTime;
import dev.headgate.event.IllegalIds;
import dev.headgate.event.JsonBytes;
import dev.headgate.identity.MergeRefusal.Reason;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds in one event's properties what concerns persons. The rules are PostHog's; what differs is
/// that `$exception` and `$$heatmap` write nothing whatever they carry.
final class FactReader {
  private static final String OS = "$os";
  private static final int USUAL_AUTOMATIC = 24;

  private final Event event;
  private final EventKind kind;
  private final Stamp at;
  private final Map<String, JsonBytes> automatic = HashMap.newHashMap(USUAL_AUTOMATIC);
  private @Nullable JsonBytes set;
  private @Nullable JsonBytes setOnce;
  private @Nullable JsonBytes unset;
  private @Nullable JsonBytes osName;
  private @Nullable JsonBytes otherId;
  private boolean personless;

  FactReader(Event event) {
    this.event = event;
    this.kind = event.kind();
    this.at = new Stamp(event.timestampMicros(), event.uuid());
  }

  EventFacts read() throws MalformedJson {
    find();
    Map<String, PropertyRegister> writes = personless ? Map.of() : writes();
    if (!kind.asksForMerge(Optional.ofNullable(otherId)) || otherId == null) {
      return new EventFacts(at, event.distinctId(), personless, writes, null, null);
    }
    String named = OtherId.of(otherId);
    Optional<DistinctId> other = DistinctId.of(named);
    Optional<Reason> refused = refused(named, other);
    if (refused.isEmpty()) {
      MergeFact fact = new MergeFact(at, event.distinctId(), other.orElseThrow(), mergeKind());
      return new EventFacts(at, event.distinctId(), personless, writes, fact, null);
    }
    String shown = other.map(DistinctId::value).orElseGet(() -> OtherId.cut(named));
    MergeRefusal refusal =
        new MergeRefusal(at, event.distinctId(), shown, mergeKind(), refused.get());
    return new EventFacts(at, event.distinctId(), personless, writes, null, refusal);
  }

  private void find() throws MalformedJson {
    String otherIdProperty = kind.otherIdProperty();
    JsonCursor properties = JsonCursor.object(event.properties());
    while (properties.next()) {
      String name = properties.name();
      switch (name) {
        case "$process_person_profile" -> personless = properties.kind() == JsonKind.FALSE;
        case "$set" -> set = objectOrNothing(properties);
        case "$set_once" -> setOnce = objectOrNothing(properties);
        case "$unset" -> unset = properties.raw();
        case "$os_name" -> osName = properties.raw();
        default -> {
          if (name.equals(otherIdProperty)) {
            otherId = properties.raw();
          } else if (AutomaticProperties.INITIAL_KEYS.containsKey(name)) {
            automatic.put(name, properties.raw());
          }
        }
      }
    }
  }

  private static @Nullable JsonBytes objectOrNothing(JsonCursor cursor) throws MalformedJson {
    return cursor.kind() == JsonKind.OBJECT ? cursor.raw() : null;
  }

  /// Puts in the order in which the parts take effect, so that the last one stands.
  private Map<String, PropertyRegister> writes() throws MalformedJson {
    boolean writesNothing = event.name().equals("$exception") || event.name().equals("$$heatmap");
    if (writesNothing) {
      return Map.of();
    }
    Map<String, PropertyRegister> writes = HashMap.newHashMap(2 * automatic.size() + 2);
    if (!event.name().equals("$groupidentify")) {
      boolean normalised =
          !event.name().equals("$snapshot") && !event.name().equals("$performance_event");
      if (normalised) {
        completeAutomatic();
        automatic.forEach((key, value) ->
            put(
                writes,
                AutomaticProperties.INITIAL_KEYS.getOrDefault(key, key),
                PropertyRegister.Kind.SET_ONCE,
                value));
      }
      putMembers(writes, setOnce, PropertyRegister.Kind.SET_ONCE);
      if (normalised) {
        automatic.forEach((key, value) -> put(writes, key, PropertyRegister.Kind.SET, value));
      }
      if (event.name().equals("survey shown")) {
        JsonBytes when = JsonBytes.of('"' + EventTime.format(event.timestampMicros()) + '"');
        put(writes, "$survey_last_seen_date", PropertyRegister.Kind.SET, when);
      }
      putMembers(writes, set, PropertyRegister.Kind.SET);
    }
    putUnset(writes);
    return writes;
  }

  /// `$os_name` is what some clients call `$os`; it stands in where that is absent or null.
  private void completeAutomatic() {
    if (osName != null && isNull(automatic.get(OS))) {
      automatic.put(OS, osName);
    }
  }

  private static boolean isNull(@Nullable JsonBytes json) {
    return json == null || json.toString().equals("null");
  }

  private void putMembers(
      Map<String, PropertyRegister> writes,
      @Nullable JsonBytes object,
      PropertyRegister.Kind writeKind)
      throws MalformedJson {
    if (object == null) {
      return;
    }
    JsonCursor members = JsonCursor.object(object);
    while (members.next()) {
      put(writes, members.name(), writeKind, members.raw());
    }
  }

  private void put(
      Map<String, PropertyRegister> writes,
      String key,
      PropertyRegister.Kind writeKind,
      JsonBytes value) {
    writes.put(key, new PropertyRegister(at, writeKind, value));
  }

  /// `$unset` is a list of keys, or an object whose keys are meant.
  private void putUnset(Map<String, PropertyRegister> writes) throws MalformedJson {
    if (unset == null) {
      return;
    }
    switch (unset.utf8()[0]) {
      case '[' -> {
        JsonCursor keys = JsonCursor.array(unset);
        while (keys.next()) {
          writes.put(keys.text(), PropertyRegister.unset(at));
        }
      }
      case '{' -> {
        JsonCursor members = JsonCursor.object(unset);
        while (members.next()) {
          writes.put(members.name(), PropertyRegister.unset(at));
        }
      }
      default -> {}
    }
  }

  private Optional<Reason> refused(String named, Optional<DistinctId> other) {
    if (personless) {
      return Optional.of(Reason.INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE);
    }
    if (other.isPresent() && other.get().equals(event.distinctId())) {
      return Optional.of(Reason.SAME_DISTINCT_ID);
    }
    boolean illegal =
        other.isEmpty()
            || IllegalIds.isIllegal(named)
            || IllegalIds.isIllegal(event.distinctId().value());
    return illegal ? Optional.of(Reason.CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID) : Optional.empty();
  }

  private MergeKind mergeKind() {
    return switch (kind) {
      case IDENTIFY -> MergeKind.IDENTIFY;
      case CREATE_ALIAS -> MergeKind.CREATE_ALIAS;
      case MERGE_DANGEROUSLY -> MergeKind.MERGE_DANGEROUSLY;
      case PLAIN -> throw new IllegalStateException("a plain event asks for no merge");
    };
  }
}
