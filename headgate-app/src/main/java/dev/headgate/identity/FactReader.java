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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds in an event's properties what concerns persons. The rules are PostHog's; what differs is
/// that `$exception` and `$$heatmap` write nothing whatever they carry.
///
/// What it answers is good until it reads the next event: it has one table of writes, and fills it
/// anew. Not thread-safe.
public final class FactReader {
  /// For one event, or a few.
  static final int FEW_VALUES = 3;

  private static final int MANY_VALUES = 12;
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] NOTHING = new byte[0];

  private final PropertyWrites writes;
  private final List<PersonProperty> automatic = new ArrayList<>();
  private int[] automaticFrom = new int[32];
  private int[] automaticTo = new int[32];
  private byte[] properties = NOTHING;
  private @Nullable Range set;
  private @Nullable Range setOnce;
  private @Nullable Range unset;
  private @Nullable Range os;
  private @Nullable Range osName;
  private @Nullable JsonBytes otherId;
  private boolean personless;

  /// For a stream of events.
  public FactReader() {
    this(MANY_VALUES);
  }

  /// @param valueBits how many values of properties are remembered: two to the power of it
  FactReader(int valueBits) {
    writes = new PropertyWrites(valueBits);
  }

  /// A value in {@link #properties}.
  private record Range(int from, int to) {}

  /// Reads the event's properties once.
  ///
  /// @throws IllegalArgumentException the properties are no JSON object; capture lets none through
  public EventFacts read(Event event) {
    try {
      clear();
      find(event);
      if (!personless) {
        write(event);
      }
      return facts(event);
    } catch (MalformedJson e) {
      throw new IllegalArgumentException(
          "event " + event.uuid() + " has malformed properties: " + e.getMessage(), e);
    }
  }

  private void clear() {
    writes.clear();
    automatic.clear();
    set = null;
    setOnce = null;
    unset = null;
    os = null;
    osName = null;
    otherId = null;
    personless = false;
  }

  private EventFacts facts(Event event) throws MalformedJson {
    EventKind kind = event.kind();
    Stamp at = new Stamp(event.timestampMicros(), event.uuid());
    if (otherId == null || !kind.asksForMerge(Optional.of(otherId))) {
      return new EventFacts(at, event.distinctId(), personless, writes, null, null);
    }
    String named = OtherId.of(otherId);
    Optional<DistinctId> other = DistinctId.of(named);
    Optional<Reason> refused = refused(event, named, other);
    if (refused.isEmpty()) {
      MergeFact fact = new MergeFact(at, event.distinctId(), other.orElseThrow(), mergeKind(kind));
      return new EventFacts(at, event.distinctId(), personless, writes, fact, null);
    }
    String shown = other.map(DistinctId::value).orElseGet(() -> OtherId.cut(named));
    MergeRefusal refusal =
        new MergeRefusal(at, event.distinctId(), shown, mergeKind(kind), refused.get());
    return new EventFacts(at, event.distinctId(), personless, writes, null, refusal);
  }

  private void find(Event event) throws MalformedJson {
    String otherIdProperty = event.kind().otherIdProperty();
    properties = event.properties().utf8();
    JsonCursor cursor = JsonCursor.object(event.properties());
    while (cursor.next()) {
      String name = cursor.name();
      PersonProperty known = PersonProperty.named(name);
      if (known == null) {
        if (name.equals(otherIdProperty)) {
          otherId = cursor.raw();
        }
        continue;
      }
      switch (known.part()) {
        case PROFILE -> personless = cursor.kind() == JsonKind.FALSE;
        case SET -> set = objectOrNothing(cursor);
        case SET_ONCE -> setOnce = objectOrNothing(cursor);
        case UNSET -> unset = range(cursor);
        case OS_NAME -> osName = range(cursor);
        case AUTOMATIC -> addAutomatic(known, cursor.from(), cursor.to());
      }
    }
  }

  private static Range range(JsonCursor cursor) throws MalformedJson {
    return new Range(cursor.from(), cursor.to());
  }

  private static @Nullable Range objectOrNothing(JsonCursor cursor) throws MalformedJson {
    return cursor.kind() == JsonKind.OBJECT ? range(cursor) : null;
  }

  private void addAutomatic(PersonProperty property, int from, int to) {
    int place = automatic.size();
    if (place == automaticFrom.length) {
      automaticFrom = Arrays.copyOf(automaticFrom, 2 * place);
      automaticTo = Arrays.copyOf(automaticTo, 2 * place);
    }
    automatic.add(property);
    automaticFrom[place] = from;
    automaticTo[place] = to;
    if (property.name().equals(PersonProperty.OS.name())) {
      os = new Range(from, to);
    }
  }

  /// Puts in the order in which the parts take effect, so that the last one stands.
  private void write(Event event) throws MalformedJson {
    boolean writesNothing = event.name().equals("$exception") || event.name().equals("$$heatmap");
    if (writesNothing) {
      return;
    }
    if (!event.name().equals("$groupidentify")) {
      boolean normalised =
          !event.name().equals("$snapshot") && !event.name().equals("$performance_event");
      if (normalised) {
        completeAutomatic();
        for (int i = 0; i < automatic.size(); i++) {
          String initial = automatic.get(i).initial();
          put(initial, PropertyRegister.Kind.SET_ONCE, automaticFrom[i], automaticTo[i]);
        }
      }
      putMembers(setOnce, PropertyRegister.Kind.SET_ONCE);
      if (normalised) {
        for (int i = 0; i < automatic.size(); i++) {
          String name = automatic.get(i).name();
          put(name, PropertyRegister.Kind.SET, automaticFrom[i], automaticTo[i]);
        }
      }
      if (event.name().equals("survey shown")) {
        byte[] when = JsonBytes.of('"' + EventTime.format(event.timestampMicros()) + '"').utf8();
        writes.put("$survey_last_seen_date", PropertyRegister.Kind.SET, when, 0, when.length);
      }
      putMembers(set, PropertyRegister.Kind.SET);
    }
    putUnset();
  }

  /// `$os_name` is what some clients call `$os`; it stands in where that is absent or null.
  private void completeAutomatic() {
    if (osName != null && (os == null || isNull(os))) {
      addAutomatic(PersonProperty.OS, osName.from, osName.to);
    }
  }

  private boolean isNull(Range value) {
    return Arrays.equals(properties, value.from, value.to, NULL, 0, NULL.length);
  }

  private void putMembers(@Nullable Range object, PropertyRegister.Kind kind) throws MalformedJson {
    if (object == null) {
      return;
    }
    JsonCursor members = JsonCursor.object(properties, object.from, object.to);
    while (members.next()) {
      put(members.name(), kind, members.from(), members.to());
    }
  }

  private void put(String key, PropertyRegister.Kind kind, int from, int to) {
    writes.put(key, kind, properties, from, to);
  }

  /// `$unset` is a list of keys, or an object whose keys are meant.
  private void putUnset() throws MalformedJson {
    if (unset == null) {
      return;
    }
    switch (properties[unset.from]) {
      case '[' -> {
        JsonCursor keys = JsonCursor.array(properties, unset.from, unset.to);
        while (keys.next()) {
          unset(keys.text());
        }
      }
      case '{' -> {
        JsonCursor members = JsonCursor.object(properties, unset.from, unset.to);
        while (members.next()) {
          unset(members.name());
        }
      }
      default -> {}
    }
  }

  private void unset(String key) {
    writes.put(key, PropertyRegister.Kind.UNSET, NOTHING, 0, 0);
  }

  private Optional<Reason> refused(Event event, String named, Optional<DistinctId> other) {
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

  private static MergeKind mergeKind(EventKind kind) {
    return switch (kind) {
      case IDENTIFY -> MergeKind.IDENTIFY;
      case CREATE_ALIAS -> MergeKind.CREATE_ALIAS;
      case MERGE_DANGEROUSLY -> MergeKind.MERGE_DANGEROUSLY;
      case PLAIN -> throw new IllegalStateException("a plain event asks for no merge");
    };
  }
}
